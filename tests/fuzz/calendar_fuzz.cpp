// Calendars with hostile lines. What the limited process may send, the program takes, and takes as it was.

#include "tests/fuzz/fuzz.hpp"

#include "foundation/calendar/foreign_calendar.hpp"
#include "foundation/foreign/refusals.hpp"

namespace calendar = dorfnetz::calendar;
using dorfnetz::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto bytes = dorfnetz::fuzz::text_of(data, size);
    static_cast<void>(calendar::foreign_calendar_from_wire(bytes));
    const auto parsed = calendar::parse(bytes, *dorfnetz::date_from_iso("2026-11-26"));
    if (!parsed) {
        require(dorfnetz::foreign::number_of(parsed.error()).has_value());
        return 0;
    }
    require(parsed->events.size() <= calendar::most_events);
    for (const auto& event : parsed->events) {
        require(event.rule.empty() || calendar::checked_rule(event.rule) == event.rule);
        require(event.begin.has_value() || !event.faults.empty());
    }
    const auto again = calendar::foreign_calendar_from_wire(calendar::to_wire(*parsed));
    require(again.has_value() && *again == *parsed);
    return 0;
}
