#include "features/activities/series.hpp"

#include "foundation/core/text.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <utility>

namespace dorfnetz::activities {

namespace {

constexpr std::array<std::pair<Repeat, std::string_view>, 8> names{
    {{Repeat::once, "once"},
     {Repeat::daily, "daily"},
     {Repeat::weekly, "weekly"},
     {Repeat::fortnightly, "fortnightly"},
     {Repeat::monthly_on_day, "monthly_on_day"},
     {Repeat::monthly_on_weekday, "monthly_on_weekday"},
     {Repeat::yearly, "yearly"},
     {Repeat::other, "other"}}};

constexpr std::array<std::string_view, 7> weekday_codes{"MO", "TU", "WE", "TH", "FR", "SA", "SU"};

int weekday_of(Date day)
{
    return static_cast<int>(std::chrono::weekday(std::chrono::sys_days(day)).iso_encoding());
}

// The how-manieth Saturday of its month; the fifth one is called the last.
int place_in_month(Date day)
{
    const auto place = static_cast<int>((static_cast<unsigned>(day.day()) - 1) / 7 + 1);
    return place == 5 ? -1 : place;
}

std::string ending(const Series& series)
{
    if (!series.last_day)
        return {};
    auto day = to_iso(*series.last_day);
    std::erase(day, '-');
    return ";UNTIL=" + day + "T235959";
}

std::string by_weekdays(const Series& series, Date first_day)
{
    auto weekdays = series.weekdays;
    if (weekdays.empty())
        weekdays.push_back(weekday_of(first_day));
    std::string list;
    for (const int weekday : weekdays)
        list +=
            (list.empty() ? "" : ",") + std::string(weekday_codes.at(static_cast<std::size_t>(weekday - 1)));
    return ";BYDAY=" + list;
}

std::string without_ending(const Series& series, Date first_day)
{
    switch (series.repeat) {
    case Repeat::once:
    case Repeat::other:
        return {};
    case Repeat::daily:
        return "FREQ=DAILY";
    case Repeat::weekly:
        return "FREQ=WEEKLY" + by_weekdays(series, first_day);
    case Repeat::fortnightly:
        return "FREQ=WEEKLY;INTERVAL=2" + by_weekdays(series, first_day);
    case Repeat::monthly_on_day:
        return "FREQ=MONTHLY";
    case Repeat::monthly_on_weekday:
        return fmt::format("FREQ=MONTHLY;BYDAY={}{}", place_in_month(first_day),
                           weekday_codes.at(static_cast<std::size_t>(weekday_of(first_day) - 1)));
    case Repeat::yearly:
        return "FREQ=YEARLY";
    }
    return {};
}

std::string same_form(const std::string& rule)
{
    return calendar::checked_rule(rule).value_or(rule);
}

std::string_view part_of(std::string_view rule, std::string_view name)
{
    for (const auto part : split(rule, ';'))
        if (part.size() > name.size() && part.starts_with(name) && part[name.size()] == '=')
            return part.substr(name.size() + 1);
    return {};
}

std::optional<Date> last_day_in(std::string_view rule)
{
    const auto until = part_of(rule, "UNTIL");
    if (until.size() < 8)
        return std::nullopt;
    return date_from_iso(fmt::format("{}-{}-{}", until.substr(0, 4), until.substr(4, 2), until.substr(6, 2)));
}

std::vector<int> weekdays_in(std::string_view rule)
{
    std::vector<int> weekdays;
    for (const auto code : split(part_of(rule, "BYDAY"), ','))
        for (std::size_t i = 0; i < weekday_codes.size(); ++i)
            if (code == weekday_codes[i])
                weekdays.push_back(static_cast<int>(i) + 1);
    std::sort(weekdays.begin(), weekdays.end());
    return weekdays;
}

// What other programs write for the same: every week without its weekday, and weeks that begin on Monday, as
// they do anyway.
std::string without_detours(std::string rule, Date first_day)
{
    if (const auto at = rule.find(";WKST=MO"); at != std::string::npos)
        rule.erase(at, 8);
    if (part_of(rule, "FREQ") == "WEEKLY" && part_of(rule, "BYDAY").empty() &&
        part_of(rule, "BYMONTH").empty())
        rule += by_weekdays({}, first_day);
    return same_form(rule);
}

// ---- in words ----

using i18n::Language;

std::string weekday_name(Language language, int weekday)
{
    static constexpr std::array<German, 7> words{"Montag"_de,  "Dienstag"_de, "Mittwoch"_de, "Donnerstag"_de,
                                                 "Freitag"_de, "Samstag"_de,  "Sonntag"_de};
    return i18n::translate(language, words.at(static_cast<std::size_t>(weekday - 1)));
}

std::string listed(Language language, const std::vector<std::string>& words)
{
    if (words.size() < 2)
        return words.empty() ? std::string() : words.front();
    return i18n::translate(language, "{1} und {2}"_de,
                           {join(std::vector(words.begin(), words.end() - 1), ", "), words.back()});
}

std::string weekday_names(Language language, const Series& series, Date first_day)
{
    std::vector<std::string> words;
    for (const int weekday : series.weekdays.empty() ? std::vector{weekday_of(first_day)} : series.weekdays)
        words.push_back(weekday_name(language, weekday));
    return listed(language, words);
}

German place_word(int place)
{
    switch (place) {
    case 1:
        return "jeden ersten {1} im Monat"_de;
    case 2:
        return "jeden zweiten {1} im Monat"_de;
    case 3:
        return "jeden dritten {1} im Monat"_de;
    case 4:
        return "jeden vierten {1} im Monat"_de;
    default:
        return "jeden letzten {1} im Monat"_de;
    }
}

std::string how_often(Language language, const Series& series, Date first_day)
{
    const auto say = [&](German text, const std::vector<std::string>& values = {}) {
        return i18n::translate(language, text, values);
    };
    switch (series.repeat) {
    case Repeat::once:
        return {};
    case Repeat::daily:
        return say("jeden Tag"_de);
    case Repeat::weekly:
        return say("jeden {1}"_de, {weekday_names(language, series, first_day)});
    case Repeat::fortnightly:
        return say("alle zwei Wochen am {1}"_de, {weekday_names(language, series, first_day)});
    case Repeat::monthly_on_day:
        return say("jeden Monat am {1}."_de, {std::to_string(static_cast<unsigned>(first_day.day()))});
    case Repeat::monthly_on_weekday:
        return say(place_word(place_in_month(first_day)), {weekday_name(language, weekday_of(first_day))});
    case Repeat::yearly:
        return say("jedes Jahr"_de);
    case Repeat::other:
        return say("immer wieder"_de);
    }
    return {};
}

} // namespace

std::string_view to_text(Repeat repeat)
{
    for (const auto& [known, name] : names)
        if (known == repeat)
            return name;
    return {};
}

std::optional<Repeat> repeat_from_text(std::string_view text)
{
    for (const auto& [known, name] : names)
        if (name == text)
            return known;
    return std::nullopt;
}

std::string rule_of(const Series& series, Date first_day)
{
    if (series.repeat == Repeat::other)
        return series.rule;
    const auto rule = without_ending(series, first_day);
    return rule.empty() ? rule : same_form(rule + ending(series));
}

Series series_of(const std::string& rule, Date first_day)
{
    if (rule.empty())
        return {};
    const auto usual = without_detours(rule, first_day);
    for (const auto repeat : repeats) {
        Series series{.repeat = repeat, .last_day = last_day_in(rule)};
        if (repeat == Repeat::weekly || repeat == Repeat::fortnightly)
            series.weekdays = weekdays_in(usual);
        if (rule_of(series, first_day) == usual)
            return series;
    }
    return {.repeat = Repeat::other, .last_day = last_day_in(rule), .rule = rule};
}

std::string describe(const i18n::Region& region, const std::string& rule, Date first_day)
{
    const auto series = series_of(rule, first_day);
    auto text = how_often(region.language, series, first_day);
    if (!text.empty() && series.last_day)
        text = i18n::translate(region.language, "{1}, bis {2}"_de,
                               {text, i18n::format_date(region, *series.last_day, i18n::DateStyle::plain)});
    return text;
}

} // namespace dorfnetz::activities
