#include "foundation/i18n/local_clock.hpp"

namespace dorfnetz::i18n {

using std::chrono::floor;
using std::chrono::minutes;

LocalTime clock_at(const Region& region, Timestamp moment)
{
    return LocalTime{floor<minutes>(moment.time_since_epoch() + utc_offset(region.time_zone, moment))};
}

Timestamp moment_of(const Region& region, LocalTime time)
{
    const auto day = floor<std::chrono::days>(time);
    return local_time(region, Date{day}, time - day);
}

std::optional<Timestamp> first_moment_of(const Region& region, LocalTime time)
{
    const auto moment = moment_of(region, time);
    if (clock_at(region, moment) != time)
        return std::nullopt;
    // Clocks are put back by an hour, in one place of the world by half of it.
    for (const auto back : {minutes{60}, minutes{30}})
        if (clock_at(region, moment - back) == time)
            return moment - back;
    return moment;
}

} // namespace dorfnetz::i18n
