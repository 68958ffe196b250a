#include "features/matching/plan_api.hpp"
#include "features/matching/regions_for_tests.hpp"

#include <gtest/gtest.h>
#include <map>
#include <numeric>
#include <random>
#include <set>

namespace dorfnetz::matching {

namespace {

// Small regions in which everything occurs that a problem can have.
Problem small(std::uint32_t seed, int volunteers = 25, int shifts = 16)
{
    auto problem = region({.volunteers = volunteers,
                           .shifts = shifts,
                           .days = 2,
                           .most_shifts = 4,
                           .villages = 5,
                           .width = 15,
                           .available_percent = 80},
                          seed);
    Chance chance(seed + 1000);
    problem.rules.village_step = seed % 3 == 0 ? 50 : 0;
    if (seed % 2 == 0) { // hours are counted anew at the beginning of the second day
        const auto first = std::ranges::min(problem.shifts, {}, &Shift::begin).begin;
        problem.periods = {first - first % (24 * 60) + 24 * 60};
    }
    for (auto& volunteer : problem.volunteers) {
        volunteer.rest = chance.below(3) * 60;
        volunteer.most_minutes = chance.below(2) * (240 + chance.below(3) * 60);
    }
    // Denser than a real one: every second pair, so that there is something to clash.
    problem.choices.clear();
    for (std::size_t v = 0; v < problem.volunteers.size(); ++v)
        for (std::size_t s = 0; s < problem.shifts.size(); ++s)
            if (chance.below(2) == 0)
                problem.choices.push_back({.volunteer = v, .shift = s, .liking = chance.below(600)});
    for (auto& choice : problem.choices)
        choice.standing = chance.below(12) == 0  ? Standing::promised
                          : chance.below(6) == 0 ? Standing::proposed
                                                 : Standing::free;
    for (int pair = 0; pair < 3; ++pair)
        problem.together.push_back(
            {static_cast<std::size_t>(pair), static_cast<std::size_t>(volunteers - 1 - pair), 120});
    return problem;
}

// What every plan must be, whatever it was made from.
void is_sound(const Problem& problem, const Plan& plan)
{
    EXPECT_TRUE(faults_of(problem).empty());
    EXPECT_EQ(broken_rules(problem, plan.taken), std::vector<std::string>());
    EXPECT_EQ(plan.value, value_of(problem, plan.taken));
    EXPECT_GE(plan.bound, plan.value);
}

// The best there is, by trying everything; for a handful of choices.
Points best_by_trying(const Problem& problem)
{
    Points best = 0;
    bool any = false;
    const auto choices = problem.choices.size();
    for (std::uint32_t mask = 0; mask < 1u << choices; ++mask) {
        std::vector<std::size_t> taken;
        for (std::size_t i = 0; i < choices; ++i)
            if (mask >> i & 1)
                taken.push_back(i);
        if (!broken_rules(problem, taken).empty())
            continue;
        const auto value = value_of(problem, taken);
        best = any ? std::max(best, value) : value;
        any = true;
    }
    EXPECT_TRUE(any);
    return best;
}

Problem tiny(std::uint32_t seed)
{
    auto problem = small(seed, 8, 7);
    problem.choices.resize(std::min<std::size_t>(problem.choices.size(), 12));
    return problem;
}

std::set<std::pair<std::string, std::string>> names(const Problem& problem, const Plan& plan)
{
    std::set<std::pair<std::string, std::string>> pairs;
    for (const auto choice : plan.taken)
        pairs.emplace(problem.volunteers[problem.choices[choice].volunteer].id,
                      problem.shifts[problem.choices[choice].shift].id);
    return pairs;
}

// The same problem, told in another order.
Problem shuffled(const Problem& problem, std::uint32_t seed)
{
    std::mt19937 chance(seed);
    const auto permutation = [&](std::size_t size) {
        std::vector<std::size_t> order(size);
        std::iota(order.begin(), order.end(), std::size_t{0});
        for (std::size_t i = size; i > 1; --i)
            std::swap(order[i - 1], order[chance() % i]);
        return order;
    };
    const auto volunteers = permutation(problem.volunteers.size()); // new place of each
    const auto shifts = permutation(problem.shifts.size());
    auto other = problem;
    for (std::size_t i = 0; i < volunteers.size(); ++i)
        other.volunteers[volunteers[i]] = problem.volunteers[i];
    for (std::size_t i = 0; i < shifts.size(); ++i)
        other.shifts[shifts[i]] = problem.shifts[i];
    for (auto& choice : other.choices) {
        choice.volunteer = volunteers[choice.volunteer];
        choice.shift = shifts[choice.shift];
    }
    for (auto& pair : other.together)
        pair = {volunteers[pair.other], volunteers[pair.one], pair.points};
    const auto choices = permutation(problem.choices.size());
    const auto told = other.choices;
    for (std::size_t i = 0; i < choices.size(); ++i)
        other.choices[choices[i]] = told[i];
    return other;
}

const Effort exact{.seconds = 60, .gap = 0}; // all of it is small

} // namespace

TEST(Plans, break_no_hard_rule_and_are_worth_what_they_say)
{
    for (std::uint32_t seed = 1; seed <= 60; ++seed) {
        const auto problem = small(seed);
        SCOPED_TRACE(seed);
        is_sound(problem, plan(problem, {.seconds = 0.2}));
    }
}

TEST(Plans, of_small_problems_are_the_best_there_is)
{
    for (std::uint32_t seed = 1; seed <= 60; ++seed) {
        const auto problem = tiny(seed);
        SCOPED_TRACE(seed);
        const auto found = plan(problem, exact);
        is_sound(problem, found);
        EXPECT_EQ(found.value, best_by_trying(problem));
        EXPECT_TRUE(found.is_best);
    }
}

TEST(Plans, do_not_depend_on_the_order_in_which_the_problem_is_told)
{
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
        const auto problem = small(seed);
        const auto other = shuffled(problem, seed);
        SCOPED_TRACE(seed);
        for (const double gap : {0.01, 0.0}) {
            const Effort effort{.seconds = 60, .gap = gap};
            EXPECT_EQ(names(problem, plan(problem, effort)), names(other, plan(other, effort)));
        }
    }
}

TEST(Plans, fill_no_fewer_places_with_one_more_volunteer)
{
    int better = 0;
    for (std::uint32_t seed = 1; seed <= 30; ++seed) {
        SCOPED_TRACE(seed);
        auto problem = small(seed, 9, 10);
        problem.rules = {.needed = 1000, .load_step = 0, .load_most = 0, .keep = 0}; // nothing else counts
        problem.together.clear();
        for (auto& choice : problem.choices)
            choice.liking = 0;
        const auto before = plan(problem, exact);
        ASSERT_TRUE(before.is_best);
        EXPECT_EQ(before.value, before.needed_value);
        problem.volunteers.push_back({.id = "new", .village = 0, .most_shifts = 2});
        for (std::size_t shift = 0; shift < problem.shifts.size(); shift += 3)
            problem.choices.push_back({.volunteer = problem.volunteers.size() - 1, .shift = shift});
        const auto after = plan(problem, exact);
        ASSERT_TRUE(after.is_best);
        EXPECT_GE(after.value, before.value);
        EXPECT_LE(after.value, before.value + 2000);
        better += after.value > before.value ? 1 : 0;
    }
    EXPECT_GT(better, 5);
}

TEST(Plans, of_contradictory_wishes_grant_those_that_are_worth_most)
{
    // One wants to be with both, who can never be in the same shift; two want a shift with a single place;
    // the same wish is told from both sides; and two have no shift in common at all.
    Problem problem{.places = {{0, 0}},
                    .shifts = {{"a", 600, 720, 0, 1, 2}, {"b", 600, 720, 0, 1, 2}, {"c", 800, 900, 0, 1, 1}},
                    .volunteers = {{.id = "one", .village = 0, .most_shifts = 1},
                                   {.id = "sister", .village = 0, .most_shifts = 1},
                                   {.id = "brother", .village = 0, .most_shifts = 1},
                                   {.id = "lonely", .village = 0, .most_shifts = 1}},
                    .choices = {{0, 0, 10}, {0, 1, 10}, {1, 0, 10}, {2, 1, 10}, {3, 2, 10}, {2, 2, 10}},
                    .together = {{0, 1, 50}, {0, 2, 60}, {2, 3, 70}, {3, 2, 70}, {1, 2, 500}, {0, 3, 900}},
                    .rules = {.needed = 0},
                    .villages = 1};
    const auto found = plan(problem, exact);
    is_sound(problem, found);
    EXPECT_TRUE(found.is_best);
    EXPECT_EQ(found.taken, (std::vector<std::size_t>{1, 2, 3, 4}));
    EXPECT_EQ(found.value, 100) << "four shifts and the wish that is worth 60";
}

TEST(Plans, keep_what_was_promised_even_where_promises_clash)
{
    Problem problem{.places = {{0, 0}},
                    .shifts = {{"a", 600, 720, 0, 1, 1}, {"b", 660, 780, 0, 1, 1}, {"c", 800, 900, 0, 1, 1}},
                    .volunteers = {{.id = "v", .village = 0, .most_shifts = 2}},
                    .choices = {{0, 0, 10, Standing::promised}, {0, 1, 10, Standing::promised}, {0, 2, 500}},
                    .villages = 1};
    const auto found = plan(problem, exact);
    is_sound(problem, found);
    EXPECT_EQ(found.taken, (std::vector<std::size_t>{0, 1})) << "two promises are all the shifts there are";
}

TEST(Plans, leave_time_for_the_way_and_for_rest)
{
    Problem problem{.places = {{0, 0}, {10, 0}},
                    .shifts = {{"here", 600, 660, 0, 1, 1}, {"there", 680, 740, 1, 1, 1}},
                    .volunteers = {{.id = "v", .village = 0, .most_shifts = 2}},
                    .choices = {{0, 0, 100}, {0, 1, 90}},
                    .villages = 1};
    EXPECT_EQ(plan(problem, exact).taken, (std::vector<std::size_t>{0})) << "15 minutes and 10 km need 27";
    problem.shifts[1].begin = 687;
    EXPECT_EQ(plan(problem, exact).taken, (std::vector<std::size_t>{0, 1}));
    problem.volunteers[0].rest = 28;
    EXPECT_EQ(plan(problem, exact).taken, (std::vector<std::size_t>{0}));
}

TEST(Plans, put_those_together_who_want_it)
{
    Problem problem{.places = {{0, 0}},
                    .shifts = {{"a", 600, 720, 0, 1, 2}, {"b", 600, 720, 0, 1, 2}},
                    .volunteers = {{.id = "one", .village = 0, .most_shifts = 1},
                                   {.id = "sister", .village = 0, .most_shifts = 1}},
                    .choices = {{0, 0, 100}, {0, 1, 100}, {1, 0, 100}, {1, 1, 130}},
                    .rules = {.needed = 0},
                    .villages = 1};
    problem.together = {{0, 1, 50}};
    EXPECT_EQ(plan(problem, exact).taken, (std::vector<std::size_t>{1, 3}));
}

TEST(Plans, after_one_says_no_change_little)
{
    for (std::uint32_t seed = 1; seed <= 10; ++seed) {
        auto problem = region({.volunteers = 120, .shifts = 40, .days = 3, .villages = 9, .width = 20}, seed);
        const auto before = plan(problem, {.seconds = 1, .gap = 0.001});
        ASSERT_FALSE(before.taken.empty());
        for (const auto choice : before.taken)
            problem.choices[choice].standing = Standing::proposed;
        const auto gone = before.taken[before.taken.size() / 2];
        problem.choices.erase(problem.choices.begin() + static_cast<std::ptrdiff_t>(gone));
        const auto after = plan(problem, {.seconds = 1, .gap = 0.001});
        is_sound(problem, after);
        int kept = 0;
        for (const auto choice : after.taken)
            kept += problem.choices[choice].standing == Standing::proposed ? 1 : 0;
        EXPECT_GE(kept, static_cast<int>(before.taken.size()) - 3) << seed;
    }
}

TEST(Plans, of_nothing_are_empty)
{
    for (const auto& problem : {Problem{}, region({.volunteers = 0, .shifts = 5, .villages = 1}, 1),
                                region({.volunteers = 5, .shifts = 0, .villages = 1}, 1)}) {
        const auto found = plan(problem, exact);
        EXPECT_TRUE(found.taken.empty());
        EXPECT_EQ(found.value, 0);
        EXPECT_EQ(found.bound, 0);
        EXPECT_EQ(found.gap(), 0);
    }
}

TEST(Plans, with_thousands_of_equal_candidates_are_the_same_each_time)
{
    Problem problem{.places = {{0, 0}}, .shifts = {{"a", 600, 720, 0, 5, 5}}, .villages = 1};
    for (std::size_t v = 0; v < 5000; ++v) {
        problem.volunteers.push_back({.id = std::to_string(v), .village = 0, .most_shifts = 1});
        problem.choices.push_back({v, 0, 100});
    }
    const auto found = plan(problem, exact);
    EXPECT_EQ(found.value, found.bound);
    const auto other = shuffled(problem, 7);
    EXPECT_EQ(names(problem, found), names(other, plan(other, exact)));
}

TEST(Plans, end_when_the_caller_says_so_with_the_best_so_far)
{
    const auto problem = region({.volunteers = 300, .shifts = 200, .days = 2, .most_shifts = 8}, 3);
    const auto found =
        plan(problem, {.seconds = 60, .gap = 0, .go_on = [](const Progress&) { return false; }});
    EXPECT_TRUE(found.is_cut_short);
    is_sound(problem, found);
}

TEST(Problems, say_what_is_wrong_with_them)
{
    Problem problem{.places = {{0, 0}},
                    .shifts = {{"empty", 600, 600, 0, 1, 1}, {"empty", 600, 700, 3, 2, 1}},
                    .volunteers = {{.id = "v", .village = 4, .most_shifts = -1}},
                    .choices = {{0, 0, -1}, {0, 0, 1}, {7, 0, 1}},
                    .together = {{0, 0, 5}},
                    .villages = 1};
    const auto faults = faults_of(problem);
    for (const auto* fault :
         {"Two shifts are called empty.", "Shift empty does not end after it begins.",
          "Shift empty has fewer places than it needs at least.",
          "Shift empty is at a place that is not listed.", "Volunteer v is of a village that is not listed.",
          "Volunteer v has a limit below zero.", "Volunteer v and shift empty are listed twice.",
          "A choice names a volunteer or a shift that is not listed.",
          "A wish to be together does not name two volunteers."})
        EXPECT_NE(std::ranges::find(faults, fault), faults.end()) << fault;
}

} // namespace dorfnetz::matching
