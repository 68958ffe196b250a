#include "features/planning/rosters.hpp"

#include "features/asking/fits_api.hpp"
#include "features/signups/asking_api.hpp"
#include "foundation/i18n/local_clock.hpp"

#include <algorithm>

namespace dorfnetz::planning {

namespace {

using web::Context;

Stage stage_of(asking::Stage stage)
{
    switch (stage) {
    case asking::Stage::chosen:
        return Stage::chosen;
    case asking::Stage::awaited:
        return Stage::awaited;
    case asking::Stage::to_call:
        return Stage::to_call;
    case asking::Stage::to_write:
        return Stage::to_write;
    case asking::Stage::refused:
        return Stage::refused;
    case asking::Stage::said_yes:
        return Stage::cancelled; // unless there is a promise
    case asking::Stage::released:
        break;
    }
    return Stage::released;
}

bool is_to_come(const Context& context, const OpenShift& open)
{
    return open.need.draft.kind == activities::NeedKind::role &&
           open.shift.status == activities::ShiftStatus::planned && !open.listed.is_called_off() &&
           open.shift.ends_at > open.shift.starts_at && open.shift.starts_at > context.now();
}

} // namespace

bool is_awaited(Stage stage)
{
    return stage == Stage::awaited || stage == Stage::to_call || stage == Stage::to_write;
}

Stage Roster::stage_of(const PersonId& person) const
{
    const auto found = stages.find(person);
    return found == stages.end() ? Stage::none : found->second;
}

std::vector<PersonId> Roster::people_at(Stage stage) const
{
    std::vector<PersonId> people;
    for (const auto& [person, its] : stages)
        if (its == stage)
            people.push_back(person);
    return people;
}

std::int64_t Roster::awaited() const
{
    const auto open_questions =
        std::ranges::count_if(stages, [](const auto& one) { return is_awaited(one.second); });
    return std::min<std::int64_t>(open.shift.free_places(), open_questions);
}

std::int64_t Roster::open_places() const
{
    return open.shift.free_places() - awaited();
}

std::vector<Roster> rosters_of(db::Reader& reader, const Context& context, const ActivityId& activity)
{
    std::vector<Roster> rosters;
    for (const auto& date : activities::dates_of(reader, context.network.id, activity)) {
        if (rosters.size() >= most_shifts_planned)
            break;
        if (date.ends_at + activities::longest_around <= context.now())
            continue;
        const auto listed = activities::date_by_id(reader, context.network.id, date.id);
        if (!listed)
            continue;
        for (auto& [shift, need] : activities::shifts_of_date(reader, context.network.id, date.id))
            if (OpenShift open{std::move(shift), std::move(need), *listed}; is_to_come(context, open))
                rosters.push_back({.open = std::move(open)});
    }
    std::ranges::sort(rosters, {}, [](const Roster& roster) {
        return std::pair(roster.open.shift.starts_at, roster.open.shift.id);
    });
    if (rosters.size() > most_shifts_planned)
        rosters.erase(rosters.begin() + static_cast<std::ptrdiff_t>(most_shifts_planned), rosters.end());
    std::map<ShiftId, Roster*> by_shift;
    for (auto& roster : rosters)
        by_shift.emplace(roster.open.shift.id, &roster);
    constexpr std::chrono::days long_ago{2 * 366}; // nobody promises earlier than that
    for (auto& roster : rosters)
        for (const auto& [person, stage] :
             asking::stages_of(reader, context.network.id, roster.open.shift.id))
            roster.stages[person] = stage_of(stage);
    for (const auto& engaged : signups::engaged_since(reader, context.network.id, context.now() - long_ago))
        if (const auto found = by_shift.find(engaged.shift); found != by_shift.end())
            found->second->stages[engaged.person] =
                engaged.status == signups::Status::waitlisted ? Stage::waitlisted : Stage::promised;
    return rosters;
}

const Roster* roster_of(const std::vector<Roster>& rosters, const ShiftId& shift)
{
    const auto found = std::ranges::find(
        rosters, shift, [](const Roster& roster) -> const ShiftId& { return roster.open.shift.id; });
    return found == rosters.end() ? nullptr : &*found;
}

bool is_too_late(const Context& context, const PlanWish& wish, const OpenShift& open)
{
    if (!wish.not_after)
        return false;
    const auto hours = activities::working_hours(context.region(), open.shift);
    const auto begin = i18n::clock_at(context.region(), hours.begin);
    const auto end = i18n::clock_at(context.region(), hours.end);
    // The day of a festival goes on after midnight: "until one o'clock" is late, and what begins at one
    // is later than ten in the evening. At four the next day begins, for those who bake.
    constexpr std::chrono::hours morning{4};
    constexpr std::chrono::hours end_of_night{5}; // nobody wants to be done by then who begins at four
    const auto day = std::chrono::floor<std::chrono::days>(begin - morning);
    auto latest = std::chrono::minutes(*wish.not_after);
    if (latest < end_of_night)
        latest += std::chrono::hours{24};
    return end - day > latest;
}

bool is_too_close(const Context& context, const OpenShift& one, const OpenShift& other,
                  std::chrono::minutes rest)
{
    const auto first = activities::working_hours(context.region(), one.shift);
    const auto second = activities::working_hours(context.region(), other.shift);
    return one.shift.id != other.shift.id && first.begin < second.end + rest &&
           second.begin < first.end + rest;
}

std::vector<OpenShift> shifts_of(const std::vector<Roster>& rosters)
{
    std::vector<OpenShift> shifts;
    shifts.reserve(rosters.size());
    for (const auto& roster : rosters)
        shifts.push_back(roster.open);
    return shifts;
}

} // namespace dorfnetz::planning
