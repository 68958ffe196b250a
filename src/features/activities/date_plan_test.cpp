#include "features/activities/date_plan.hpp"
#include "features/activities/series.hpp"

#include <gtest/gtest.h>
#include <random>

namespace dorfnetz::activities {

namespace {

const i18n::Region berlin{.language = i18n::Language::de, .time_zone = "Europe/Berlin"};

calendar::LocalTime local(std::string_view iso)
{
    return *calendar::local_time_from_iso(iso);
}

Date day(std::string_view iso)
{
    return *date_from_iso(iso);
}

ActivityDraft library(std::string rule = "FREQ=WEEKLY;BYDAY=TU")
{
    ActivityDraft draft;
    draft.title = "Bücherei";
    draft.first = {.begin = local("2027-03-02T16:00"), .end = local("2027-03-02T18:00")};
    draft.rule = std::move(rule);
    return draft;
}

std::vector<ActivityDate> dates_of(const ActivityDraft& draft, Date from, Date until)
{
    const auto plan = plan_of(draft, from, until);
    auto dates = revise({}, {.draft = draft, .plan = plan, .today = from, .region = berlin}).added;
    for (std::size_t i = 0; i < dates.size(); ++i)
        dates[i].id = DateId(std::to_string(i));
    return dates;
}

} // namespace

TEST(Dates, stay_at_the_same_hour_of_the_church_clock_over_the_change_to_summer_time)
{
    const auto dates = dates_of(library(), day("2027-03-01"), day("2027-04-10"));
    ASSERT_EQ(dates.size(), 6u);
    EXPECT_EQ(to_iso(dates[3].starts_at), "2027-03-23T15:00:00Z");
    EXPECT_EQ(to_iso(dates[4].starts_at), "2027-03-30T14:00:00Z");
    for (const auto& date : dates) {
        EXPECT_EQ(date.ends_at - date.starts_at, std::chrono::hours(2));
        EXPECT_EQ(calendar::time_of_day(span_of(date, berlin, false).begin), std::chrono::hours(16));
    }
}

TEST(Dates, in_the_hour_that_the_clock_leaves_out_or_has_twice_still_last_as_long)
{
    ActivityDate date;
    put_when(date, berlin, {.begin = local("2027-03-28T02:15"), .end = local("2027-03-28T02:45")}, false);
    EXPECT_LT(date.starts_at, date.ends_at);
    put_when(date, berlin, {.begin = local("2027-10-31T01:30"), .end = local("2027-10-31T02:30")}, false);
    EXPECT_LT(date.starts_at, date.ends_at);
}

TEST(Dates, of_whole_days_go_from_midnight_to_midnight_even_when_a_day_has_25_hours)
{
    ActivityDate date;
    put_when(date, berlin, {.begin = local("2026-10-25T00:00"), .end = local("2026-10-25T23:59")}, true);
    EXPECT_EQ(date.ends_at - date.starts_at, std::chrono::hours(25));
    EXPECT_EQ(date.last_day, day("2026-10-25"));
    EXPECT_EQ(span_of(date, berlin, true), (LocalSpan{local("2026-10-25T00:00"), local("2026-10-25T23:59")}));
}

TEST(Dates, that_end_at_midnight_are_over_on_the_day_before)
{
    ActivityDate date;
    put_when(date, berlin, {.begin = local("2026-12-31T20:00"), .end = local("2027-01-01T00:00")}, false);
    EXPECT_EQ(date.last_day, day("2026-12-31"));
}

TEST(ARevision, of_nothing_changes_nothing)
{
    const auto draft = library();
    const auto plan = plan_of(draft, day("2027-03-01"), day("2027-06-01"));
    const auto revision =
        revise(dates_of(draft, day("2027-03-01"), day("2027-06-01")),
               {.draft = draft, .plan = plan, .today = day("2027-03-01"), .region = berlin});
    EXPECT_TRUE(revision.added.empty() && revision.changed.empty() && revision.gone.empty());
}

TEST(ARevision, of_the_hour_leaves_the_past_and_what_was_changed_by_hand)
{
    auto dates = dates_of(library(), day("2027-03-01"), day("2027-04-01"));
    dates[3].is_changed = true;
    auto later = library();
    later.first = {.begin = local("2027-03-02T17:00"), .end = local("2027-03-02T19:00")};
    const auto plan = plan_of(later, day("2027-01-01"), day("2027-04-01"));
    const auto revision =
        revise(dates, {.draft = later, .plan = plan, .today = day("2027-03-10"), .region = berlin});
    EXPECT_TRUE(revision.added.empty() && revision.gone.empty());
    ASSERT_EQ(revision.changed.size(), 2u);
    EXPECT_EQ(revision.changed[0].id, dates[2].id);
    EXPECT_EQ(to_iso(revision.changed[0].starts_at), "2027-03-16T16:00:00Z");
}

TEST(ARevision, of_the_weekday_takes_away_and_adds)
{
    const auto dates = dates_of(library(), day("2027-03-01"), day("2027-03-20"));
    const auto thursdays = library("FREQ=WEEKLY;BYDAY=TH");
    const auto plan = plan_of(thursdays, day("2027-03-01"), day("2027-03-20"));
    auto revision =
        revise(dates, {.draft = thursdays, .plan = plan, .today = day("2027-03-08"), .region = berlin});
    EXPECT_EQ(revision.gone.size(), 2u);
    EXPECT_EQ(revision.added.size(), 3u);
    // And back again: what the rule took away, it brings back.
    auto called_off = dates;
    for (auto& date : called_off)
        date.status = DateStatus::cancelled;
    const auto tuesdays = library();
    const auto again = plan_of(tuesdays, day("2027-03-01"), day("2027-03-20"));
    revision =
        revise(called_off, {.draft = tuesdays, .plan = again, .today = day("2027-03-08"), .region = berlin});
    EXPECT_EQ(revision.changed.size(), 2u);
    for (const auto& date : revision.changed)
        EXPECT_EQ(date.status, DateStatus::planned);
}

TEST(ARevision, moves_the_only_date_of_what_takes_place_once)
{
    const auto dates = dates_of(library(""), day("2027-03-01"), day("2027-04-01"));
    ASSERT_EQ(dates.size(), 1u);
    auto moved = library("");
    moved.first = {.begin = local("2027-05-04T16:00"), .end = local("2027-05-04T18:00")};
    const auto plan = plan_of(moved, day("2027-01-01"), day("2027-04-01"));
    const auto revision =
        revise(dates, {.draft = moved, .plan = plan, .today = day("2027-03-01"), .region = berlin});
    ASSERT_EQ(revision.changed.size(), 1u);
    EXPECT_EQ(revision.changed[0].id, dates[0].id);
    EXPECT_EQ(revision.changed[0].first_day, day("2027-05-04"));
    EXPECT_TRUE(revision.added.empty() && revision.gone.empty());
}

TEST(Series, are_read_back_as_they_were_chosen)
{
    std::mt19937 random(7);
    const auto any = [&](int least, int most) { return std::uniform_int_distribution(least, most)(random); };
    for (int i = 0; i < 2000; ++i) {
        const auto first = add_days(day("2026-01-01"), any(0, 3000));
        Series series{.repeat = repeats[static_cast<std::size_t>(any(0, 6))]};
        if (series.repeat == Repeat::weekly || series.repeat == Repeat::fortnightly)
            for (int weekday = 1; weekday <= 7; ++weekday)
                if (any(0, 2) == 0)
                    series.weekdays.push_back(weekday);
        if (series.repeat != Repeat::once && any(0, 1) == 1)
            series.last_day = add_days(first, any(0, 900));
        auto read = series_of(rule_of(series, first), first);
        if (series.weekdays.empty())
            read.weekdays.clear(); // none chosen: that of the first day
        EXPECT_EQ(read, series) << rule_of(series, first) << " from " << to_iso(first);
    }
}

TEST(Series, are_told_in_words)
{
    const auto told = [](const Series& series, std::string_view first) {
        return describe(berlin, rule_of(series, day(first)), day(first));
    };
    EXPECT_EQ(told({}, "2026-12-01"), "");
    EXPECT_EQ(
        told({.repeat = Repeat::weekly, .weekdays = {2, 5}, .last_day = day("2027-06-30")}, "2026-12-01"),
        "jeden Dienstag und Freitag, bis 30. Juni 2027");
    EXPECT_EQ(told({.repeat = Repeat::fortnightly}, "2026-12-05"), "alle zwei Wochen am Samstag");
    EXPECT_EQ(told({.repeat = Repeat::monthly_on_weekday}, "2026-12-12"), "jeden zweiten Samstag im Monat");
    EXPECT_EQ(told({.repeat = Repeat::monthly_on_weekday}, "2026-10-31"), "jeden letzten Samstag im Monat");
    EXPECT_EQ(told({.repeat = Repeat::monthly_on_day}, "2026-12-15"), "jeden Monat am 15.");
    // As other programs write it.
    EXPECT_EQ(describe(berlin, "FREQ=WEEKLY", day("2026-12-01")), "jeden Dienstag");
    EXPECT_EQ(describe(berlin, "FREQ=WEEKLY;INTERVAL=2;WKST=MO;BYDAY=SU", day("2026-12-06")),
              "alle zwei Wochen am Sonntag");
    EXPECT_EQ(describe(berlin, "FREQ=MONTHLY;BYDAY=1MO,3MO", day("2026-12-07")), "immer wieder");
}

} // namespace dorfnetz::activities
