#include "foundation/calendar/holidays.hpp"

#include "embedded/holidays.hpp"
#include "foundation/core/text.hpp"
#include "foundation/core/toml.hpp"

#include <algorithm>
#include <stdexcept>

namespace dorfnetz::calendar {

namespace {

struct Public
{
    std::string de;
    std::string en;
    std::vector<std::string> lands; // empty: all
    std::string day;                // "10-03"
    std::optional<int> easter;      // days after it
    std::string wednesday_before;   // "11-23"

    Date in(int year) const
    {
        const auto fixed = [&](const std::string& written) {
            return date_from_iso(std::to_string(year) + '-' + written).value();
        };
        if (easter)
            return add_days(calendar::easter(year), *easter);
        if (wednesday_before.empty())
            return fixed(day);
        auto wednesday = std::chrono::sys_days(add_days(fixed(wednesday_before), -1));
        while (std::chrono::weekday(wednesday) != std::chrono::Wednesday)
            wednesday -= std::chrono::days(1);
        return Date{wednesday};
    }
};

struct School
{
    std::string land;
    Holiday holiday;
};

struct Known
{
    std::vector<Public> days;
    std::vector<School> school;
};

template <class F>
void each_in(std::string_view file, std::string_view list, F&& read)
{
    const toml::table document = toml::parse(embedded::holidays::find(file)->data.view);
    if (const auto* rows = document[list].as_array())
        for (const auto& row : *rows)
            read(*row.as_table());
}

Known read_known()
{
    Known known;
    each_in("public.toml", "holiday", [&](const toml::table& table) {
        known.days.push_back({.de = text_of(table, "de"),
                              .en = text_of(table, "en"),
                              .lands = texts_of(table, "lands"),
                              .day = text_of(table, "day"),
                              .easter = table["easter"].value<int>(),
                              .wednesday_before = text_of(table, "wednesday_before")});
    });
    each_in("school.toml", "holidays", [&](const toml::table& table) {
        for (const auto& written : texts_of(table, "days")) {
            const auto ends = split(written, '/');
            known.school.push_back({.land = text_of(table, "land"),
                                    .holiday = {.de = text_of(table, "de"),
                                                .en = text_of(table, "en"),
                                                .first = date_from_iso(ends.at(0)).value(),
                                                .last = date_from_iso(ends.at(1)).value()}});
        }
    });
    return known;
}

} // namespace

Date easter(int year)
{
    const int a = year % 19;
    const int b = year / 100;
    const int c = year % 100;
    const int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    const int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    const int m = (a + 11 * h + 22 * l) / 451;
    const int of_march = h + l - 7 * m + 22; // 32 is the first of April
    return add_days(Date{std::chrono::year(year), std::chrono::March, std::chrono::day(1)}, of_march - 1);
}

std::vector<Holiday> holidays(std::string_view land, Date from, Date until)
{
    static const Known known = read_known();
    std::vector<Holiday> found;
    for (auto year = static_cast<int>(from.year()); year <= static_cast<int>(until.year()); ++year)
        for (const auto& day : known.days) {
            const bool is_here =
                day.lands.empty() || std::find(day.lands.begin(), day.lands.end(), land) != day.lands.end();
            const auto date = day.in(year);
            if (is_here && date >= from && date <= until)
                found.push_back({.de = day.de, .en = day.en, .first = date, .last = date, .is_public = true});
        }
    for (const auto& school : known.school)
        if (school.land == land && school.holiday.first <= until && school.holiday.last >= from)
            found.push_back(school.holiday);
    std::stable_sort(found.begin(), found.end(),
                     [](const Holiday& left, const Holiday& right) { return left.first < right.first; });
    return found;
}

} // namespace dorfnetz::calendar
