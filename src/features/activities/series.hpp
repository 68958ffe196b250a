#pragma once

#include "features/activities/api.hpp"

#include <string>
#include <vector>

// Rules as people choose and read them: "jeden zweiten Dienstag".
namespace dorfnetz::activities {

enum class Repeat {
    once,
    daily,
    weekly,             // on chosen weekdays
    fortnightly,        // the same every second week
    monthly_on_day,     // each 15th
    monthly_on_weekday, // each second Saturday, or the last one
    yearly,
    other, // a rule from elsewhere, kept as it is
};

inline constexpr Repeat repeats[] = {Repeat::once,        Repeat::daily,          Repeat::weekly,
                                     Repeat::fortnightly, Repeat::monthly_on_day, Repeat::monthly_on_weekday,
                                     Repeat::yearly};

std::string_view to_text(Repeat repeat);
std::optional<Repeat> repeat_from_text(std::string_view text);

struct Series
{
    Repeat repeat = Repeat::once;
    std::vector<int> weekdays = {}; // 1 Monday to 7 Sunday, ascending; of weekly and fortnightly
    std::optional<Date> last_day = {};
    std::string rule = {}; // of other

    bool operator==(const Series&) const = default;
};

// The rule for a series whose first date is on that day; empty for what takes place once. Weekly without
// weekdays is on that of the first date.
std::string rule_of(const Series& series, Date first_day);
// What the rule says, as far as the form can say it.
Series series_of(const std::string& rule, Date first_day);
// "jeden Dienstag und Freitag, bis 30. Juni 2027"; empty for what takes place once.
std::string describe(const i18n::Region& region, const std::string& rule, Date first_day);

} // namespace dorfnetz::activities
