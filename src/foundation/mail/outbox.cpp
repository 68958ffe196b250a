#include "foundation/mail/outbox.hpp"

#include "foundation/core/text.hpp"
#include "foundation/mail/checks.hpp"
#include "foundation/mail/outbox_rows.hpp"

#include <algorithm>
#include <stdexcept>

namespace dorfnetz::mail {

namespace {

constexpr db::Sql insert_mail = R"sql(
    INSERT INTO outbox (network_id, id, purpose, urgency, from_address, from_name, to_address, to_name, to_host,
                        reply_to, unsubscribe_url, subject, content, html, calendar, language, by_day,
                        digest_group, created_at, next_attempt_at)
    VALUES (:network, :id, :purpose, :urgency, :from_address, :from_name, :to_address, :to_name, :to_host,
            :reply_to, :unsubscribe_url, :subject, :content, :html, :calendar, :language, :by_day,
            :digest_group, :now, :due))sql";

constexpr db::Sql insert_attachment = R"sql(
    INSERT INTO outbox_attachments (network_id, mail_id, position, file_name, content_type, content)
    VALUES (:network, :mail, :position, :file_name, :content_type, :content))sql";

constexpr db::Query select_attachments = R"sql(
    SELECT file_name, content_type, content FROM outbox_attachments
    WHERE network_id = :network AND mail_id = :mail ORDER BY position)sql";

constexpr db::Query select_due = R"sql(
    SELECT network_id, id, to_address, by_day, digest_group FROM outbox
    WHERE state = 'waiting' AND urgency = :urgency AND next_attempt_at <= :now
    ORDER BY next_attempt_at LIMIT 1)sql";

constexpr db::Query select_due_within_shares = R"sql(
    SELECT network_id, id, to_address, by_day, digest_group FROM outbox
    WHERE state = 'waiting' AND urgency = :urgency AND next_attempt_at <= :now AND to_host NOT IN (
        SELECT to_host FROM outbox WHERE claimed_at > :since GROUP BY to_host HAVING COUNT(*) >= :share)
    ORDER BY next_attempt_at LIMIT 1)sql";

constexpr db::Sql claim_mail = R"sql(
    UPDATE outbox SET state = 'sending', claim = :claim, claimed_at = :now, attempts = attempts + 1,
                      first_attempt_at = COALESCE(first_attempt_at, :now),
                      message_id = COALESCE(message_id, '<' || id || '@' || :host || '>')
    WHERE network_id = :network AND id = :id AND state = 'waiting'
    RETURNING network_id, id, purpose, urgency, from_address, from_name, to_address, to_name, reply_to,
              unsubscribe_url, subject, content, html, calendar, language, message_id, first_attempt_at,
              attempts)sql";

constexpr db::Query select_digest = R"sql(
    SELECT id, subject, content, calendar FROM outbox
    WHERE network_id = :network AND digest_group = :group AND state = 'waiting' AND attempts = 0
      AND to_address = :to AND urgency = :urgency AND language = :language
      AND COALESCE(from_address, :sender) = :writer AND COALESCE(reply_to, '') = :reply_to
      AND next_attempt_at <= :until
    ORDER BY created_at, id LIMIT 50)sql";

constexpr db::Query select_addressed = R"sql(
    SELECT id, to_address, to_name, COALESCE(reply_to, '') FROM outbox WHERE network_id = :network)sql";

// Also those that failed or were held back, since they could be sent again. What was sent has no link any
// more.
constexpr db::Query select_leavable = R"sql(
    SELECT id, unsubscribe_url FROM outbox WHERE network_id = :network AND unsubscribe_url IS NOT NULL)sql";

constexpr db::Sql delete_mail = R"sql(
    DELETE FROM outbox WHERE network_id = :network AND id = :id)sql";

constexpr db::Query select_mails = R"sql(
    SELECT to_address, subject, purpose, created_at, state FROM outbox WHERE network_id = :network
    ORDER BY created_at DESC, id DESC)sql";

std::string_view name_of(Urgency urgency)
{
    return urgency == Urgency::must_arrive ? "must_arrive" : "may_be_lost";
}

bool waits_for_the_day(const Mail& mail)
{
    return mail.hours == Hours::by_day ||
           (mail.hours == Hours::as_urgency && mail.urgency == Urgency::may_be_lost);
}

Timestamp due_at(const Mail& mail, Timestamp now)
{
    const auto wanted = std::max(now, mail.not_before.value_or(now));
    return mail.digest_group.empty() ? wanted : std::max(wanted, now + digest_window);
}

ClaimedMail read_claimed(db::Row& row, const Mailbox& sender)
{
    ClaimedMail claimed;
    auto& mail = claimed.mail;
    mail.network = row.take<NetworkId>();
    claimed.id = row.take<MailId>();
    mail.purpose = row.take<std::string>();
    mail.urgency = row.take<std::string>() == "must_arrive" ? Urgency::must_arrive : Urgency::may_be_lost;
    const auto from_address = row.take<std::optional<std::string>>();
    const auto from_name = row.take<std::optional<std::string>>();
    mail.from = from_address ? Mailbox{*from_address, from_name.value_or("")} : sender;
    mail.to.address = row.take<std::string>();
    mail.to.name = row.take<std::string>();
    mail.reply_to = row.take<std::optional<std::string>>();
    mail.unsubscribe_url = row.take<std::optional<std::string>>();
    mail.subject = row.take<std::string>();
    mail.text = row.take<std::string>();
    claimed.html = row.take<std::string>();
    mail.calendar = row.take<std::string>();
    mail.language = i18n::language_from_code(row.take<std::string>()).value_or(i18n::Language::de);
    claimed.message_id = row.take<std::string>();
    claimed.first_attempt_at = row.take<Timestamp>();
    claimed.attempts = row.take<int>();
    return claimed;
}

DueMail read_due(db::Row& row)
{
    DueMail due;
    due.network = row.take<NetworkId>();
    due.id = row.take<MailId>();
    due.to_address = row.take<std::string>();
    due.by_day = row.take<bool>();
    due.digest_group = row.take<std::string>();
    return due;
}

} // namespace

Result<MailId> enqueue(db::Tx& tx, const Mail& mail, const Clock& clock, Random& random)
{
    TRY(check(mail));
    const auto id = new_id<MailId>(clock, random);
    const std::optional<std::string> none;
    const auto now = clock.now();
    tx.exec(insert_mail, {{"network", mail.network},
                          {"id", id},
                          {"purpose", mail.purpose},
                          {"urgency", name_of(mail.urgency)},
                          {"from_address", mail.from ? std::optional(mail.from->address) : none},
                          {"from_name", mail.from ? std::optional(mail.from->name) : none},
                          {"to_address", mail.to.address},
                          {"to_name", mail.to.name},
                          {"to_host", to_lower_ascii(host_of(mail.to.address))},
                          {"reply_to", mail.reply_to},
                          {"unsubscribe_url", mail.unsubscribe_url},
                          {"subject", mail.subject},
                          {"content", mail.text},
                          {"html", mail.html.text()},
                          {"calendar", mail.calendar},
                          {"language", i18n::code(mail.language)},
                          {"by_day", waits_for_the_day(mail)},
                          {"digest_group", mail.digest_group},
                          {"now", now},
                          {"due", due_at(mail, now)}});
    insert_attachments(tx, mail.network, id, mail.attachments);
    tx.after_commit([] { delivery_bell().ring(); });
    return id;
}

Bell& delivery_bell()
{
    static Bell bell;
    return bell;
}

std::optional<DueMail> first_due(db::Reader& reader, Urgency urgency, Timestamp now,
                                 std::int64_t per_minute_and_host)
{
    if (per_minute_and_host == 0)
        return reader.first(select_due, {{"urgency", name_of(urgency)}, {"now", now}}, read_due);
    return reader.first(select_due_within_shares,
                        {{"urgency", name_of(urgency)},
                         {"now", now},
                         {"since", now - std::chrono::minutes(1)},
                         {"share", per_minute_and_host}},
                        read_due);
}

ClaimedMail claim(db::Tx& tx, const DueMail& due, const std::string& claim, const Mailbox& sender,
                  Timestamp now)
{
    auto claimed = tx.returning(claim_mail,
                                {{"network", due.network},
                                 {"id", due.id},
                                 {"claim", claim},
                                 {"now", now},
                                 {"host", host_of(sender.address)}},
                                [&](db::Row& row) { return read_claimed(row, sender); });
    if (!claimed)
        throw std::logic_error("a mail that is due cannot be claimed");
    claimed->claim = claim;
    claimed->mail.attachments = attachments_of(tx, due.network, due.id);
    return *std::move(claimed);
}

std::vector<DigestMail> others_of_digest(db::Reader& reader, const ClaimedMail& first,
                                         const std::string& group, Timestamp until)
{
    const auto& mail = first.mail;
    return reader.list(select_digest,
                       {{"network", mail.network},
                        {"group", group},
                        {"to", mail.to.address},
                        {"urgency", name_of(mail.urgency)},
                        {"language", i18n::code(mail.language)},
                        {"sender", mail.from->address},
                        {"writer", mail.from->address},
                        {"reply_to", mail.reply_to.value_or("")},
                        {"until", until}},
                       [](db::Row& row) {
                           DigestMail other;
                           other.id = row.take<MailId>();
                           other.subject = row.take<std::string>();
                           other.text = row.take<std::string>();
                           other.calendar = row.take<std::string>();
                           return other;
                       });
}

std::optional<Recipient> recipient_of(db::Reader& reader, const MailId& mail)
{
    return reader.first(R"sql(SELECT network_id, to_address FROM outbox WHERE id = :id)sql", {{"id", mail}},
                        [](db::Row& row) {
                            auto network = row.take<NetworkId>();
                            return Recipient{std::move(network), row.take<std::string>()};
                        });
}

std::vector<Attachment> attachments_of(db::Reader& reader, const NetworkId& network, const MailId& mail)
{
    return reader.list(select_attachments, {{"network", network}, {"mail", mail}}, [](db::Row& row) {
        Attachment attachment;
        attachment.file_name = row.take<std::string>();
        attachment.content_type = row.take<std::string>();
        attachment.bytes = row.take<std::string>();
        return attachment;
    });
}

void insert_attachments(db::Tx& tx, const NetworkId& network, const MailId& mail,
                        const std::vector<Attachment>& attachments)
{
    std::int64_t position = 0;
    for (const auto& attachment : attachments)
        tx.exec(insert_attachment, {{"network", network},
                                    {"mail", mail},
                                    {"position", position++},
                                    {"file_name", attachment.file_name},
                                    {"content_type", attachment.content_type},
                                    {"content", db::Blob{attachment.bytes}}});
}

void delete_attachments(db::Tx& tx, const NetworkId& network, const MailId& mail)
{
    tx.exec(R"sql(DELETE FROM outbox_attachments WHERE network_id = :network AND mail_id = :mail)sql",
            {{"network", network}, {"mail", mail}});
}

// Addresses stand as they were typed; the rows of 30 days are few enough to compare them here.
std::vector<MailTo> mails_to(db::Reader& reader, const NetworkId& network, std::string_view address)
{
    const auto wanted = to_lower_ascii(address);
    std::vector<MailTo> found;
    reader.each(select_mails, {{"network", network}}, [&](db::Row& row) {
        const auto to = row.take<std::string>();
        MailTo mail{.subject = row.take<std::string>(),
                    .purpose = row.take<std::string>(),
                    .created_at = row.take<Timestamp>(),
                    .state = mail_state(row.take<std::string>())};
        if (to_lower_ascii(to) == wanted)
            found.push_back(std::move(mail));
    });
    return found;
}

std::int64_t call_back(db::Tx& tx, const NetworkId& network, std::string_view part_of_link)
{
    std::vector<MailId> found;
    tx.each(select_leavable, {{"network", network}}, [&](db::Row& row) {
        auto id = row.take<MailId>();
        if (row.take<std::string>().find(part_of_link) != std::string::npos)
            found.push_back(std::move(id));
    });
    for (const auto& id : found)
        tx.exec(delete_mail, {{"network", network}, {"id", id}});
    return std::ssize(found);
}

std::int64_t forget(db::Tx& tx, const NetworkId& network, const Mailbox& whom)
{
    const auto address = to_lower_ascii(whom.address);
    std::vector<MailId> found;
    tx.each(select_addressed, {{"network", network}}, [&](db::Row& row) {
        auto id = row.take<MailId>();
        const auto to = row.take<std::string>();
        const auto name = row.take<std::string>();
        const auto reply_to = row.take<std::string>();
        const bool theirs = to_lower_ascii(to) == address && (whom.name.empty() || whom.name == name);
        if (theirs || (whom.name.empty() && to_lower_ascii(reply_to) == address))
            found.push_back(std::move(id));
    });
    for (const auto& id : found)
        tx.exec(delete_mail, {{"network", network}, {"id", id}});
    return static_cast<std::int64_t>(found.size());
}

} // namespace dorfnetz::mail
