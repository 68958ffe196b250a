#include "accounts/accounts_store.hpp"
#include "features/groups/groups_store.hpp"
#include "features/groups/member_calendars.hpp"

#include <algorithm>

// In which groups somebody is, so that it is told and erased with the person.
namespace dorfnetz::groups {

namespace {

std::vector<Member> memberships_of(db::Reader& reader, const NetworkId& network, const people::Traces& traces)
{
    auto members = store::all_members(reader, network);
    std::erase_if(members, [&](const Member& member) {
        const auto* person = std::get_if<PersonId>(&member.who);
        return !person || !traces.is_entry(person->text());
    });
    return members;
}

// Those of accounts at a mailbox of theirs.
std::vector<Member> memberships_of_accounts(db::Reader& reader, const NetworkId& network,
                                            const people::Traces& traces)
{
    std::vector<Member> members;
    for (const auto& account : accounts::all_accounts(reader, network))
        if (traces.has_email(account.login))
            for (auto& member : store::memberships_of_account(reader, network, account.id))
                members.push_back(std::move(member));
    return members;
}

std::vector<people::OwnSection> tell(db::Reader& reader, const web::Context& context,
                                     const people::Traces& traces)
{
    people::OwnSection section{
        .key = "groups", .heading = context.t("Deine Arbeitsgruppen"_de), .entries = {}};
    auto members = memberships_of(reader, context.network.id, traces);
    for (auto& member : memberships_of_accounts(reader, context.network.id, traces))
        members.push_back(std::move(member));
    for (const auto& member : members)
        if (const auto group = group_by_id(reader, context.network.id, member.group)) {
            std::vector<people::OwnFact> facts{
                {context.t("Gruppe"_de), group->draft.title},
                {context.t("Aufgabe"_de), member.duty == Duty::speaker
                                              ? context.t("spricht für die Gruppe"_de)
                                              : context.t("arbeitet mit"_de)}};
            if (const auto user = as<web::UserId>(member.who);
                user && calendar_of(reader, context.network.id, group->id, *user))
                facts.push_back({context.t("Kalender"_de), context.t("hat eine eigene Adresse"_de)});
            section.entries.push_back(std::move(facts));
        }
    return {std::move(section)};
}

void erase_theirs(db::Tx& tx, const NetworkId& network, const people::Traces& traces)
{
    for (const auto& member : memberships_of(tx, network, traces))
        store::remove_member(tx, network, member.id);
}

} // namespace

people::Elsewhere kept_memberships()
{
    // An id belongs to one person, so there is never a doubt.
    auto kept = people::told_only("group", tell);
    kept.erase = erase_theirs;
    return kept;
}

} // namespace dorfnetz::groups
