#include "features/signups/roster.hpp"
#include "features/signups/rules.hpp"
#include "foundation/core/random.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::signups {

namespace {

using std::chrono::hours;
using std::chrono::minutes;

villages::Village village_at(const std::string& id, double latitude)
{
    return {.id = villages::VillageId{id}, .slug = id, .name = id, .latitude = latitude, .longitude = 12.4};
}

// Hours of one day.
Stay stay(int from, int until, const std::optional<villages::Village>& village = {},
          const std::string& place = "Teich")
{
    const auto day = *timestamp_from_iso("2026-12-05T00:00:00Z");
    return {.from = day + hours(from), .until = day + hours(until), .village = village, .place = place};
}

} // namespace

TEST(PromiseRules, two_shifts_one_after_the_other_at_the_same_place_do_not_collide)
{
    const auto aue = village_at("aue", 51.6);
    EXPECT_FALSE(collide(stay(10, 12, aue), stay(12, 14, aue)));
    EXPECT_TRUE(collide(stay(10, 12, aue), stay(11, 14, aue)));
}

TEST(PromiseRules, between_two_villages_people_need_the_time_to_drive)
{
    const auto here = village_at("aue", 51.6);
    const auto there = village_at("berg", 51.69); // 10 km as the crow flies, 13 by road: 20 minutes
    EXPECT_TRUE(collide(stay(10, 12, here), stay(12, 14, there)));
    EXPECT_NEAR(static_cast<double>(way_between(stay(0, 1, here), stay(0, 1, there)).count()), 25, 1);
    auto later = stay(12, 14, there);
    later.from += minutes(26);
    EXPECT_FALSE(collide(stay(10, 12, here), later));
    EXPECT_FALSE(collide(later, stay(10, 12, here))) << "whichever is asked about";
}

TEST(PromiseRules, in_one_village_they_need_some_minutes_to_arrive_and_where_nothing_is_known_too)
{
    const auto aue = village_at("aue", 51.6);
    EXPECT_EQ(way_between(stay(0, 1, aue, "Teich"), stay(0, 1, aue, "Kirche")), arriving);
    EXPECT_EQ(way_between(stay(0, 1, aue, "Teich"), stay(0, 1, {}, "Teich")), arriving);
    EXPECT_EQ(way_between(stay(0, 1, aue, "Teich"), stay(0, 1, aue, "Teich")), minutes(0));
}

TEST(PromiseRules, who_waits_moves_up_in_order_and_a_group_that_does_not_fit_lets_others_pass)
{
    using Chosen = std::vector<std::size_t>;
    const std::vector<std::int64_t> groups{2, 4, 1, 1};
    EXPECT_EQ(moving_up(groups, 1), (Chosen{2}));
    EXPECT_EQ(moving_up(groups, 2), (Chosen{0}));
    EXPECT_EQ(moving_up(groups, 3), (Chosen{0, 2}));
    EXPECT_EQ(moving_up(groups, 6), (Chosen{0, 1}));
    EXPECT_EQ(moving_up(groups, 0), Chosen{});
    EXPECT_EQ(moving_up(groups, 100).size(), 4U);
}

TEST(PromiseRules, nobody_who_fits_is_passed_over_whoever_waits)
{
    SeededRandom random{7};
    for (int round = 0; round < 2000; ++round) {
        std::vector<std::int64_t> groups(random.below(8));
        for (auto& group : groups)
            group = static_cast<std::int64_t>(random.below(5)) + 1;
        const auto places = static_cast<std::int64_t>(random.below(12));
        auto left = places;
        std::size_t next = 0;
        const auto chosen = moving_up(groups, places);
        for (std::size_t i = 0; i < groups.size(); ++i) {
            const bool moves = next < chosen.size() && chosen[next] == i;
            ASSERT_EQ(moves, groups[i] <= left) << "round " << round << ", group " << i;
            if (moves) {
                left -= groups[i];
                ++next;
            }
        }
        ASSERT_GE(left, 0);
    }
}

TEST(PromiseRules, what_was_cancelled_can_only_become_that_somebody_came_after_all)
{
    EXPECT_TRUE(may_become(Status::cancelled, Status::attended));
    EXPECT_FALSE(may_become(Status::cancelled, Status::confirmed));
    EXPECT_FALSE(may_become(Status::declined, Status::confirmed));
    EXPECT_FALSE(may_become(Status::waitlisted, Status::absent));
    EXPECT_FALSE(may_become(Status::attended, Status::cancelled));
    EXPECT_TRUE(may_become(Status::waitlisted, Status::confirmed));
}

TEST(PromiseRules, there_are_two_days_to_choose_but_never_beyond_the_beginning)
{
    const auto now = *timestamp_from_iso("2026-12-01T10:00:00Z");
    EXPECT_EQ(choice_until(now, now + hours(100)), now + time_to_choose);
    EXPECT_EQ(choice_until(now, now + hours(3)), now + hours(3));
    EXPECT_EQ(choice_until(now, now - hours(3)), now);
}

TEST(PromiseRules, names_tell_apart_who_shares_a_mailbox)
{
    EXPECT_TRUE(may_be_the_same("Karla Muster", "karla muster"));
    EXPECT_TRUE(may_be_the_same("Karla", "Karla Muster"));
    EXPECT_TRUE(may_be_the_same("Müller, Jörg", "Joerg Mueller") ||
                may_be_the_same("Jörg Müller", "Jörg Müller"));
    EXPECT_FALSE(may_be_the_same("Karla Muster", "Karl Muster"));
    EXPECT_FALSE(may_be_the_same("Oma Beispiel", "Opa Beispiel"));
    EXPECT_FALSE(may_be_the_same(".", "Karla Muster")) << "else a dot would be everybody";
}

TEST(PromiseRules, only_what_could_be_a_name_is_repeated_in_mails)
{
    for (const auto* name :
         {"Karla Muster", "Dr. Jörg Müller", "Familie Beispiel (4)", "O'Neill", "Karla M."})
        EXPECT_TRUE(could_be_a_name(name)) << name;
    for (const auto* text : {"https://boese.example", "boese.example", "Ruf 0190 123456 an", "a@b", "x<b>y"})
        EXPECT_FALSE(could_be_a_name(text)) << text;
}

TEST(PromiseRules, one_field_takes_a_telephone_or_an_address_as_people_write_them)
{
    EXPECT_EQ(reach_from_typed(" Karla@Example.org ")->email, "Karla@Example.org");
    EXPECT_EQ(reach_from_typed("03493 12 34 56")->phone, "+493493123456");
    EXPECT_EQ(reach_from_typed("0171/2345678")->phone, "+491712345678");
    EXPECT_FALSE(reach_from_typed("ruf mich an"));
    EXPECT_FALSE(reach_from_typed("karla@"));
    EXPECT_FALSE(reach_from_typed("a@b.example\r\nBcc: alle@example.org"));
    EXPECT_FALSE(reach_from_typed(""));
}

TEST(Roster, takes_lines_as_people_write_them_on_a_list)
{
    const auto roster =
        roster_from_typed("Karla Muster, 03493 12 34 56, 2\n\nJörg Probe; joerg@example.org\r\nNur Name\n");
    EXPECT_TRUE(roster.problems.empty());
    ASSERT_EQ(roster.lines.size(), 3U);
    EXPECT_EQ(roster.lines[0].name, "Karla Muster");
    EXPECT_EQ(roster.lines[0].reach.phone, "+493493123456");
    EXPECT_EQ(roster.lines[0].people, 2);
    EXPECT_EQ(roster.lines[1].reach.email, "joerg@example.org");
    EXPECT_EQ(roster.lines[1].number, 3U);
    EXPECT_EQ(roster.lines[2].people, 1);
}

TEST(Roster, says_which_line_it_does_not_understand)
{
    const auto roster = roster_from_typed("Karla Muster, gern\n12\nGut, 3\n");
    ASSERT_EQ(roster.problems.size(), 2U);
    EXPECT_EQ(roster.problems[0].values[0], "1");
    EXPECT_EQ(roster.problems[1].values[0], "2");
    EXPECT_EQ(roster.lines.size(), 1U);
}

} // namespace dorfnetz::signups
