#include "features/date_polls/inviting.hpp"

#include "accounts/accounts_store.hpp"
#include "features/date_polls/poll_pages.hpp"
#include "features/date_polls/polls_store.hpp"
#include "features/groups/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/mail/address.hpp"
#include "foundation/mail/outbox.hpp"
#include "foundation/web/home.hpp"

#include <algorithm>
#include <set>

namespace dorfnetz::date_polls {

namespace {

using web::Context;

// Gathers each mailbox once.
class AskedOnes
{
public:
    AskedOnes(db::Reader& reader, const Context& context) : m_reader(reader), m_context(context) {}

    void add(Asked asked)
    {
        if (mail::is_mail_address(asked.mailbox.address) &&
            m_known.insert(to_lower_ascii(asked.mailbox.address)).second)
            m_all.push_back(std::move(asked));
    }

    void add_accounts(web::Role role, const std::string& subject)
    {
        for (auto& account :
             accounts::accounts_with_role(m_reader, m_context.network.id, role, subject, m_context.now()))
            add({.mailbox = {.address = account.login, .name = account.name}, .user = account.id});
    }

    // Whoever has an account gets a link of their own.
    void add_recipient(const groups::Recipient& recipient)
    {
        Asked asked{.mailbox = recipient.mailbox, .person = recipient.person};
        if (const auto account = accounts::find_user_by_login(m_reader, m_context.network.id,
                                                              to_lower_ascii(recipient.mailbox.address)))
            asked.user = account->account.id;
        add(std::move(asked));
    }

    std::vector<Asked> take() { return std::move(m_all); }

private:
    db::Reader& m_reader;
    const Context& m_context;
    std::set<std::string> m_known;
    std::vector<Asked> m_all;
};

void add_village(AskedOnes& asked, db::Reader& reader, const Context& context, const VillageId& village)
{
    asked.add_accounts(web::Role::lead_editor, village.text());
    asked.add_accounts(web::Role::council_editor, village.text());
    for (const auto& entry : organisations::organisations_of_village(reader, context.network.id, village))
        asked.add_accounts(web::Role::organisation_editor, entry.id.text());
}

struct Subject
{
    Poll poll;
    Meeting meeting;
    std::vector<Option> options = {};
};

Result<Subject> subject_of(db::Reader& reader, const Context& context, const Poll& poll)
{
    auto meeting = meetings::meeting_by_id(reader, context.network.id, poll.meeting);
    if (!meeting)
        return Error{.kind = Err::missing};
    return Subject{.poll = poll,
                   .meeting = *std::move(meeting),
                   .options = store::options_of(reader, context.network.id, poll.id)};
}

std::string greeting(const Context& context, const mail::Mailbox& mailbox)
{
    return mailbox.name.empty() ? context.t("Hallo,"_de) : context.t("Hallo {1},"_de, {mailbox.name});
}

std::string text_for(const Context& context, const Subject& subject, const Asked& asked,
                     const std::string& first, const std::string& token)
{
    auto text = greeting(context, asked.mailbox) + "\n\n" + first + "\n\n";
    for (const auto& option : subject.options)
        text += "- " + option_text(context, subject.meeting, option) + '\n';
    text +=
        '\n' +
        context.t("Sag uns bis {1}, wann du kannst. Ein Kennwort brauchst du dafür nicht:"_de,
                  {i18n::format_date(context.region(), subject.poll.answer_by, i18n::DateStyle::weekday)}) +
        "\n\n" + context.absolute_url(path_with(token)) + '\n';
    if (!subject.poll.note.empty())
        text += '\n' + subject.poll.note + '\n';
    return text;
}

Result<Done> send(db::Tx& tx, const Context& context, const Subject& subject, const Asked& asked,
                  German title, const std::string& first, const std::string& token)
{
    mail::Mail mail{.network = context.network.id,
                    .to = asked.mailbox,
                    .subject = std::string(
                        truncate(context.t(title, {subject.meeting.draft.title}), mail::longest_subject)),
                    .text = text_for(context, subject, asked, first, token),
                    .purpose = "date_poll",
                    .urgency = mail::Urgency::may_be_lost,
                    .language = context.language,
                    .hours = mail::Hours::by_day};
    if (asked.person)
        people::add_withdrawal(mail, context, *asked.person);
    TRY(mail::enqueue(tx, mail, context.environment.clock, context.environment.random));
    return Done{};
}

} // namespace

std::vector<Asked> whom_to_ask(db::Reader& reader, const Context& context, const Meeting& meeting)
{
    AskedOnes asked(reader, context);
    switch (meeting.draft.kind) {
    case meetings::Kind::network:
        for (const auto& village : voices_of(reader, context.network, meeting, context.today()).villages)
            asked.add_accounts(web::Role::lead_editor, village.text());
        break;
    case meetings::Kind::village:
        add_village(asked, reader, context, *meeting.draft.village);
        break;
    case meetings::Kind::group:
        for (const auto& recipient :
             groups::recipients_of(reader, context, groups::GroupId(meeting.draft.group->text())))
            asked.add_recipient(recipient);
        break;
    }
    return asked.take();
}

Result<std::int64_t> ask_all(db::Tx& tx, const Context& context, const PollId& id)
{
    const auto poll = store::lock_poll(tx, context.network.id, id);
    if (!poll)
        return Error{.kind = Err::missing};
    if (!poll->is_open())
        return Error{.kind = Err::conflict, .text = "Die Umfrage ist zu Ende."_de};
    if (!web::is_at_home(context, tx))
        return Error{.kind = Err::conflict,
                     .text =
                         "Unter dieser Adresse kennt das Netzwerk sich nicht. Öffne die Seite unter ihrer "
                         "richtigen Adresse, dann gehen die Mails hinaus."_de};
    const auto german = context.in(i18n::Language::de);
    const auto subject = TRY(subject_of(tx, german, *poll));
    const auto first =
        german.t("wir suchen einen Termin für „{1}“. Zur Wahl stehen:"_de, {subject.meeting.draft.title});
    std::int64_t count = 0;
    for (const auto& asked : whom_to_ask(tx, german, subject.meeting)) {
        auto token = token_of(context.environment, context.network.id, id);
        if (asked.user) {
            const Invitation invitation{.poll = id, .user = *asked.user};
            token = token_of(context.environment, context.network.id, invitation);
            if (!store::insert_invitation(tx, context.network.id, invitation,
                                          hash_of_token(context.environment, token), context.now()))
                continue;
        }
        TRY(send(tx, german, subject, asked, "Wann kannst du? {1}"_de, first, token));
        ++count;
    }
    return count;
}

std::int64_t remind(db::Tx& tx, const Context& context)
{
    std::int64_t count = 0;
    if (!web::is_at_home(context, tx))
        return count;
    const auto accounts = accounts::usable_accounts(tx, context.network.id);
    for (const auto& poll : store::open_polls(tx, context.network.id)) {
        const auto today = context.today();
        if (today < add_days(poll.answer_by, -reminded_days_before) || today > poll.answer_by)
            continue;
        const auto subject = subject_of(tx, context, poll);
        // Once it has a date, or is off, nobody's answer is missing.
        if (!subject || subject->meeting.state != meetings::State::planning)
            continue;
        const auto first = context.t("für „{1}“ fehlt uns noch deine Antwort. Zur Wahl stehen:"_de,
                                     {subject->meeting.draft.title});
        for (const auto& invitation : store::invitations_of(tx, context.network.id, poll.id)) {
            const auto account = std::ranges::find(accounts, invitation.user, &accounts::Account::id);
            if (invitation.reminded_at || account == accounts.end() ||
                store::reply_of_user(tx, context.network.id, poll.id, invitation.user))
                continue;
            store::set_reminded(tx, context.network.id, invitation, context.now());
            const Asked asked{.mailbox = {.address = account->login, .name = account->name},
                              .user = account->id};
            if (send(tx, context, *subject, asked, "Deine Antwort fehlt noch: {1}"_de, first,
                     token_of(context.environment, context.network.id, invitation)))
                ++count;
        }
    }
    return count;
}

} // namespace dorfnetz::date_polls
