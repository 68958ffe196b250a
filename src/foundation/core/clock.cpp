#include "foundation/core/clock.hpp"

#include <fmt/format.h>
#include <stdexcept>

namespace dorfnetz {

namespace {

std::optional<int> digits(std::string_view text, std::size_t from, std::size_t count)
{
    int value = 0;
    const char* first = text.data() + from;
    for (std::size_t i = 0; i < count; ++i) {
        if (first[i] < '0' || first[i] > '9')
            return std::nullopt;
        value = value * 10 + (first[i] - '0');
    }
    return value;
}

} // namespace

Timestamp SystemClock::now() const
{
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

FixedClock::FixedClock(std::string_view iso)
{
    const auto moment = timestamp_from_iso(iso);
    if (!moment)
        throw std::invalid_argument("not a moment: " + std::string(iso));
    m_now = *moment;
}

std::string to_iso(Date date)
{
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string to_iso(Timestamp moment)
{
    const auto day = std::chrono::floor<std::chrono::days>(moment);
    const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(moment - day)};
    return fmt::format("{}T{:02}:{:02}:{:02}Z", to_iso(Date{day}), time.hours().count(),
                       time.minutes().count(), time.seconds().count());
}

std::optional<Date> date_from_iso(std::string_view text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-')
        return std::nullopt;
    const auto year = digits(text, 0, 4);
    const auto month = digits(text, 5, 2);
    const auto day = digits(text, 8, 2);
    if (!year || !month || !day)
        return std::nullopt;
    const Date date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                    std::chrono::day{static_cast<unsigned>(*day)}};
    return date.ok() ? std::optional(date) : std::nullopt;
}

std::optional<Timestamp> timestamp_from_iso(std::string_view text)
{
    if (text.size() != 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != 'Z')
        return std::nullopt;
    const auto date = date_from_iso(text.substr(0, 10));
    const auto hour = digits(text, 11, 2);
    const auto minute = digits(text, 14, 2);
    const auto second = digits(text, 17, 2);
    if (!date || !hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59)
        return std::nullopt;
    return std::chrono::sys_days{*date} + std::chrono::hours{*hour} + std::chrono::minutes{*minute} +
           std::chrono::seconds{*second};
}

Date date_of(Timestamp moment)
{
    return Date{std::chrono::floor<std::chrono::days>(moment)};
}

Date add_months(Date date, int months)
{
    const Date moved = date + std::chrono::months{months};
    return moved.ok() ? moved : Date{moved.year() / moved.month() / std::chrono::last};
}

Date add_days(Date date, int days)
{
    return Date{std::chrono::sys_days{date} + std::chrono::days{days}};
}

} // namespace dorfnetz
