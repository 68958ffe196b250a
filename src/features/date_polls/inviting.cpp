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

// Gathers who should answer; one mailbox can be that of several.
class AskedOnes
{
public:
    AskedOnes(db::Reader& reader, const Context& context) : m_reader(reader), m_context(context) {}

    void add(Asked asked)
    {
        if (mail::is_mail_address(asked.mailbox.address))
            m_all.push_back(std::move(asked));
    }

    void add_accounts(web::Role role, const std::string& subject)
    {
        for (auto& account :
             accounts::accounts_with_role(m_reader, m_context.network.id, role, subject, m_context.now()))
            add({.mailbox = {.address = account.login, .name = account.name}, .user = account.id});
    }

    // Whoever has an account answers with it.
    void add_recipient(const groups::Recipient& recipient)
    {
        Asked asked{
            .mailbox = recipient.mailbox, .person = recipient.person, .organisation = recipient.organisation};
        if (const auto account = accounts::find_user_by_login(m_reader, m_context.network.id,
                                                              to_lower_ascii(recipient.mailbox.address)))
            asked.user = account->account.id;
        add(std::move(asked));
    }

    void add_group(const groups::GroupId& group)
    {
        for (const auto& member : groups::members_of(m_reader, m_context.network.id, group))
            for (const auto& recipient : groups::recipients_of(m_reader, m_context, member.who))
                add_recipient(recipient);
    }

    void add_village(const VillageId& village)
    {
        add_accounts(web::Role::lead_editor, village.text());
        add_accounts(web::Role::council_editor, village.text());
        for (const auto& entry :
             organisations::organisations_of_village(m_reader, m_context.network.id, village))
            add_accounts(web::Role::organisation_editor, entry.id.text());
    }

    std::vector<Asked> take() { return std::move(m_all); }

private:
    db::Reader& m_reader;
    const Context& m_context;
    std::vector<Asked> m_all;
};

std::vector<Asked> everybody(db::Reader& reader, const Context& context, const Meeting& meeting)
{
    AskedOnes asked(reader, context);
    switch (meeting.draft.kind) {
    case meetings::Kind::network:
        for (const auto& village : voices_of(reader, context.network, meeting, context.today()).villages)
            asked.add_accounts(web::Role::lead_editor, village.text());
        break;
    case meetings::Kind::village:
        asked.add_village(*meeting.draft.village);
        break;
    case meetings::Kind::group:
        asked.add_group(*meeting.draft.group);
        break;
    }
    return asked.take();
}

// An account before the entry of the register, and that before a club's mailbox.
Who who_is(const Asked& asked)
{
    if (asked.user)
        return *asked.user;
    if (asked.person)
        return *asked.person;
    return asked.organisation.value_or(OrganisationId{});
}

bool is_one_of_them(const Asked& asked, const Who& who)
{
    return (asked.user && groups::as<web::UserId>(who) == asked.user) ||
           (asked.person && groups::as<people::PersonId>(who) == asked.person) ||
           (asked.organisation && groups::as<OrganisationId>(who) == asked.organisation);
}

// As it is now: entries of the register move when two are merged.
Who who_now(db::Reader& reader, const Context& context, const Who& who)
{
    const auto* person = std::get_if<people::PersonId>(&who);
    return person ? people::entry_now(reader, context.network.id, *person) : who;
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

std::vector<Asked> whom_to_ask(db::Reader& reader, const Context& context, const Poll& poll,
                               const Meeting& meeting)
{
    std::vector<Who> invited;
    for (const auto& invitation : store::invitations_of(reader, context.network.id, poll.id))
        invited.push_back(who_now(reader, context, invitation.who));
    auto all = everybody(reader, context, meeting);
    // The mailbox of somebody who was mailed has got its mail, whoever else reads it.
    std::set<std::string> known;
    for (const auto& asked : all)
        if (std::ranges::any_of(invited, [&](const Who& who) { return is_one_of_them(asked, who); }))
            known.insert(to_lower_ascii(asked.mailbox.address));
    std::erase_if(
        all, [&](const Asked& asked) { return !known.insert(to_lower_ascii(asked.mailbox.address)).second; });
    return all;
}

std::optional<Asked> still_asked(db::Reader& reader, const Context& context, const Meeting& meeting,
                                 const Invitation& invitation)
{
    const auto who = who_now(reader, context, invitation.who);
    for (auto& asked : everybody(reader, context, meeting))
        if (is_one_of_them(asked, who))
            return std::move(asked);
    return std::nullopt;
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
    for (const auto& asked : whom_to_ask(tx, german, *poll, subject.meeting)) {
        const Invitation invitation{.poll = id, .who = who_is(asked)};
        const auto token = token_of(context.environment, context.network.id, invitation);
        if (!store::insert_invitation(tx, context.network.id, invitation,
                                      hash_of_token(context.environment, token), context.now()))
            continue;
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
            if (invitation.reminded_at || store::reply_of(tx, context.network.id, poll.id, invitation.who))
                continue;
            const auto asked = still_asked(tx, context, subject->meeting, invitation);
            if (!asked)
                continue;
            const auto token = token_of(context.environment, context.network.id, invitation);
            store::set_reminded(tx, context.network.id, hash_of_token(context.environment, token),
                                context.now());
            if (send(tx, context, *subject, *asked, "Deine Antwort fehlt noch: {1}"_de, first, token))
                ++count;
        }
    }
    return count;
}

} // namespace dorfnetz::date_polls
