#include "features/planning/planning_store.hpp"
#include "features/signups/asking_api.hpp"
#include "foundation/web/context.hpp"

// What plans say of somebody, so that it is told and erased with the person.
namespace dorfnetz::planning {

namespace {

std::vector<PersonId> entries_of(const people::Traces& traces)
{
    auto entries = traces.merged;
    entries.push_back(traces.id);
    return entries;
}

std::vector<people::OwnFact> facts_of(db::Reader& reader, const web::Context& context, const PlanWish& wish)
{
    std::vector<people::OwnFact> facts;
    if (wish.most_shifts)
        facts.push_back({context.t("Höchstens so viele Einsätze"_de),
                         i18n::format_number(context.language, *wish.most_shifts)});
    if (wish.not_after)
        facts.push_back({context.t("Nicht länger als bis"_de), clock_text(*wish.not_after)});
    if (wish.likes)
        if (const auto need = activities::need_by_id(reader, context.network.id, *wish.likes))
            facts.push_back({context.t("Am liebsten"_de), need->draft.title});
    // Without the other name, which is theirs.
    if (wish.together_with)
        facts.push_back({context.t("Gern zusammen mit jemandem"_de), context.t("ja"_de)});
    return facts;
}

std::vector<people::OwnSection> tell(db::Reader& reader, const web::Context& context,
                                     const people::Traces& traces)
{
    people::OwnSection section{
        .key = "plans", .heading = context.t("Wofür du vorgesehen bist"_de), .entries = {}};
    const auto with_you = context.t("Jemand möchte gern mit dir zusammen helfen"_de);
    for (const auto& person : entries_of(traces)) {
        for (const auto& place : store::places_of_person(reader, context.network.id, person)) {
            const auto open = activities::shift_by_id(reader, context.network.id, place.shift);
            if (open && place.mark != Mark::ruled_out)
                section.entries.push_back(
                    {{context.t("Wofür"_de), signups::title_of(*open)},
                     {context.t("Wann"_de), activities::shift_when_text(context, open->shift)}});
            else if (open)
                section.entries.push_back({{context.t("Nicht vorgesehen für"_de), signups::title_of(*open)}});
        }
        for (const auto& [of, wish] : store::wishes_of_person(reader, context.network.id, person)) {
            auto facts = wish.person == person ? facts_of(reader, context, wish)
                                               : std::vector<people::OwnFact>{{with_you, context.t("ja"_de)}};
            if (const auto activity = activities::activity_by_id(reader, context.network.id, of))
                facts.insert(facts.begin(), {context.t("Wofür"_de), activity->draft.title});
            section.entries.push_back(std::move(facts));
        }
    }
    return {std::move(section)};
}

void erase(db::Tx& tx, const NetworkId& network, const people::Traces& traces)
{
    for (const auto& person : entries_of(traces))
        store::remove_person(tx, network, person);
}

} // namespace

people::Elsewhere kept_plans()
{
    auto kept = people::told_only("plans", tell);
    kept.erase = erase;
    return kept;
}

void forget_account(db::Tx& tx, const NetworkId& network, const web::UserId& user)
{
    store::forget_asker(tx, network, user);
}

} // namespace dorfnetz::planning
