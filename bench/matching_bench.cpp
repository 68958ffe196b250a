// Plans for invented regions (regions_for_tests.hpp), against a careful coordinator and a list on which
// people write themselves down, in the same run.
//   bench_matching [ADDRESS]        the address is not used: there is no database
// Ends with 1 if a goal is missed: no clash, and a proven gap of at most what stands beside each region.

#include "features/matching/plan_api.hpp"
#include "features/matching/regions_for_tests.hpp"
#include "features/matching/unfilled_api.hpp"

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

// A plan that grows choice by choice, within the hard rules.
class Growing
{
public:
    explicit Growing(const Problem& problem)
        : m_problem(problem), m_has(problem.volunteers.size()), m_in(problem.shifts.size())
    {
    }

    const std::vector<std::size_t>& taken() const { return m_taken; }

    int in(std::size_t shift) const { return m_in[shift]; }

    // What a further shift of this volunteer costs.
    int load(std::size_t volunteer) const
    {
        const auto before = static_cast<int>(m_has[volunteer].size());
        return std::min(m_problem.rules.load_most, m_problem.rules.load_step * before * before);
    }

    bool can_take(std::size_t index) const
    {
        const auto& choice = m_problem.choices[index];
        const auto& volunteer = m_problem.volunteers[choice.volunteer];
        const auto& shift = m_problem.shifts[choice.shift];
        const auto& mine = m_has[choice.volunteer];
        return m_in[choice.shift] < shift.most && static_cast<int>(mine.size()) < volunteer.most_shifts &&
               std::ranges::none_of(mine, [&](std::size_t other) {
                   const auto& one = m_problem.shifts[other];
                   return other == choice.shift ||
                          (one.end + gap_between(m_problem, volunteer, one, shift) > shift.begin &&
                           shift.end + gap_between(m_problem, volunteer, shift, one) > one.begin);
               });
    }

    void take(std::size_t index)
    {
        const auto& choice = m_problem.choices[index];
        m_has[choice.volunteer].push_back(choice.shift);
        ++m_in[choice.shift];
        m_taken.push_back(index);
    }

private:
    const Problem& m_problem;
    std::vector<std::vector<std::size_t>> m_has; // shifts
    std::vector<int> m_in;
    std::vector<std::size_t> m_taken;
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
    Growing plan(problem);
    for (const bool only_needed : {true, false})
        for (const auto s : order) {
            const auto& shift = problem.shifts[s];
            auto& candidates = of_shift[s];
            std::ranges::sort(candidates, {}, [&](std::size_t i) {
                return std::pair(plan.load(problem.choices[i].volunteer) - problem.choices[i].liking, i);
            });
            for (const auto i : candidates) {
                if (plan.in(s) >= (only_needed ? shift.least : shift.most))
                    break;
                const auto& choice = problem.choices[i];
                if (plan.can_take(i) && (only_needed || plan.load(choice.volunteer) < choice.liking))
                    plan.take(i);
            }
        }
    return plan.taken();
}

// What a list on the wall does: people come in no particular order, and each writes themselves down for what
// they like best of what is still open.
std::vector<std::size_t> by_list(const Problem& problem)
{
    std::vector<std::vector<std::size_t>> of_volunteer(problem.volunteers.size());
    for (std::size_t i = 0; i < problem.choices.size(); ++i)
        of_volunteer[problem.choices[i].volunteer].push_back(i);
    Chance chance(1);
    for (std::size_t i = of_volunteer.size(); i > 1; --i)
        std::swap(of_volunteer[i - 1],
                  of_volunteer[static_cast<std::size_t>(chance.below(static_cast<int>(i)))]);
    Growing plan(problem);
    for (auto& choices : of_volunteer) {
        std::ranges::sort(choices, {},
                          [&](std::size_t i) { return std::pair(-problem.choices[i].liking, i); });
        for (const auto i : choices)
            if (plan.can_take(i) && plan.load(problem.choices[i].volunteer) < problem.choices[i].liking)
                plan.take(i);
    }
    return plan.taken();
}

// How many people are missing where they are needed.
int open_places(const Problem& problem, const std::vector<std::size_t>& taken)
{
    int open = 0;
    for (const auto& unfilled : unfilled_in(problem, taken))
        open += unfilled.open;
    return open;
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
        const auto broken = broken_rules(problem, found.taken).size();
        is_met = is_met && broken == 0 && found.gap() <= goal;
        fmt::print("{}: {} volunteers, {} shifts, {} choices\n"
                   "  plan {} of at most {}, gap {:.4f} % (of likings alone {:.4f} %), goal {} %, {:.2f} s, "
                   "{} places open\n",
                   name, problem.volunteers.size(), problem.shifts.size(), problem.choices.size(),
                   found.value, found.bound, 100 * found.gap(), 100 * found.preference_gap(), 100 * goal,
                   took.count(), open_places(problem, found.taken));
        for (const auto& [how, taken] :
             {std::pair("by hand", by_hand(problem)), std::pair("by list", by_list(problem))}) {
            const auto value = value_of(problem, taken);
            is_met = is_met && broken_rules(problem, taken).empty() && value <= found.bound;
            fmt::print("  {} {}, {:.2f} % below the plan, {} places open\n", how, value,
                       100.0 * static_cast<double>(found.value - value) / static_cast<double>(found.value),
                       open_places(problem, taken));
        }
    }
    return is_met ? 0 : 1;
}
