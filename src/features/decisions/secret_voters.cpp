#include "features/decisions/secret_voters.hpp"

#include "accounts/api.hpp"
#include "foundation/core/text.hpp"

#include <map>

namespace dorfnetz::decisions {

namespace {

using web::Context;

std::string names_of(const organisations::Register& entries, const std::vector<VillageId>& villages)
{
    std::vector<std::string> names;
    for (const auto& id : villages)
        if (const auto* village = entries.village(id))
            names.push_back(village->name);
    return join(names, ", ");
}

bool somebody_can_sign_in_for(db::Reader& reader, const Context& context, const VillageId& village)
{
    return !accounts::accounts_with_role(reader, context.network.id, web::Role::lead_editor, village.text(),
                                         context.now())
                .empty();
}

} // namespace

Carriers carriers_now(db::Reader& reader, const Context& context, const std::vector<meetings::Voter>& voters)
{
    std::map<web::UserId, std::vector<VillageId>> accounts;
    for (const auto& voter : voters)
        if (voter.presence == meetings::Presence::delegate)
            for (const auto& account : accounts::accounts_with_role(
                     reader, context.network.id, web::Role::lead_editor, voter.village.text(), context.now()))
                accounts[account.id].push_back(voter.village);
    return carriers_of(voters, accounts);
}

SecretVoters secret_voters(db::Reader& reader, const Context& context, const organisations::Register& entries,
                           const std::vector<meetings::Voter>& voters)
{
    SecretVoters found;
    std::vector<VillageId> absent;
    std::vector<VillageId> without_account;
    std::map<VillageId, std::vector<VillageId>> by_person;
    const auto carriers = carriers_now(reader, context, voters);
    for (const auto& voter : voters) {
        if (!voter.has_voice())
            absent.push_back(voter.village);
        else if (!somebody_can_sign_in_for(reader, context, voter.proxy.value_or(voter.village)))
            without_account.push_back(voter.village);
        else
            by_person[carriers.at(voter.village)].push_back(voter.village);
    }
    found.people = std::ssize(by_person);
    if (!absent.empty())
        found.hints.push_back(context.t("Nicht da, also ohne Stimme: {1}."_de, {names_of(entries, absent)}));
    if (!without_account.empty())
        found.hints.push_back(
            context.t("Ohne Zugang: {1}. Dort kann sich niemand anmelden und geheim abstimmen."_de,
                      {names_of(entries, without_account)}));
    for (const auto& [carrier, villages] : by_person)
        if (villages.size() > 1)
            found.hints.push_back(context.t(
                "Für {1} kann derselbe Mensch stimmen, durch Vollmacht oder mit seinem Zugang. Er zählt einmal."_de,
                {names_of(entries, villages)}));
    return found;
}

} // namespace dorfnetz::decisions
