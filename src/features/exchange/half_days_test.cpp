#include "features/exchange/half_days.hpp"

#include "foundation/core/random.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::exchange {

namespace {

const i18n::Region heath{};

Date day(const char* iso)
{
    return *date_from_iso(iso);
}

Span days(const char* first, const char* last)
{
    return whole_days(day(first), day(last));
}

std::set<HalfDay> all_of(const Span& span)
{
    std::set<HalfDay> half_days;
    for (auto half_day = span.first; half_day <= span.last; ++half_day)
        half_days.insert(half_day);
    return half_days;
}

const Span far = days("2026-01-01", "2028-12-31");

} // namespace

TEST(HalfDays, are_a_morning_and_an_afternoon_of_each_day)
{
    const auto morning = half_day_of(day("2026-12-05"), Half::morning);
    EXPECT_EQ(half_day_of(day("2026-12-05"), Half::afternoon), morning + 1);
    EXPECT_EQ(half_day_of(day("2026-12-06"), Half::morning), morning + 2);
    EXPECT_EQ(day_of(morning), day("2026-12-05"));
    EXPECT_EQ(day_of(morning + 1), day("2026-12-05"));
    EXPECT_EQ(half_of(morning + 1), Half::afternoon);
    EXPECT_EQ(day_of(half_day_of(day("1969-12-31"), Half::afternoon)), day("1969-12-31"));
}

TEST(HalfDays, are_those_of_the_place_and_not_of_greenwich)
{
    // Half past eleven at night in London is half past midnight at home.
    EXPECT_EQ(half_day_at(heath, *timestamp_from_iso("2026-12-05T23:30:00Z")),
              half_day_of(day("2026-12-06"), Half::morning));
    EXPECT_EQ(half_day_at(heath, *timestamp_from_iso("2026-12-05T10:59:59Z")),
              half_day_of(day("2026-12-05"), Half::morning));
    EXPECT_EQ(half_day_at(heath, *timestamp_from_iso("2026-12-05T11:00:00Z")),
              half_day_of(day("2026-12-05"), Half::afternoon));
}

TEST(HalfDays, are_two_a_day_also_when_the_clocks_change)
{
    // In 2027 on 28 March and 31 October.
    EXPECT_EQ(days("2027-03-27", "2027-03-29").length(), 6);
    EXPECT_EQ(days("2027-10-30", "2027-11-01").length(), 6);
    // The night in which an hour is left out, and noon after it, which comes at ten in Greenwich.
    EXPECT_EQ(half_day_at(heath, *timestamp_from_iso("2027-03-28T01:00:00Z")),
              half_day_of(day("2027-03-28"), Half::morning));
    EXPECT_EQ(half_day_at(heath, *timestamp_from_iso("2027-03-28T10:00:00Z")),
              half_day_of(day("2027-03-28"), Half::afternoon));
    EXPECT_EQ(half_day_at(heath, *timestamp_from_iso("2027-10-31T10:30:00Z")),
              half_day_of(day("2027-10-31"), Half::morning));
    EXPECT_EQ(half_day_at(heath, *timestamp_from_iso("2027-10-31T11:00:00Z")),
              half_day_of(day("2027-10-31"), Half::afternoon));
}

TEST(HalfDays, are_said_as_people_say_them)
{
    const auto friday = half_day_of(day("2026-12-04"), Half::morning);
    EXPECT_NE(span_text(heath, days("2026-12-05", "2026-12-05")).find("5. Dezember"), std::string::npos);
    EXPECT_TRUE(span_text(heath, {friday, friday}).ends_with("vormittags"));
    EXPECT_TRUE(span_text(heath, {friday + 1, friday + 1}).ends_with("nachmittags"));
    EXPECT_NE(span_text(heath, {friday + 1, friday + 4}).find("ab Mittag"), std::string::npos);
    EXPECT_TRUE(span_text(heath, {friday + 1, friday + 4}).ends_with("mittags"));
}

TEST(FreeTimes, are_what_the_taken_ones_leave)
{
    const auto week = days("2026-12-07", "2026-12-13");
    EXPECT_EQ(gaps(week, {}), std::vector{week});
    EXPECT_EQ(gaps(week, all_of(week)), std::vector<Span>{});
    const auto wednesday = days("2026-12-09", "2026-12-09");
    EXPECT_EQ(gaps(week, all_of(wednesday)),
              (std::vector{days("2026-12-07", "2026-12-08"), days("2026-12-10", "2026-12-13")}));
}

TEST(FreeTimes, near_a_wish_are_the_nearest_before_and_two_after)
{
    const auto wish = days("2026-12-12", "2026-12-13");
    const auto near_it = free_near(wish, {}, all_of(days("2026-12-11", "2026-12-14")), far.first, far);
    ASSERT_EQ(near_it.size(), 3U);
    EXPECT_EQ(near_it[0], days("2026-12-09", "2026-12-10"));
    EXPECT_EQ(near_it[1], days("2026-12-15", "2026-12-16"));
    EXPECT_EQ(near_it[2], days("2026-12-17", "2026-12-18"));
}

TEST(FreeTimes, leave_room_to_set_up_and_to_bring_back_and_none_is_past)
{
    const auto wish = days("2026-12-12", "2026-12-12");
    const auto taken = all_of(wish);
    const auto near_it = free_near(wish, {.before = 2, .after = 1}, taken, wish.first, far);
    ASSERT_FALSE(near_it.empty());
    for (const auto& span : near_it) {
        EXPECT_GE(span.first, wish.first);
        EXPECT_FALSE(widened(span, {.before = 2, .after = 1}).meets(wish));
    }
    EXPECT_EQ(near_it.front(), days("2026-12-14", "2026-12-14"));
}

// Whatever is taken: what is offered is as long as was wished, at the same time of day, free with all that
// belongs to it, and not past.
TEST(FreeTimes, keep_their_word_for_anything_that_is_taken)
{
    SeededRandom random{7};
    const Span known{0, 400};
    for (int round = 0; round < 2'000; ++round) {
        std::set<HalfDay> taken;
        for (auto left = random.below(250); left > 0; --left)
            taken.insert(static_cast<HalfDay>(random.below(400)));
        const auto first = static_cast<HalfDay>(random.below(300));
        const Span wish{first, first + static_cast<HalfDay>(random.below(20))};
        const Around around{.before = static_cast<std::int64_t>(random.below(5)),
                            .after = static_cast<std::int64_t>(random.below(5))};
        const auto earliest = static_cast<HalfDay>(random.below(200));
        for (const auto& span : free_near(wish, around, taken, earliest, known)) {
            EXPECT_EQ(span.length(), wish.length());
            EXPECT_EQ(half_of(span.first), half_of(wish.first));
            EXPECT_GE(span.first, earliest);
            const auto all = widened(span, around);
            const auto next = taken.lower_bound(all.first);
            EXPECT_TRUE(next == taken.end() || *next > all.last);
        }
    }
}

} // namespace dorfnetz::exchange
