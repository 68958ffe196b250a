#pragma once

#include "features/signups/notices.hpp"

// What happens to promises without anybody's doing.
namespace dorfnetz::signups {

// Every few minutes: choices that nobody made lapse, free places go to whoever waits, who promised hears of
// dates that have changed, and is reminded.
void keep_going(const Around& around);

// Each night: promises follow entries of the register that were merged, and names and ways to reach somebody
// go when the date is long over. Answers of how many promises.
std::int64_t tidy_up(const web::Environment& environment, const NetworkId& network);

} // namespace dorfnetz::signups
