#include "foundation/calendar/recurrence.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace {

using namespace dorfnetz;
using namespace dorfnetz::calendar;

LocalTime time(std::string_view iso)
{
    return *local_time_from_iso(iso);
}

std::vector<std::string> texts(const std::vector<LocalTime>& times)
{
    std::vector<std::string> result;
    for (const auto moment : times)
        result.push_back(to_iso(moment));
    return result;
}

using Texts = std::vector<std::string>;

} // namespace

TEST(LocalTimes, are_read_as_they_are_written)
{
    EXPECT_EQ(to_iso(time("2028-02-29T00:00")), "2028-02-29T00:00");
    EXPECT_EQ(to_iso(time("2026-12-31T23:59")), "2026-12-31T23:59");
    EXPECT_EQ(date_of(time("2026-12-31T23:59")), *date_from_iso("2026-12-31"));
    EXPECT_EQ(time_of_day(time("2026-12-31T23:59")).count(), 23 * 60 + 59);
}

TEST(LocalTimes, that_no_clock_shows_are_refused)
{
    for (const auto* text : {"", "2026-02-30T10:00", "2026-12-05T24:00", "2026-12-05T10:60",
                             "2026-12-05 10:00", "2026-12-05T1a:00", "2026-12-05T10:00:00"})
        EXPECT_FALSE(local_time_from_iso(text)) << text;
}

TEST(Series, of_a_library_are_open_each_tuesday_and_friday)
{
    EXPECT_EQ(texts(occurrences("FREQ=WEEKLY;BYDAY=TU,FR", time("2026-12-01T16:00"),
                                {.from = time("2026-12-01T00:00"), .until = time("2026-12-12T00:00")})),
              (Texts{"2026-12-01T16:00", "2026-12-04T16:00", "2026-12-08T16:00", "2026-12-11T16:00"}));
}

TEST(Series, on_the_last_saturday_of_the_month_end_with_their_last_day)
{
    EXPECT_EQ(texts(occurrences("FREQ=MONTHLY;BYDAY=-1SA;UNTIL=20270228", time("2026-11-28T10:00"),
                                {.from = time("2026-01-01T00:00"), .until = time("2030-01-01T00:00")})),
              (Texts{"2026-11-28T10:00", "2026-12-26T10:00", "2027-01-30T10:00", "2027-02-27T10:00"}));
}

TEST(Series, on_the_thirty_first_leave_out_the_months_that_have_none)
{
    EXPECT_EQ(texts(occurrences("FREQ=MONTHLY", time("2026-12-31T18:00"),
                                {.from = time("2026-12-01T00:00"), .until = time("2027-06-01T00:00")})),
              (Texts{"2026-12-31T18:00", "2027-01-31T18:00", "2027-03-31T18:00", "2027-05-31T18:00"}));
}

TEST(Series, of_three_times_are_counted_from_their_beginning)
{
    EXPECT_EQ(texts(occurrences("FREQ=WEEKLY;COUNT=3", time("2026-12-01T16:00"),
                                {.from = time("2026-12-05T00:00"), .until = time("2027-12-12T00:00")})),
              (Texts{"2026-12-08T16:00", "2026-12-15T16:00"}));
}

TEST(Series, every_second_week_keep_their_rhythm_when_asked_for_years_later)
{
    const auto all = occurrences("FREQ=WEEKLY;INTERVAL=2", time("2016-01-05T16:00"),
                                 {.from = time("2016-01-01T00:00"), .until = time("2027-01-01T00:00")});
    const auto late = occurrences("FREQ=WEEKLY;INTERVAL=2", time("2016-01-05T16:00"),
                                  {.from = time("2026-01-01T00:00"), .until = time("2027-01-01T00:00")});
    ASSERT_EQ(late.size(), 26u);
    EXPECT_TRUE(std::equal(late.rbegin(), late.rend(), all.rbegin()));
}

TEST(Series, without_end_give_no_more_than_was_asked_for)
{
    EXPECT_EQ(occurrences("FREQ=DAILY", time("2026-01-01T08:00"),
                          {.from = time("2026-01-01T00:00"), .until = time("9999-01-01T00:00"), .most = 100})
                  .size(),
              100u);
}

TEST(Series, that_never_happen_are_empty)
{
    EXPECT_TRUE(occurrences("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", time("2026-01-01T08:00"),
                            {.from = time("2026-01-01T00:00"), .until = time("9999-01-01T00:00")})
                    .empty());
}

TEST(Series, every_second_sunday_begin_in_the_week_in_which_they_were_set_up)
{
    EXPECT_EQ(texts(occurrences("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", time("2026-12-01T10:00"), // a Tuesday
                                {.from = time("2026-01-01T00:00"), .until = time("2026-12-31T00:00")})),
              (Texts{"2026-12-06T10:00", "2026-12-20T10:00"}));
}

TEST(Rules, are_kept_in_their_usual_form)
{
    EXPECT_EQ(checked_rule("freq=weekly;interval=1;byday=fr,tu"), "FREQ=WEEKLY;BYDAY=TU,FR");
    EXPECT_EQ(checked_rule("FREQ=MONTHLY;BYDAY=-1SA;UNTIL=20270228"),
              "FREQ=MONTHLY;UNTIL=20270228;BYDAY=-1SA");
}

TEST(Rules, that_no_village_needs_are_refused)
{
    for (const auto* rule :
         {"", "WEEKLY", "FREQ=HOURLY", "FREQ=SECONDLY;COUNT=5", "FREQ=DAILY;BYHOUR=8,16",
          "FREQ=DAILY;BYMINUTE=1,2", "FREQ=WEEKLY;INTERVAL=0", "FREQ=WEEKLY;INTERVAL=-1",
          "FREQ=WEEKLY;COUNT=-3", "FREQ=MONTHLY;BYMONTHDAY=99", "RSCALE=HEBREW;FREQ=YEARLY",
          "FREQ=WEEKLY\r\nATTENDEE:x", "FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;UNTIL=never"})
        EXPECT_FALSE(checked_rule(rule)) << rule << " became " << *checked_rule(rule);
    EXPECT_FALSE(checked_rule("FREQ=WEEKLY;BYDAY=" + std::string(1'000'000, 'M')));
}
