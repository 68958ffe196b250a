#include "features/matching/plan_api.hpp"

#include "features/matching/bound.hpp"
#include "features/matching/draft.hpp"
#include "features/matching/first_plan.hpp"

#include <algorithm>
#include <map>
#include <chrono>
#include <numeric>
#include <random>
#include <utility>

namespace dorfnetz::matching {

namespace {

using Clock = std::chrono::steady_clock;

class Planner
{
public:
    Planner(const Problem& problem, const Effort& effort)
        : m_problem(problem), m_effort(effort), m_prepared(prepare(problem)),
          m_end(Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                   std::chrono::duration<double>(effort.seconds)))
    {
    }

    Plan run()
    {
        const auto first = first_plan(m_prepared, 6, go_on());
        Descent descent(m_prepared, first.prices, m_effort.threads);
        m_plan.bound = descent.bound();
        std::vector<int> order(static_cast<std::size_t>(m_prepared.volunteers));
        std::iota(order.begin(), order.end(), 0);
        Draft draft(m_prepared);
        draft.take(first.lines);
        for (const auto volunteer : order)
            draft.choose(volunteer);
        m_value = draft.worth();
        m_lines = draft.lines();
        if (getenv("DBG")) fprintf(stderr, "first: clashes %d value %ld bound %ld\n", first.clashes, m_value, m_plan.bound);
        refine(descent);
        m_plan.certificate = descent.prices();
        return finished();
    }

private:
    std::function<bool()> go_on()
    {
        return [this] {
            m_is_cut_short = m_is_cut_short || Clock::now() >= m_end ||
                             (m_effort.go_on && !m_effort.go_on({.value = m_value, .bound = m_plan.bound}));
            return !m_is_cut_short;
        };
    }

    bool is_good_enough() const
    {
        return m_plan.bound - m_value <= static_cast<Points>(m_effort.gap * static_cast<double>(m_plan.bound));
    }

    // Lower bound and better plan by turns.
    void refine(Descent& descent)
    {
        std::mt19937 chance(20261126); // the same each time: a plan must not depend on luck
        Minute begin = m_problem.shifts.front().begin, end = begin;
        for (const auto& shift : m_problem.shifts) { begin = std::min(begin, shift.begin); end = std::max(end, shift.end); }
        while (!is_good_enough() && go_on()()) {
            descent.go_down(10, m_value, go_on());
            m_plan.bound = descent.bound();
            if (getenv("DBG")) fprintf(stderr, "  turn: value %ld bound %ld gap %.4f\n", m_value, m_plan.bound, 100.0*(m_plan.bound-m_value)/m_plan.bound);
            const Minute width = 8*60, offset = chance() % (8*60);
            for (Minute at = begin - offset; at < end && !is_good_enough() && go_on()(); at += width) {
                std::vector<bool> within(m_problem.shifts.size());
                for (std::size_t s = 0; s < within.size(); ++s)
                    within[s] = m_problem.shifts[s].begin >= at && m_problem.shifts[s].begin < at + width;
                improve_within(within);
            }
        }
    }

    // Plans some shifts anew while everything else stays.
    void improve_within(const std::vector<bool>& within)
    {
        auto fixed = m_prepared.fixed;
        std::vector<int> inside;
        std::vector<int> rest;
        for (const auto line : m_lines) {
            const auto& entry = m_prepared.lines[static_cast<std::size_t>(line)];
            if (within[static_cast<std::size_t>(entry.shift)]) {
                inside.push_back(line);
            } else {
                rest.push_back(line);
                fixed.push_back(static_cast<std::size_t>(entry.choice));
            }
        }
        const auto part = prepare(m_problem, fixed, within);
        std::map<int,int> line_of; for (size_t i = 0; i < part.lines.size(); ++i) line_of[part.lines[i].choice] = i;
        std::map<int,int> back; for (size_t i = 0; i < m_prepared.lines.size(); ++i) if (within[m_prepared.lines[i].shift]) back[m_prepared.lines[i].choice] = i;
        Draft old(part);
        std::vector<int> old_lines; for (auto line : inside) old_lines.push_back(line_of.at(m_prepared.lines[line].choice));
        old.take(old_lines);
        const auto first = first_plan(part, 12, go_on());
        Draft draft(part);
        draft.take(first.lines);
        for (int v = 0; v < part.volunteers; ++v)
            draft.choose(v);
        if (draft.worth() > old.worth()) {
            m_value += draft.worth() - old.worth();
            m_lines = rest;
            for (auto line : draft.lines()) m_lines.push_back(back.at(part.lines[line].choice));
        }
        if (getenv("DBG")) fprintf(stderr, "    block: %zu lines, clashes %d, %ld -> %ld\n", part.lines.size(), first.clashes, old.worth(), draft.worth());
    }

    Plan finished()
    {
        m_plan.taken.assign(m_prepared.fixed.begin(), m_prepared.fixed.end());
        for (const auto line : m_lines)
            m_plan.taken.push_back(
                static_cast<std::size_t>(m_prepared.lines[static_cast<std::size_t>(line)].choice));
        std::ranges::sort(m_plan.taken);
        // What is promised is worth the same in every plan.
        const auto value = value_of(m_problem, m_plan.taken);
        m_plan.bound += value - m_value;
        m_plan.value = value;
        m_plan.is_cut_short = m_is_cut_short;
        return std::move(m_plan);
    }

    const Problem& m_problem;
    const Effort& m_effort;
    const Prepared m_prepared;
    const Clock::time_point m_end;
    Plan m_plan;
    std::vector<int> m_lines;
    Points m_value = 0;
    bool m_is_cut_short = false;
};

} // namespace

double Plan::gap() const
{
    return bound <= 0 ? 0 : static_cast<double>(bound - value) / static_cast<double>(bound);
}

double Plan::preference_gap() const
{
    const auto rest = bound - needed_value;
    return rest <= 0 ? 0 : static_cast<double>(bound - value) / static_cast<double>(rest);
}

Plan plan(const Problem& problem, const Effort& effort)
{
    return Planner(problem, effort).run();
}

} // namespace dorfnetz::matching
