#include "foundation/mail/digest.hpp"

#include "foundation/core/text.hpp"
#include "foundation/mail/checks.hpp"
#include "foundation/mail/outbox_rows.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace dorfnetz::mail {

namespace {

constexpr db::Sql write_digest = R"sql(
    UPDATE outbox SET subject = :subject, content = :content, calendar = '', digest_group = ''
    WHERE network_id = :network AND id = :id)sql";

constexpr db::Sql write_joined = R"sql(
    UPDATE outbox SET state = 'joined', joined_to = :with, finished_at = :now, content = '', calendar = '',
                      unsubscribe_url = NULL
    WHERE network_id = :network AND id = :id)sql";

// A heading with a line below, which `html_of_text` knows.
std::string section(std::string_view subject, std::string_view text)
{
    const auto length = std::min<std::size_t>(60, length_in_characters(subject));
    return fmt::format("{}\n{}\n\n{}\n\n\n", subject, std::string(std::max<std::size_t>(3, length), '='),
                       trim(text));
}

// Programs take one invitation from a mail, so several go as files.
void add_calendar(std::vector<Attachment>& attachments, const std::string& calendar)
{
    if (calendar.empty())
        return;
    const auto number = 1 + std::count_if(attachments.begin(), attachments.end(), [](const Attachment& each) {
                            return each.content_type == "application/ics";
                        });
    attachments.push_back({.file_name = fmt::format("invite-{}.ics", number),
                           .content_type = "application/ics",
                           .bytes = calendar});
}

std::size_t size_of(const std::vector<Attachment>& attachments)
{
    std::size_t bytes = 0;
    for (const auto& each : attachments)
        bytes += each.bytes.size();
    return bytes;
}

} // namespace

void join_digest(db::Tx& tx, ClaimedMail& first, const std::string& group, const Look& look, Timestamp now)
{
    auto& mail = first.mail;
    auto text = section(mail.subject, mail.text);
    auto attachments = mail.attachments;
    add_calendar(attachments, mail.calendar);
    std::int64_t joined = 0;
    for (const auto& other : others_of_digest(tx, first, group, now + digest_window)) {
        auto with_other = attachments;
        const auto its_own = attachments_of(tx, mail.network, other.id);
        with_other.insert(with_other.end(), its_own.begin(), its_own.end());
        add_calendar(with_other, other.calendar);
        // What would get too large goes by itself.
        if (size_of(with_other) > largest_attachments || text.size() + other.text.size() > longest_text)
            continue;
        attachments = std::move(with_other);
        text += section(other.subject, other.text);
        tx.exec(write_joined,
                {{"network", mail.network}, {"id", other.id}, {"with", first.id}, {"now", now}});
        delete_attachments(tx, mail.network, other.id);
        ++joined;
    }
    if (joined == 0)
        return;
    mail.subject = i18n::translate(mail.language, "{1} Nachrichten von {2}"_de,
                                   {i18n::format_number(mail.language, joined + 1), look.name});
    mail.text = std::move(text);
    mail.calendar.clear();
    mail.attachments = std::move(attachments);
    tx.exec(write_digest,
            {{"network", mail.network}, {"id", first.id}, {"subject", mail.subject}, {"content", mail.text}});
    delete_attachments(tx, mail.network, first.id);
    insert_attachments(tx, mail.network, first.id, mail.attachments);
}

} // namespace dorfnetz::mail
