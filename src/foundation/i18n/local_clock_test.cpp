#include "foundation/i18n/local_clock.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::i18n {

namespace {

using namespace std::chrono_literals;

const Region berlin{Language::de, "Europe/Berlin"};

LocalTime local(Date day, std::chrono::minutes time)
{
    return std::chrono::local_days(day) + time;
}

constexpr Date summer_begins = std::chrono::year(2027) / 3 / 28;
constexpr Date summer_ends = std::chrono::year(2026) / 10 / 25;

TEST(LocalClock, goes_there_and_back_in_summer_and_winter)
{
    for (const auto day : {Date{std::chrono::year(2026) / 7 / 1}, Date{std::chrono::year(2026) / 12 / 5}}) {
        const auto moment = first_moment_of(berlin, local(day, 18h + 30min));
        ASSERT_TRUE(moment);
        EXPECT_EQ(clock_at(berlin, *moment), local(day, 18h + 30min));
    }
    EXPECT_EQ(to_iso(*first_moment_of(berlin, local(std::chrono::year(2026) / 12 / 5, 18h))),
              "2026-12-05T17:00:00Z");
}

TEST(LocalClock, knows_no_moment_in_the_hour_that_summer_time_leaves_out)
{
    EXPECT_TRUE(first_moment_of(berlin, local(summer_begins, 1h + 59min)));
    EXPECT_FALSE(first_moment_of(berlin, local(summer_begins, 2h)));
    EXPECT_FALSE(first_moment_of(berlin, local(summer_begins, 2h + 59min)));
    EXPECT_TRUE(first_moment_of(berlin, local(summer_begins, 3h)));
}

TEST(LocalClock, takes_the_first_of_two_hours_that_are_called_the_same)
{
    EXPECT_EQ(to_iso(*first_moment_of(berlin, local(summer_ends, 2h + 30min))), "2026-10-25T00:30:00Z");
    EXPECT_EQ(to_iso(*first_moment_of(berlin, local(summer_ends, 3h))), "2026-10-25T02:00:00Z");
}

} // namespace

} // namespace dorfnetz::i18n
