#include "features/planning/rosters.hpp"

#include "features/asking/fits_api.hpp"
#include "features/signups/asking_api.hpp"

#include <algorithm>

namespace dorfnetz::planning {

namespace {

using web::Context;

bool holds(const std::vector<PersonId>& people, const PersonId& person)
{
    return std::ranges::find(people, person) != people.end();
}

bool is_to_come(const Context& context, const OpenShift& open)
{
    return open.need.draft.kind == activities::NeedKind::role &&
           open.shift.status == activities::ShiftStatus::planned && !open.listed.is_called_off() &&
           open.shift.ends_at > open.shift.starts_at && open.shift.starts_at > context.now();
}

} // namespace

bool Roster::is_promised_by(const PersonId& person) const
{
    return holds(promised, person);
}

bool Roster::is_awaited_from(const PersonId& person) const
{
    return holds(awaited, person);
}

bool Roster::has_ended_for(const PersonId& person) const
{
    return holds(ended, person);
}

std::int64_t Roster::open_places() const
{
    return std::max<std::int64_t>(0, open.shift.free_places() - static_cast<std::int64_t>(awaited.size()));
}

std::int64_t Roster::missing() const
{
    return std::max<std::int64_t>(0, open.shift.least - open.shift.taken -
                                         static_cast<std::int64_t>(awaited.size()));
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
    for (const auto& engaged : signups::engaged_since(reader, context.network.id, context.now() - long_ago))
        if (const auto found = by_shift.find(engaged.shift); found != by_shift.end() &&
                                                             engaged.status != signups::Status::waitlisted &&
                                                             !found->second->is_promised_by(engaged.person))
            found->second->promised.push_back(engaged.person);
    for (auto& roster : rosters)
        for (const auto& [person, stage] :
             asking::stages_of(reader, context.network.id, roster.open.shift.id))
            if (!roster.is_promised_by(person))
                (stage == asking::Stage::awaited ? roster.awaited : roster.ended).push_back(person);
    return rosters;
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
