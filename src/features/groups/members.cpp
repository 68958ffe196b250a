#include "accounts/accounts_store.hpp"
#include "features/groups/groups_store.hpp"
#include "features/mandates/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/mail/address.hpp"

#include <algorithm>
#include <set>

// Who is in a group, in whose name, and where they are reached.
namespace dorfnetz::groups {

namespace {

// For which the actor speaks.
std::vector<OrganisationId> organisations_of(db::Reader& reader, const NetworkId& network,
                                             const web::Actor& actor, Date today)
{
    std::vector<OrganisationId> all;
    for (const auto& organisation : actor.subjects(web::Role::organisation_editor))
        all.emplace_back(organisation);
    const auto villages = actor.subjects(web::Role::lead_editor);
    if (villages.empty())
        return all;
    const auto leads = mandates::leads_on(reader, network, today);
    for (const auto& village : villages)
        if (const auto lead = leads.find(VillageId(village)); lead != leads.end())
            all.push_back(lead->second.organisation);
    return all;
}

bool is_in(const Member& member, const web::Actor& actor, const std::vector<OrganisationId>& organisations)
{
    if (const auto* user = std::get_if<web::UserId>(&member.who))
        return *user == actor.user;
    if (const auto* organisation = std::get_if<OrganisationId>(&member.who))
        return std::find(organisations.begin(), organisations.end(), *organisation) != organisations.end();
    return false;
}

// Gathers each mailbox once.
class Recipients
{
public:
    void add(Recipient recipient)
    {
        if (mail::is_mail_address(recipient.mailbox.address) &&
            m_known.insert(to_lower_ascii(recipient.mailbox.address)).second)
            m_all.push_back(std::move(recipient));
    }

    void add(const accounts::Account& account)
    {
        add({.mailbox = {.address = account.login, .name = account.name}});
    }

    std::vector<Recipient> take() { return std::move(m_all); }

private:
    std::set<std::string> m_known;
    std::vector<Recipient> m_all;
};

void add_organisation(Recipients& recipients, db::Reader& reader, const web::Context& context,
                      const OrganisationId& id)
{
    const auto& network = context.network.id;
    auto editors = accounts::accounts_with_role(reader, network, web::Role::organisation_editor, id.text(),
                                                context.now());
    for (const auto& [village, mandate] : mandates::leads_on(reader, network, context.today()))
        if (mandate.organisation == id)
            for (auto& account : accounts::accounts_with_role(reader, network, web::Role::lead_editor,
                                                              village.text(), context.now()))
                editors.push_back(std::move(account));
    for (const auto& account : editors)
        recipients.add(account);
    const auto organisation = organisations::organisation_by_id(reader, network, id);
    if (!editors.empty() || !organisation || organisation->status == organisations::Status::archived)
        return;
    if (auto mailbox =
            organisations::mailbox_of(reader, network, *organisation, organisations::MailTo::own_first))
        recipients.add({.mailbox = *std::move(mailbox), .organisation = id});
}

void add_person(Recipients& recipients, db::Reader& reader, const NetworkId& network, const PersonId& id)
{
    const auto person = people::person_by_id(reader, network, people::entry_now(reader, network, id));
    if (!person || person->is_locked() || !person->agreed_to(people::Purpose::register_))
        return;
    const auto reach = person->data.reach;
    if (reach == people::ContactWay::any || reach == people::ContactWay::email)
        recipients.add({.mailbox = people::mailbox_of(person->data), .person = person->id});
}

void add(Recipients& recipients, db::Reader& reader, const web::Context& context, const Who& who)
{
    if (const auto* organisation = std::get_if<OrganisationId>(&who))
        add_organisation(recipients, reader, context, *organisation);
    else if (const auto* person = std::get_if<PersonId>(&who))
        add_person(recipients, reader, context.network.id, *person);
    else
        for (const auto& account : accounts::usable_accounts(reader, context.network.id))
            if (account.id == std::get<web::UserId>(who))
                recipients.add(account);
}

} // namespace

std::string_view to_text(Duty duty)
{
    return duty == Duty::speaker ? "speaker" : "member";
}

std::optional<Duty> duty_from_text(std::string_view text)
{
    for (const auto duty : {Duty::speaker, Duty::member})
        if (to_text(duty) == text)
            return duty;
    return std::nullopt;
}

std::optional<Who> who_from(const std::optional<OrganisationId>& organisation,
                            const std::optional<PersonId>& person, const std::optional<web::UserId>& user)
{
    if (organisation)
        return *organisation;
    if (person)
        return *person;
    if (user)
        return *user;
    return std::nullopt;
}

std::optional<Duty> duty_of(db::Reader& reader, const NetworkId& network, const GroupId& group,
                            const web::Actor& actor, Date today)
{
    if (!actor.signed_in())
        return std::nullopt;
    const auto organisations = organisations_of(reader, network, actor, today);
    // Speakers stand first.
    for (const auto& member : members_of(reader, network, group))
        if (is_in(member, actor, organisations))
            return member.duty;
    return std::nullopt;
}

bool is_member(db::Reader& reader, const NetworkId& network, const GroupId& group, const web::Actor& actor,
               Date today)
{
    return duty_of(reader, network, group, actor, today).has_value();
}

bool is_speaker(db::Reader& reader, const NetworkId& network, const GroupId& group, const web::Actor& actor,
                Date today)
{
    return duty_of(reader, network, group, actor, today) == Duty::speaker;
}

std::vector<GroupId> groups_of_actor(db::Reader& reader, const NetworkId& network, const web::Actor& actor,
                                     Date today)
{
    std::vector<GroupId> mine;
    if (!actor.signed_in())
        return mine;
    const auto organisations = organisations_of(reader, network, actor, today);
    const auto members = store::all_members(reader, network);
    for (const auto& group : groups_of(reader, network))
        if (!group.has_ended() && std::any_of(members.begin(), members.end(), [&](const Member& member) {
                return member.group == group.id && is_in(member, actor, organisations);
            }))
            mine.push_back(group.id);
    return mine;
}

std::vector<Recipient> recipients_of(db::Reader& reader, const web::Context& context, const GroupId& group)
{
    Recipients recipients;
    for (const auto& member : members_of(reader, context.network.id, group))
        add(recipients, reader, context, member.who);
    return recipients.take();
}

std::vector<Recipient> recipients_of(db::Reader& reader, const web::Context& context, const Who& who)
{
    Recipients recipients;
    add(recipients, reader, context, who);
    return recipients.take();
}

} // namespace dorfnetz::groups
