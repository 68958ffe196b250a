#include "foundation/mail/hours.hpp"

#include "foundation/i18n/i18n.hpp"

namespace dorfnetz::mail {

namespace {

constexpr std::chrono::hours day_begins{8};
constexpr std::chrono::hours day_ends{21};

} // namespace

std::optional<Timestamp> morning_after(const std::string& time_zone, Timestamp moment)
{
    const i18n::Region place{.time_zone = time_zone};
    const auto today = i18n::local_date(place, moment);
    if (moment < i18n::local_time(place, today, day_begins))
        return i18n::local_time(place, today, day_begins);
    if (moment < i18n::local_time(place, today, day_ends))
        return std::nullopt;
    const Date tomorrow{std::chrono::sys_days(today) + std::chrono::days(1)};
    return i18n::local_time(place, tomorrow, day_begins);
}

} // namespace dorfnetz::mail
