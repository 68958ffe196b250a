#pragma once

#include "foundation/calendar/icalendar.hpp"
#include "foundation/calendar/recurrence.hpp"
#include "foundation/core/result.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Calendars that others wrote (iCalendar, RFC 5545). They are read by dorfnetz-read, line by line, so that
// what cannot be taken is told with its line. Of people (organisers, guests, contacts) nothing is taken.
namespace dorfnetz::calendar {

constexpr std::size_t largest_calendar = std::size_t{2} << 20; // bytes
constexpr std::size_t most_events = 2'000;                     // more are refused, not cut
constexpr std::size_t most_exceptions = 1'000;                 // of one event
constexpr std::size_t longest_value = 20'000;                  // bytes of one text

// What the file's clock shows.
struct ForeignTime
{
    LocalTime time = {};
    bool is_date = false;  // a whole day
    std::string zone = {}; // as the file names it, "UTC" included; empty: the clock of the place

    bool operator==(const ForeignTime&) const = default;
};

// Why a line cannot be taken.
enum class Fault : std::uint8_t {
    no_property,     // no "NAME:value"
    value,           // a value that makes no sense
    rule,            // a repetition that we do not have
    rule_takes_long, // that is too dear to work out
    text_too_long,
    too_many_exceptions,
    no_begin,
    not_closed, // an event that begins and does not end
    misplaced,  // an end without a beginning
};

inline constexpr auto last_fault = Fault::misplaced;

struct FaultyLine
{
    Fault fault = {};
    std::uint32_t line = 0; // from 1, as editors count

    bool operator==(const FaultyLine&) const = default;
};

struct ForeignEvent
{
    std::uint32_t line = 0; // where it begins
    std::string uid = {};
    std::string title = {};
    std::string description = {};
    std::string place = {};
    std::string url = {};
    std::vector<std::string> categories = {};
    std::optional<Point> point = {};
    std::optional<ForeignTime> begin = {};
    std::optional<ForeignTime> end = {};               // of whole days the first that is free again
    std::optional<std::chrono::minutes> duration = {}; // in place of an end
    std::string rule = {};                             // in its usual form; empty: once
    std::vector<ForeignTime> exceptions = {};          // EXDATE
    std::optional<ForeignTime> instead_of = {};        // RECURRENCE-ID: one day of a series, otherwise
    bool is_cancelled = false;
    bool is_private = false;
    bool has_more_days = false; // RDATE, which we do not have
    bool and_all_after = false; // RANGE=THISANDFUTURE, which we do not have
    std::vector<FaultyLine> faults = {};

    bool operator==(const ForeignEvent&) const = default;
};

struct ForeignCalendar
{
    std::vector<ForeignEvent> events = {};
    std::uint32_t others = 0;            // tasks, journals: nothing for a calendar of villages
    std::vector<FaultyLine> faults = {}; // outside of events

    bool operator==(const ForeignCalendar&) const = default;
};

// Reads what somebody sent, in the limited program `reader_program` (dorfnetz-read). `today` bounds how far
// repetitions are tried. Err::invalid for what is no calendar, Err::too_large above the limits.
Result<ForeignCalendar> read_foreign(const std::filesystem::path& reader_program, std::string_view bytes,
                                     Date today);

// ---- Between the two programs ----

// What the reader does with the text, UTF-8 but for lines that are broken within a character. Only refusals
// of foundation/foreign.
Result<ForeignCalendar> parse(std::string_view text, Date today);

std::string to_wire(const ForeignCalendar& calendar);
Result<ForeignCalendar> foreign_calendar_from_wire(std::string_view bytes);

} // namespace dorfnetz::calendar
