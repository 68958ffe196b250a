#include "features/meetings/replies.hpp"

#include "accounts/accounts_store.hpp"
#include "features/mandates/api.hpp"
#include "features/meetings/letters.hpp"
#include "features/meetings/meetings_service.hpp"
#include "foundation/core/text.hpp"
#include "foundation/mail/address.hpp"
#include "foundation/web/link_key.hpp"

#include <algorithm>
#include <array>

namespace dorfnetz::meetings {

namespace {

using web::Context;
using web::Role;

// ---- Who is asked ----

class Invitees
{
public:
    Invitees(db::Reader& reader, const Context& context)
        : m_reader(reader), m_context(context), m_entries(organisations::shared_register(context, reader))
    {
    }

    void add_network(const Meeting& meeting)
    {
        const auto leads = mandates::leads_on(m_reader, m_context.network.id, m_context.today());
        for (const auto& village : m_entries->villages) {
            Invitee invitee{.who = village.id,
                            .name = village.name,
                            .is_several = true,
                            .has_vote = leads.contains(village.id)};
            add_logins(invitee, Role::lead_editor, village.id.text());
            if (invitee.has_vote || !invitee.logins.empty())
                m_all.push_back(std::move(invitee));
        }
        add_accounts(Role::coordinator, {});
        if (meeting.invites_municipality)
            add_accounts(Role::municipality_officer, {});
        if (meeting.invites_advisers)
            add_accounts(Role::adviser, {});
    }

    void add_village(const Meeting& meeting)
    {
        for (const auto& addressee : addressees_of(m_reader, m_context, meeting))
            add_organisation(addressee.organisation);
        add_accounts(Role::lead_editor, meeting.draft.village->text());
        add_accounts(Role::council_editor, meeting.draft.village->text());
    }

    void add_group(const GroupId& group)
    {
        std::map<groups::MemberId, std::string> names;
        for (const auto& named : groups::named_members(m_context, m_reader, group).named)
            names[named.id] = named.name;
        for (const auto& member : groups::members_of(m_reader, m_context.network.id, group)) {
            Invitee invitee{.who = replier_of(member.who),
                            .name = names[member.id],
                            .is_several = std::holds_alternative<OrganisationId>(member.who)};
            for (const auto& recipient : groups::recipients_of(m_reader, m_context, member.who))
                invitee.logins.insert(to_lower_ascii(recipient.mailbox.address));
            if (const auto* user = std::get_if<web::UserId>(&member.who))
                add_login_of(invitee, *user);
            m_all.push_back(std::move(invitee));
        }
    }

    std::vector<Invitee> take() { return std::move(m_all); }

private:
    // Entries of the register move when two are merged.
    Replier replier_of(const groups::Who& who)
    {
        if (const auto* organisation = std::get_if<OrganisationId>(&who))
            return *organisation;
        if (const auto* person = std::get_if<people::PersonId>(&who))
            return people::entry_now(m_reader, m_context.network.id, *person);
        return std::get<web::UserId>(who);
    }

    std::vector<accounts::Account> accounts_with(Role role, const std::string& subject)
    {
        return accounts::accounts_with_role(m_reader, m_context.network.id, role, subject, m_context.now());
    }

    void add_logins(Invitee& invitee, Role role, const std::string& subject)
    {
        for (const auto& account : accounts_with(role, subject)) {
            invitee.logins.insert(to_lower_ascii(account.login));
            m_known.insert(account.id);
        }
    }

    void add_login_of(Invitee& invitee, const web::UserId& user)
    {
        if (const auto found = accounts::find_user(m_reader, m_context.network.id, user))
            invitee.logins.insert(to_lower_ascii(found->account.login));
    }

    void add_organisation(const OrganisationId& id)
    {
        const auto* entry = m_entries->entry(id);
        if (!entry)
            return;
        Invitee invitee{.who = id, .name = entry->name, .is_several = true};
        add_logins(invitee, Role::organisation_editor, id.text());
        m_all.push_back(std::move(invitee));
    }

    // Those who answer for no village and no club.
    void add_accounts(Role role, const std::string& subject)
    {
        for (const auto& account : accounts_with(role, subject))
            if (m_known.insert(account.id).second)
                m_all.push_back(
                    {.who = account.id, .name = account.name, .logins = {to_lower_ascii(account.login)}});
    }

    db::Reader& m_reader;
    const Context& m_context;
    std::shared_ptr<const organisations::Register> m_entries;
    std::set<web::UserId> m_known;
    std::vector<Invitee> m_all;
};

// ---- What is stored ----

template <class IdType>
std::optional<IdType> as(const Replier& who)
{
    const auto* id = std::get_if<IdType>(&who);
    return id ? std::optional(*id) : std::nullopt;
}

Replier read_replier(db::Row& row)
{
    const auto village = row.take<std::optional<VillageId>>();
    const auto organisation = row.take<std::optional<OrganisationId>>();
    const auto person = row.take<std::optional<people::PersonId>>();
    const auto user = row.take<std::optional<web::UserId>>();
    if (village)
        return *village;
    if (organisation)
        return *organisation;
    if (person)
        return *person;
    return user.value();
}

void delete_reply(db::Tx& tx, const NetworkId& network, const MeetingId& meeting, const Replier& who)
{
    tx.exec(R"sql(
        DELETE FROM meeting_replies
        WHERE network_id = :network AND meeting_id = :meeting
              AND (village_id = :village OR organisation_id = :organisation OR person_id = :person
                   OR user_id = :user))sql",
            {{"network", network},
             {"meeting", meeting},
             {"village", as<VillageId>(who)},
             {"organisation", as<OrganisationId>(who)},
             {"person", as<people::PersonId>(who)},
             {"user", as<web::UserId>(who)}});
}

// The meeting, for an answer of somebody who is asked.
Result<Meeting> answerable(db::Tx& tx, const Context& context, const MeetingId& id, const Replier& who)
{
    auto meeting = lock_meeting(tx, context.network.id, id);
    if (!meeting)
        return Error{.kind = Err::missing};
    const auto invitees = invitees_of(tx, context, *meeting);
    if (std::ranges::find(invitees, who, &Invitee::who) == invitees.end())
        return Error{.kind = Err::missing};
    if (meeting->state == State::planning)
        return Error{.kind = Err::conflict, .text = "Eingeladen ist noch niemand."_de};
    if (meeting->is_over() || *meeting->ends_at <= context.now())
        return Error{.kind = Err::conflict, .text = "Das Treffen ist vorbei oder abgesagt."_de};
    return *std::move(meeting);
}

std::string key_for(const web::Environment& environment, const NetworkId& network, const Meeting& meeting,
                    std::string_view login)
{
    return web::link_key(environment, "meeting-reply", network,
                         meeting.id.text() + '\n' + to_lower_ascii(login));
}

} // namespace

std::string key_of(const Replier& replier)
{
    constexpr std::array<std::string_view, 4> kinds{"village:", "organisation:", "person:", "user:"};
    return std::string(kinds.at(replier.index())) +
           std::visit([](const auto& id) { return id.text(); }, replier);
}

bool gets_mail(const Invitee& invitee)
{
    return std::ranges::any_of(invitee.logins,
                               [](const std::string& login) { return mail::is_mail_address(login); });
}

std::vector<std::string> names_without_mail(db::Reader& reader, const Context& context,
                                            const Meeting& meeting)
{
    std::vector<std::string> names;
    for (const auto& invitee : invitees_of(reader, context, meeting))
        if (!gets_mail(invitee) && !invitee.name.empty())
            names.push_back(invitee.name);
    return names;
}

std::vector<Invitee> invitees_of(db::Reader& reader, const Context& context, const Meeting& meeting)
{
    Invitees invitees(reader, context);
    switch (meeting.draft.kind) {
    case Kind::network:
        invitees.add_network(meeting);
        break;
    case Kind::village:
        invitees.add_village(meeting);
        break;
    case Kind::group:
        invitees.add_group(*meeting.draft.group);
        break;
    }
    return invitees.take();
}

std::map<Replier, Reply> replies_of(db::Reader& reader, const Context& context, const MeetingId& id)
{
    std::map<Replier, Reply> replies;
    reader.each(R"sql(
        SELECT village_id, organisation_id, person_id, user_id, coming, who, origin FROM meeting_replies
        WHERE network_id = :network AND meeting_id = :meeting ORDER BY answered_at, id)sql",
                {{"network", context.network.id}, {"meeting", id}}, [&](db::Row& row) {
                    auto who = read_replier(row);
                    Reply reply;
                    reply.coming = row.take<std::string>() == "yes" ? Coming::yes : Coming::no;
                    reply.who = row.take<std::string>();
                    reply.origin =
                        row.take<std::string>() == "link" ? ReplyOrigin::link : ReplyOrigin::entered;
                    replies[who] = std::move(reply);
                });
    // Asked after reading: entries of the register move when two are merged.
    std::map<Replier, Reply> now;
    for (auto& [who, reply] : replies) {
        const auto* person = std::get_if<people::PersonId>(&who);
        now[person ? Replier(people::entry_now(reader, context.network.id, *person)) : who] =
            std::move(reply);
    }
    return now;
}

Result<Done> reply(db::Tx& tx, const Context& context, const MeetingId& id, const Replier& who,
                   const Reply& reply)
{
    TRY(answerable(tx, context, id, who));
    delete_reply(tx, context.network.id, id, who);
    tx.exec(R"sql(
        INSERT INTO meeting_replies (network_id, id, meeting_id, village_id, organisation_id, person_id, user_id,
                                     coming, who, origin, answered_at)
        VALUES (:network, :id, :meeting, :village, :organisation, :person, :user, :coming, :who, :origin,
                :now))sql",
            {{"network", context.network.id},
             {"id", new_uuid_v7(context.environment.clock, context.environment.random)},
             {"meeting", id},
             {"village", as<VillageId>(who)},
             {"organisation", as<OrganisationId>(who)},
             {"person", as<people::PersonId>(who)},
             {"user", as<web::UserId>(who)},
             {"coming", reply.coming == Coming::yes ? "yes" : "no"},
             {"who", squeeze(reply.who)},
             {"origin", reply.origin == ReplyOrigin::link ? "link" : "entered"},
             {"now", context.now()}});
    return Done{};
}

Result<Done> take_back_reply(db::Tx& tx, const Context& context, const MeetingId& id, const Replier& who)
{
    TRY(answerable(tx, context, id, who));
    delete_reply(tx, context.network.id, id, who);
    return Done{};
}

std::string reply_path(const web::Environment& environment, const NetworkId& network, const Meeting& meeting,
                       std::string_view login)
{
    return path_of(meeting) + "/antwort/" + key_for(environment, network, meeting, login);
}

bool is_reply_key(const web::Environment& environment, const NetworkId& network, const Meeting& meeting,
                  std::string_view login, std::string_view key)
{
    return equal_in_constant_time(key_for(environment, network, meeting, login), key);
}

void forget_replies_before(db::Tx& tx, const NetworkId& network, Timestamp moment)
{
    tx.exec(R"sql(
        DELETE FROM meeting_replies
        WHERE network_id = :network AND meeting_id IN
              (SELECT id FROM meetings WHERE network_id = :network AND ends_at < :moment))sql",
            {{"network", network}, {"moment", moment}});
}

} // namespace dorfnetz::meetings
