#include "features/activities/shift_plan.hpp"

#include "features/activities/date_plan.hpp"
#include "foundation/i18n/local_clock.hpp"

#include <algorithm>

namespace dorfnetz::activities {

PlacedShift place_shift(const ActivityDate& date, const i18n::Region& region, bool all_day, bool is_around,
                        const std::optional<Within>& within)
{
    if (!within)
        return {.starts_at = date.starts_at, .ends_at = date.ends_at};
    const auto begin = span_of(date, region, all_day).begin + within->starts_after;
    PlacedShift placed{.starts_at = i18n::moment_of(region, begin),
                       .ends_at = i18n::moment_of(region, begin + within->lasts)};
    // In the night of summer time an hour is left out.
    if (placed.ends_at <= placed.starts_at)
        placed.ends_at = placed.starts_at + within->lasts;
    const auto around = is_around ? longest_around : std::chrono::days(0);
    const auto earliest = date.starts_at - around;
    const auto latest = date.ends_at + around;
    placed.fits = placed.starts_at < latest && placed.ends_at > earliest;
    if (placed.fits) {
        placed.starts_at = std::max(placed.starts_at, earliest);
        placed.ends_at = std::min(placed.ends_at, latest);
    }
    return placed;
}

WorkingHours working_hours(const i18n::Region& region, const Shift& shift)
{
    using namespace std::chrono_literals;
    const auto begin = i18n::clock_at(region, shift.starts_at);
    const auto end = i18n::clock_at(region, shift.ends_at);
    const auto is_midnight = [](i18n::LocalTime time) {
        return time == std::chrono::floor<std::chrono::days>(time);
    };
    if (begin >= end || !is_midnight(begin) || !is_midnight(end))
        return {.begin = shift.starts_at, .end = shift.ends_at};
    return {.begin = i18n::moment_of(region, begin + 8h), .end = i18n::moment_of(region, end - 6h)};
}

std::vector<Within> shifts_every(const Within& whole, std::optional<std::chrono::minutes> every)
{
    std::vector<Within> shifts;
    const auto end = whole.starts_after + whole.lasts;
    const auto step = every.value_or(whole.lasts);
    if (step <= std::chrono::minutes(0))
        return shifts;
    for (auto begin = whole.starts_after; begin < end; begin += step)
        shifts.push_back({.starts_after = begin, .lasts = std::min(step, end - begin)});
    return shifts;
}

} // namespace dorfnetz::activities
