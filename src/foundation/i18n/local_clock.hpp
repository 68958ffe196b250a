#pragma once

#include "foundation/i18n/i18n.hpp"

#include <chrono>
#include <optional>

// Between moments and what the clock of a place shows.
namespace dorfnetz::i18n {

using LocalTime = std::chrono::local_time<std::chrono::minutes>;

// What the clock of the place shows at that moment.
LocalTime clock_at(const Region& region, Timestamp moment);

// The moment at which it shows that; in the hour that summer time leaves out, the same minute of the one
// after.
Timestamp moment_of(const Region& region, LocalTime time);

// The first moment at which it shows exactly that: in the night in which summer time ends an hour comes
// twice. Nothing for a time that summer time leaves out.
std::optional<Timestamp> first_moment_of(const Region& region, LocalTime time);

} // namespace dorfnetz::i18n
