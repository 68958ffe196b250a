#pragma once

#include "foundation/core/clock.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What comes again and again: rules of RFC 5545 (RRULE), worked out by libical.
namespace dorfnetz::calendar {

// What the clock on the wall shows, in a time zone that the caller knows. A series stays at 18 o'clock over
// the change to summer time, so its rule is worked out in this time and only the result becomes a Timestamp.
using LocalTime = std::chrono::local_time<std::chrono::minutes>;

LocalTime at(Date date, std::chrono::minutes since_midnight = {});
Date date_of(LocalTime time);
std::chrono::minutes time_of_day(LocalTime time);
// "2026-12-05T18:00"; sorts by time.
std::string to_iso(LocalTime time);
// "18:05"
std::string clock_text(LocalTime time);
// Nothing if it is no existing day or minute.
std::optional<LocalTime> local_time_from_iso(std::string_view text);

// The rule in its usual form ("FREQ=WEEKLY;BYDAY=TU"). Nothing for what libical does not understand, what
// repeats more often than daily or twice within a day, and what is reckoned in other calendars than ours.
std::optional<std::string> checked_rule(const std::string& rule);

// What a series is asked for: everything from `from` to before `until`.
struct Span
{
    LocalTime from = {};
    LocalTime until = {};
    std::size_t most = 10'000; // at most so many, the first ones
};

// The times at which a series that begins at `first` takes place, in their order. `first` counts only if the
// rule meets it. Nothing for a rule that checked_rule refuses.
std::vector<LocalTime> occurrences(const std::string& rule, LocalTime first, const Span& span);

} // namespace dorfnetz::calendar
