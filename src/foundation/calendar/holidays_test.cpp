#include "foundation/calendar/holidays.hpp"

#include <gtest/gtest.h>

namespace {

using namespace dorfnetz;
using namespace dorfnetz::calendar;

Date day(std::string_view iso)
{
    return *date_from_iso(iso);
}

std::vector<std::string> names(std::string_view land, std::string_view from, std::string_view until)
{
    std::vector<std::string> result;
    for (const auto& holiday : holidays(land, day(from), day(until)))
        result.push_back(holiday.de);
    return result;
}

using Names = std::vector<std::string>;

} // namespace

TEST(Holidays, follow_easter_through_early_and_late_years)
{
    for (const auto* date :
         {"1961-04-02", "2008-03-23", "2024-03-31", "2026-04-05", "2027-03-28", "2038-04-25"})
        EXPECT_EQ(easter(static_cast<int>(day(date).year())), day(date));
}

TEST(Holidays, are_those_of_the_land)
{
    EXPECT_EQ(names("15", "2027-01-05", "2027-01-07"), Names{"Heilige Drei Könige"});
    EXPECT_EQ(names("12", "2027-01-05", "2027-01-07"), Names{});
    EXPECT_EQ(names("14", "2026-11-01", "2026-11-30"), Names{"Buß- und Bettag"});
    EXPECT_EQ(holidays("14", day("2026-11-01"), day("2026-11-30")).front().first, day("2026-11-18"));
    EXPECT_EQ(names("", "2026-10-03", "2026-10-03"), Names{"Tag der Deutschen Einheit"});
}

TEST(Holidays, of_schools_count_for_each_day_that_they_touch)
{
    EXPECT_EQ(names("15", "2026-12-24", "2026-12-26"),
              (Names{"Weihnachtsferien", "Erster Weihnachtstag", "Zweiter Weihnachtstag"}));
    EXPECT_EQ(names("15", "2027-01-02", "2027-01-02"), Names{"Weihnachtsferien"});
    EXPECT_EQ(names("15", "2027-01-03", "2027-01-03"), Names{});
}
