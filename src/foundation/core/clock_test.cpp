#include "foundation/core/clock.hpp"
#include "foundation/core/id.hpp"
#include "foundation/core/random.hpp"

#include <gtest/gtest.h>

namespace dorfnetz {

TEST(Clock, writes_and_reads_the_same_moment)
{
    const auto moment = timestamp_from_iso("2026-03-29T01:59:59Z");
    ASSERT_TRUE(moment.has_value());
    EXPECT_EQ(to_iso(*moment), "2026-03-29T01:59:59Z");
}

TEST(Clock, refuses_days_that_do_not_exist)
{
    EXPECT_TRUE(date_from_iso("2028-02-29").has_value());
    EXPECT_FALSE(date_from_iso("2026-02-29").has_value());
    EXPECT_FALSE(date_from_iso("2026-2-09").has_value());
    EXPECT_FALSE(timestamp_from_iso("2026-03-29T24:00:00Z").has_value());
}

TEST(Clock, a_month_after_the_31st_is_the_last_day_of_a_shorter_month)
{
    EXPECT_EQ(to_iso(add_months(*date_from_iso("2026-01-31"), 1)), "2026-02-28");
    EXPECT_EQ(to_iso(add_months(*date_from_iso("2026-11-22"), -12)), "2025-11-22");
    EXPECT_EQ(to_iso(add_days(*date_from_iso("2026-12-31"), 1)), "2027-01-01");
}

TEST(Id, uuids_sort_by_the_time_of_their_making)
{
    FixedClock clock("2026-11-22T19:30:00Z");
    SeededRandom random(1);
    const auto first = new_uuid_v7(clock, random);
    clock.advance(std::chrono::milliseconds(1));
    const auto second = new_uuid_v7(clock, random);
    EXPECT_TRUE(is_uuid(first));
    EXPECT_EQ(first[14], '7');
    EXPECT_LT(first, second);
    EXPECT_FALSE(is_uuid("../../etc/passwd"));
}

TEST(Random, paper_codes_have_no_letters_that_are_mistaken_for_digits)
{
    SeededRandom random(7);
    const auto code = random_paper_code(random, 400);
    EXPECT_EQ(code.size(), 400U);
    EXPECT_EQ(code.find_first_of("ILOU"), std::string::npos);
}

TEST(Random, tokens_differ_and_are_safe_in_addresses)
{
    SystemRandom random;
    const auto token = random_token(random);
    EXPECT_EQ(token.size(), 32U);
    EXPECT_EQ(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
              std::string::npos);
    EXPECT_NE(token, random_token(random));
}

} // namespace dorfnetz
