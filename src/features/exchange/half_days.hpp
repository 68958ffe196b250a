#pragma once

#include "foundation/core/clock.hpp"
#include "foundation/i18n/i18n.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

// Mornings and afternoons, counted through: twice the number of the day since 1970, plus one for the
// afternoon. They are days of the calendar at the place, so that no change of the clock makes one longer.
namespace dorfnetz::exchange {

using HalfDay = std::int64_t;

enum class Half { morning, afternoon };

HalfDay half_day_of(Date day, Half half);
Date day_of(HalfDay half_day);
Half half_of(HalfDay half_day);
// In which a moment lies at the place; the afternoon begins at noon.
HalfDay half_day_at(const i18n::Region& region, Timestamp moment);

// From the first to the last half day, both included.
struct Span
{
    HalfDay first = 0;
    HalfDay last = 0;

    HalfDay length() const { return last - first + 1; }

    bool meets(const Span& other) const { return first <= other.last && other.first <= last; }

    bool operator==(const Span&) const = default;
};

Span whole_days(Date first, Date last);

// How long something is needed for before and after it is used.
struct Around
{
    std::int64_t before = 0; // half days
    std::int64_t after = 0;

    bool operator==(const Around&) const = default;
};

// With the time to set up and to bring back.
Span widened(const Span& used, const Around& around);

// Of these half days those that nobody has, as spans in their order.
std::vector<Span> gaps(const Span& within, const std::set<HalfDay>& taken);

// When something could be had for as long, as near to what was wished as may be: at most one span before and
// two after it, none that begins before `earliest`. `taken` has to reach as far on both sides as one wants to
// look.
std::vector<Span> free_near(const Span& wished, const Around& around, const std::set<HalfDay>& taken,
                            HalfDay earliest, const Span& known);

// "Sa., 5. Dezember", "Sa., 5. Dezember, vormittags", "Fr., 4. Dezember, nachmittags bis So., 6. Dezember"
std::string span_text(const i18n::Region& region, const Span& span);

} // namespace dorfnetz::exchange
