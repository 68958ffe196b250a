#include "foundation/calendar/recurrence.hpp"

#include "foundation/calendar/libical.hpp"

#include <fmt/format.h>
#include <memory>

namespace dorfnetz::calendar {

namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::minutes;

// More than any rule that people write; longer ones only cost time.
constexpr std::size_t longest_rule = 500;

struct FreeIterator
{
    void operator()(icalrecur_iterator* iterator) const { icalrecur_iterator_free(iterator); }
};

using Iterator = std::unique_ptr<icalrecur_iterator, FreeIterator>;

icaltimetype ical_time(LocalTime time)
{
    const auto day = date_of(time);
    const auto of_day = time_of_day(time);
    icaltimetype result = icaltime_null_time();
    result.year = static_cast<int>(day.year());
    result.month = static_cast<int>(static_cast<unsigned>(day.month()));
    result.day = static_cast<int>(static_cast<unsigned>(day.day()));
    result.hour = static_cast<int>(of_day / std::chrono::hours{1});
    result.minute = static_cast<int>(of_day.count() % 60);
    return result;
}

LocalTime from_ical(const icaltimetype& time)
{
    const Date day{std::chrono::year(time.year), std::chrono::month(static_cast<unsigned>(time.month)),
                   std::chrono::day(static_cast<unsigned>(time.day))};
    return at(day, minutes{time.hour * 60 + time.minute});
}

// What libical makes of the text; freq is ICAL_NO_RECURRENCE if it makes nothing of it.
icalrecurrencetype parsed(const std::string& rule)
{
    prepare_libical();
    return icalrecurrencetype_from_string(rule.c_str());
}

template <std::size_t Size>
bool is_given(const short (&list)[Size])
{
    return list[0] != ICAL_RECURRENCE_ARRAY_MAX;
}

bool is_daily_or_rarer(const icalrecurrencetype& rule)
{
    return (rule.freq == ICAL_DAILY_RECURRENCE || rule.freq == ICAL_WEEKLY_RECURRENCE ||
            rule.freq == ICAL_MONTHLY_RECURRENCE || rule.freq == ICAL_YEARLY_RECURRENCE) &&
           !is_given(rule.by_hour) && !is_given(rule.by_minute) && !is_given(rule.by_second);
}

// The first day that a weekly rule names, from `first` to the end of its week; `first` itself if there is
// none. RFC 5545 wants a series to begin on a day of its own. libical 3.0.16 takes a Sunday for the first day
// of the week even if weeks begin on Monday, and a series "every second Sunday" that begins on a Tuesday came
// a week late.
LocalTime on_a_day_of_its_own(const icalrecurrencetype& rule, LocalTime first)
{
    if (rule.freq != ICAL_WEEKLY_RECURRENCE || !is_given(rule.by_day))
        return first;
    const auto weekday_of = [](LocalTime time) {
        return static_cast<int>(std::chrono::weekday(std::chrono::floor<days>(time)).c_encoding()) +
               1; // Sunday: 1
    };
    const auto is_named = [&](int weekday) {
        for (const auto* day = rule.by_day; *day != ICAL_RECURRENCE_ARRAY_MAX; ++day)
            if (static_cast<int>(icalrecurrencetype_day_day_of_week(*day)) == weekday)
                return true;
        return false;
    };
    auto day = first;
    do {
        if (is_named(weekday_of(day)))
            return day;
        day += days{1};
    } while (weekday_of(day) != static_cast<int>(rule.week_start));
    return first;
}

bool can_be_skipped_into(const icalrecurrencetype& rule)
{
    return rule.count == 0; // else the ones before have to be counted
}

} // namespace

LocalTime at(Date date, minutes since_midnight)
{
    return local_days{date} + since_midnight;
}

Date date_of(LocalTime time)
{
    return Date{std::chrono::floor<days>(time)};
}

minutes time_of_day(LocalTime time)
{
    return time - std::chrono::floor<days>(time);
}

std::string to_iso(LocalTime time)
{
    const auto of_day = time_of_day(time).count();
    return fmt::format("{}T{:02}:{:02}", dorfnetz::to_iso(date_of(time)), of_day / 60, of_day % 60);
}

std::string clock_text(LocalTime time)
{
    return to_iso(time).substr(11);
}

std::optional<LocalTime> local_time_from_iso(std::string_view text)
{
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.size() != 16 || text[10] != 'T' || text[13] != ':' || !is_digit(text[11]) ||
        !is_digit(text[12]) || !is_digit(text[14]) || !is_digit(text[15]))
        return std::nullopt;
    const auto day = date_from_iso(text.substr(0, 10));
    const int hour = (text[11] - '0') * 10 + (text[12] - '0');
    const int minute = (text[14] - '0') * 10 + (text[15] - '0');
    if (!day || hour > 23 || minute > 59)
        return std::nullopt;
    return at(*day, minutes{hour * 60 + minute});
}

std::optional<std::string> checked_rule(const std::string& rule)
{
    if (rule.size() > longest_rule || rule.find("RSCALE") != std::string::npos)
        return std::nullopt;
    auto read = parsed(rule);
    if (!is_daily_or_rarer(read) || read.interval < 1 || read.count < 0)
        return std::nullopt;
    const std::unique_ptr<char, decltype(&icalmemory_free_buffer)> text(icalrecurrencetype_as_string_r(&read),
                                                                        icalmemory_free_buffer);
    return text ? std::optional<std::string>(text.get()) : std::nullopt;
}

std::vector<LocalTime> occurrences(const std::string& rule, LocalTime first, const Span& span)
{
    std::vector<LocalTime> found;
    const auto read = parsed(rule);
    if (!is_daily_or_rarer(read) || span.from >= span.until)
        return found;
    const auto begin = on_a_day_of_its_own(read, first);
    const Iterator iterator(icalrecur_iterator_new(read, ical_time(begin)));
    if (!iterator)
        return found;
    if (span.from > begin && can_be_skipped_into(read))
        icalrecur_iterator_set_start(iterator.get(), ical_time(span.from));
    while (found.size() < span.most) {
        const auto next = icalrecur_iterator_next(iterator.get());
        if (icaltime_is_null_time(next))
            break;
        const auto time = from_ical(next);
        if (time >= span.until)
            break;
        if (time >= span.from)
            found.push_back(time);
    }
    return found;
}

} // namespace dorfnetz::calendar
