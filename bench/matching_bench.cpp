// Plans for invented regions (regions_for_tests.hpp), against the flow alone and a careful coordinator in the
// same run.
//   bench_matching [ADDRESS]        the address is not used: there is no database
// Ends with 1 if a goal is missed: no clash, and a proven gap of at most what stands beside each region.

#include "features/matching/plan_api.hpp"
#include "features/matching/regions_for_tests.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <numeric>
#include <vector>

using namespace dorfnetz;
using namespace dorfnetz::matching;

namespace {

struct Case
{
    const char* name;
    RegionSize size;
    double goal; // gap
    double seconds;
};

constexpr Case cases[] = {
    {"nine villages", {.volunteers = 150, .shifts = 60, .days = 3, .villages = 9, .width = 20}, 0.001, 1},
    {"a month", {}, 0.0001, 5},
    {"a month, people are scarce", {.volunteers = 4000, .available_percent = 55}, 0.0002, 5},
    {"four days", {.days = 4, .most_shifts = 8}, 0.0002, 10},
    {"a festival", {.volunteers = 2500, .days = 4, .most_shifts = 8, .available_percent = 90}, 0.001, 10},
};

// What somebody careful does by hand: the shift for which fewest people can be had first, and for it those
// who like it most and have done least.
std::vector<std::size_t> by_hand(const Problem& problem)
{
    std::vector<std::vector<std::size_t>> of_shift(problem.shifts.size());
    for (std::size_t i = 0; i < problem.choices.size(); ++i)
        of_shift[problem.choices[i].shift].push_back(i);
    std::vector<std::size_t> order(problem.shifts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t s) { return of_shift[s].size(); });
    std::vector<std::vector<std::size_t>> has(problem.volunteers.size()); // shifts
    std::vector<std::size_t> taken;
    for (const bool only_needed : {true, false})
        for (const auto s : order) {
            const auto& shift = problem.shifts[s];
            auto in =
                std::ranges::count_if(taken, [&](std::size_t i) { return problem.choices[i].shift == s; });
            auto& candidates = of_shift[s];
            std::ranges::sort(candidates, {}, [&](std::size_t i) {
                const auto& choice = problem.choices[i];
                const auto before = static_cast<int>(has[choice.volunteer].size());
                return std::pair(std::min(600, 40 * before * before) - choice.liking, i);
            });
            for (const auto i : candidates) {
                if (in >= (only_needed ? shift.least : shift.most))
                    break;
                const auto& choice = problem.choices[i];
                const auto& volunteer = problem.volunteers[choice.volunteer];
                auto& mine = has[choice.volunteer];
                const auto before = static_cast<int>(mine.size());
                if (before >= volunteer.most_shifts ||
                    (!only_needed && std::min(600, 40 * before * before) >= choice.liking) ||
                    std::ranges::any_of(mine, [&](std::size_t other) {
                        const auto& one = problem.shifts[other];
                        return other == s ||
                               (one.end + gap_between(problem, volunteer, one, shift) > shift.begin &&
                                shift.end + gap_between(problem, volunteer, shift, one) > one.begin);
                    }))
                    continue;
                mine.push_back(s);
                taken.push_back(i);
                ++in;
            }
        }
    return taken;
}

} // namespace

int main()
{
    bool is_met = true;
    for (const auto& [name, size, goal, seconds] : cases) {
        const auto problem = region(size, 1);
        const auto started = std::chrono::steady_clock::now();
        const auto found = plan(problem, {.seconds = seconds, .gap = goal / 10});
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
        const auto hand = by_hand(problem);
        const auto broken = broken_rules(problem, found.taken).size() + broken_rules(problem, hand).size();
        is_met = is_met && broken == 0 && found.gap() <= goal;
        fmt::print("{}: {} volunteers, {} shifts, {} choices\n"
                   "  plan {} of at most {}, gap {:.4f} % (of likings alone {:.4f} %), goal {} %, {:.2f} s\n"
                   "  by hand {}, {:.2f} % below the plan; rules broken: {}\n",
                   name, problem.volunteers.size(), problem.shifts.size(), problem.choices.size(),
                   found.value, found.bound, 100 * found.gap(), 100 * found.preference_gap(), 100 * goal,
                   took.count(), value_of(problem, hand),
                   100.0 * static_cast<double>(found.value - value_of(problem, hand)) /
                       static_cast<double>(found.value),
                   broken);
    }
    return is_met ? 0 : 1;
}
