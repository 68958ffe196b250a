#include "accounts/api.hpp"
#include "features/groups/groups_pages.hpp"

#include <set>

// Names of who is in a group, for those who may see them.
namespace dorfnetz::groups {

namespace {

using web::Context;

void add_organisation(ShownMembers& shown, const Context& context, const organisations::Register& entries,
                      const Member& member, const OrganisationId& id)
{
    const auto* entry = entries.known_to(context.actor, id);
    if (!entry || entry->status == organisations::Status::archived)
        return;
    ShownOrganisation line{.id = member.id, .duty = member.duty, .name = entry->name, .path = {}};
    if (entry->is_public()) {
        line.path = organisations::path_of(entry->kind, entry->slug);
        line.message_path = line.path + "/nachricht";
    }
    shown.organisations.push_back(std::move(line));
}

// Nothing: gone, or nobody may be told that they are in the register (a locked entry).
std::optional<people::Person> known_person(const Context& context, db::Reader& reader, const PersonId& id)
{
    auto person =
        people::person_by_id(reader, context.network.id, people::entry_now(reader, context.network.id, id));
    return person && !person->is_locked() ? std::move(person) : std::nullopt;
}

} // namespace

ShownMembers shown_members(const Context& context, db::Reader& reader, const Group& group)
{
    const bool inside = may_look_inside(context, reader, group);
    const auto entries = organisations::shared_register(context, reader);
    const auto accounts =
        inside ? accounts::account_names(reader, context.network.id) : std::map<std::string, std::string>{};
    std::set<PersonId> seen; // two entries of one person were merged
    ShownMembers shown;
    for (const auto& member : members_of(reader, context.network.id, group.id)) {
        if (const auto* organisation = std::get_if<OrganisationId>(&member.who)) {
            add_organisation(shown, context, *entries, member, *organisation);
        } else if (const auto* user = std::get_if<web::UserId>(&member.who)) {
            const auto name = accounts.find(user->text());
            if (name != accounts.end())
                shown.people.push_back({.id = member.id, .duty = member.duty, .name = name->second});
            else
                ++shown.others;
        } else if (const auto person = known_person(context, reader, std::get<PersonId>(member.who));
                   person && seen.insert(person->id).second) {
            if (person->agreed_to(people::Purpose::public_name) || people::may_see(context.actor, *person))
                shown.people.push_back({.id = member.id, .duty = member.duty, .name = person->data.name()});
            else
                ++shown.others;
        }
    }
    return shown;
}

NamedMembers named_members(const Context& context, db::Reader& reader, const GroupId& id)
{
    NamedMembers members;
    const auto group = group_by_id(reader, context.network.id, id);
    if (!group)
        return members;
    const auto shown = shown_members(context, reader, *group);
    for (const auto& organisation : shown.organisations)
        members.named.push_back({.id = organisation.id, .name = organisation.name, .is_organisation = true});
    for (const auto& person : shown.people)
        members.named.push_back({.id = person.id, .name = person.name});
    members.others = shown.others;
    return members;
}

} // namespace dorfnetz::groups
