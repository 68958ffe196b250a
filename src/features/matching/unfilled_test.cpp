#include "features/matching/unfilled_api.hpp"

#include "features/matching/regions_for_tests.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>

namespace dorfnetz::matching {

namespace {

// Too few people for what is needed, and every kind of limit.
Problem scarce(std::uint32_t seed)
{
    auto problem = region({.volunteers = 14,
                           .shifts = 18,
                           .days = 1,
                           .most_shifts = 3,
                           .villages = 4,
                           .width = 12,
                           .available_percent = 90},
                          seed);
    Chance chance(seed + 500);
    problem.rules.village_step = seed % 2 == 0 ? 60 : 0;
    problem.rules.needed = seed % 5 == 0 ? 100 : 3000; // so little that load can cost more
    for (auto& volunteer : problem.volunteers) {
        volunteer.rest = chance.below(4) * 40;
        volunteer.most_minutes = chance.below(2) * (120 + chance.below(4) * 60);
    }
    problem.choices.clear();
    for (std::size_t v = 0; v < problem.volunteers.size(); ++v)
        for (std::size_t s = 0; s < problem.shifts.size(); ++s)
            if (chance.below(3) == 0)
                problem.choices.push_back(
                    {.volunteer = v,
                     .shift = s,
                     .liking = chance.below(600),
                     .standing = chance.below(15) == 0 ? Standing::promised : Standing::free});
    problem.together.push_back({0, 1, 90});
    return problem;
}

std::vector<std::size_t> with(std::vector<std::size_t> taken, std::size_t choice)
{
    taken.push_back(choice);
    return taken;
}

bool is_sound(const Problem& problem, const std::vector<std::size_t>& taken)
{
    return broken_rules(problem, taken).empty();
}

std::size_t volunteer_of(const Problem& problem, const Hindered& candidate)
{
    return problem.choices[candidate.choice].volunteer;
}

// Whether the volunteer could come after all if what is in the way were not; `less` of it does not do.
bool helps(const Problem& problem, const std::vector<std::size_t>& taken, const Hindered& candidate,
           Minute less)
{
    auto other = problem;
    auto& volunteer = other.volunteers[volunteer_of(problem, candidate)];
    const auto more = candidate.lacking - less;
    if (candidate.why == Obstacle::most_shifts)
        volunteer.most_shifts += static_cast<int>(more);
    if (candidate.why == Obstacle::most_minutes)
        volunteer.most_minutes += more;
    if (candidate.why == Obstacle::rest)
        volunteer.rest -= more;
    return is_sound(other, with(taken, candidate.choice));
}

} // namespace

TEST(Unfilled_shifts, are_all_named_with_everybody_who_could_have_come)
{
    int seen = 0;
    for (std::uint32_t seed = 1; seed <= 40; ++seed) {
        SCOPED_TRACE(seed);
        const auto problem = scarce(seed);
        const auto found = plan(problem, {.seconds = 0.1});
        std::vector<int> in(problem.shifts.size());
        for (const auto index : found.taken)
            ++in[problem.choices[index].shift];
        std::map<std::size_t, const Unfilled*> named;
        const auto unfilled = unfilled_in(problem, found.taken);
        for (const auto& entry : unfilled)
            named[entry.shift] = &entry;
        for (std::size_t shift = 0; shift < in.size(); ++shift) {
            ASSERT_EQ(named.contains(shift), in[shift] < problem.shifts[shift].least);
            if (!named.contains(shift))
                continue;
            ++seen;
            EXPECT_EQ(named[shift]->open, problem.shifts[shift].least - in[shift]);
            std::vector<std::size_t> candidates;
            for (const auto& candidate : named[shift]->candidates)
                candidates.push_back(candidate.choice);
            std::vector<std::size_t> others;
            for (std::size_t i = 0; i < problem.choices.size(); ++i)
                if (problem.choices[i].shift == shift &&
                    std::ranges::find(found.taken, i) == found.taken.end())
                    others.push_back(i);
            EXPECT_EQ(candidates, others);
        }
    }
    EXPECT_GT(seen, 100);
}

TEST(Unfilled_shifts, give_reasons_that_are_true)
{
    std::map<Obstacle, int> seen;
    std::map<Obstacle, int> seen_alone;
    for (std::uint32_t seed = 1; seed <= 80; ++seed) {
        const auto problem = scarce(seed);
        const auto taken = plan(problem, {.seconds = 0.1}).taken;
        const auto value = value_of(problem, taken);
        for (const auto& entry : unfilled_in(problem, taken))
            for (const auto& candidate : entry.candidates) {
                SCOPED_TRACE(testing::Message() << seed << ", " << problem.shifts[entry.shift].id << ", "
                                                << to_text(candidate.why));
                ++seen[candidate.why];
                EXPECT_EQ(is_sound(problem, with(taken, candidate.choice)), candidate.why == Obstacle::cost);
                if (candidate.why == Obstacle::cost) {
                    EXPECT_EQ(candidate.loss, value - value_of(problem, with(taken, candidate.choice)));
                    EXPECT_TRUE(candidate.is_only);
                }
                if (!candidate.is_only)
                    continue;
                ++seen_alone[candidate.why];
                if (candidate.why == Obstacle::most_shifts || candidate.why == Obstacle::most_minutes ||
                    candidate.why == Obstacle::rest) {
                    EXPECT_TRUE(helps(problem, taken, candidate, 0));
                    EXPECT_FALSE(helps(problem, taken, candidate, 1));
                }
                if (candidate.why == Obstacle::busy || candidate.why == Obstacle::way) {
                    auto fewer = taken; // without what is in the way
                    std::erase_if(fewer, [&](std::size_t i) {
                        return problem.choices[i].volunteer == volunteer_of(problem, candidate) &&
                               std::ranges::find(candidate.shifts, problem.choices[i].shift) !=
                                   candidate.shifts.end();
                    });
                    auto broken = broken_rules(problem, with(fewer, candidate.choice));
                    std::erase_if(broken, [](const std::string& rule) {
                        return rule.find(" had promised ") != std::string::npos;
                    });
                    EXPECT_EQ(broken, std::vector<std::string>());
                }
            }
    }
    for (const auto why : {Obstacle::busy, Obstacle::way, Obstacle::rest, Obstacle::most_shifts,
                           Obstacle::most_minutes, Obstacle::cost}) {
        EXPECT_GT(seen[why], 0) << to_text(why);
        EXPECT_GT(seen_alone[why], 0) << to_text(why);
    }
}

TEST(Unfilled_shifts, are_filled_by_as_many_more_people_as_are_missing)
{
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
        SCOPED_TRACE(seed);
        const auto problem = scarce(seed);
        const auto taken = plan(problem, {.seconds = 0.1}).taken;
        for (const auto& entry : unfilled_in(problem, taken)) {
            auto other = problem;
            auto more = taken;
            for (int i = 0; i < entry.open; ++i) {
                other.volunteers.push_back(
                    {.id = "new " + std::to_string(i), .village = 0, .most_shifts = 1});
                more.push_back(other.choices.size());
                other.choices.push_back({.volunteer = other.volunteers.size() - 1, .shift = entry.shift});
            }
            EXPECT_TRUE(is_sound(other, more));
            for (const auto& open : unfilled_in(other, more))
                EXPECT_NE(open.shift, entry.shift);
        }
    }
}

TEST(Unfilled_shifts, say_by_how_many_minutes_somebody_comes_too_late)
{
    const Problem problem{.places = {{0, 0}, {10, 0}},
                          .shifts = {{"here", 600, 660, 0, 1, 1}, {"there", 680, 740, 1, 1, 1}},
                          .volunteers = {{.id = "v", .village = 0, .most_shifts = 2}},
                          .choices = {{0, 0, 100}, {0, 1, 90}},
                          .villages = 1};
    const auto unfilled = unfilled_in(problem, {0});
    ASSERT_EQ(unfilled.size(), 1U);
    ASSERT_EQ(unfilled[0].candidates.size(), 1U);
    EXPECT_EQ(unfilled[0].candidates[0].why, Obstacle::way);
    EXPECT_EQ(unfilled[0].candidates[0].lacking, 7) << "15 minutes and 10 km need 27, and 20 are there";
    EXPECT_TRUE(unfilled[0].candidates[0].is_only);
}

} // namespace dorfnetz::matching
