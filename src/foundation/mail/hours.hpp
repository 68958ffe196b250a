#pragma once

#include "foundation/core/clock.hpp"

#include <optional>
#include <string>

namespace dorfnetz::mail {

// By night (from 21 to 8 o'clock at the place) the moment when the day begins; nothing by day.
std::optional<Timestamp> morning_after(const std::string& time_zone, Timestamp moment);

} // namespace dorfnetz::mail
