#pragma once

#include "features/activities/needs_api.hpp"

#include <vector>

// When the shifts of a date are, worked out without the database.
namespace dorfnetz::activities {

struct PlacedShift
{
    Timestamp starts_at = {};
    Timestamp ends_at = {}; // after `starts_at`
    bool fits = true;       // lies within the date, or around it if it may
};

// What reaches beyond the date ends with it. What lies outside altogether keeps its time and does not fit.
PlacedShift place_shift(const ActivityDate& date, const i18n::Region& region, bool all_day, bool is_around,
                        const std::optional<Within>& within);

// From and until, every so many minutes; the last one may be shorter. One if `every` is nothing.
std::vector<Within> shifts_every(const Within& whole, std::optional<std::chrono::minutes> every);

} // namespace dorfnetz::activities
