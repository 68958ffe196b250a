#include "features/matching/chains.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>

namespace dorfnetz::matching {

namespace {

constexpr Points nothing = std::numeric_limits<Points>::min() / 4;

std::size_t shift_of(const Prepared& prepared, int line)
{
    return static_cast<std::size_t>(prepared.lines[static_cast<std::size_t>(line)].shift);
}

Minute length_of(const Prepared& prepared, int line)
{
    const auto& shift = prepared.problem->shifts[shift_of(prepared, line)];
    return shift.end - shift.begin;
}

// Whether as many shifts as there is room for, the longest of a period, take longer than there are minutes.
bool can_run_out(const Prepared& prepared, std::size_t volunteer)
{
    std::vector<std::vector<Minute>> lengths(prepared.periods);
    for (int line = prepared.first[volunteer]; line < prepared.first[volunteer + 1]; ++line)
        lengths[static_cast<std::size_t>(prepared.period[shift_of(prepared, line)])].push_back(
            length_of(prepared, line));
    for (std::size_t period = 0; period < lengths.size(); ++period) {
        auto& longest = lengths[period];
        std::ranges::sort(longest, std::greater());
        longest.resize(
            std::min<std::size_t>(longest.size(), static_cast<std::size_t>(prepared.room[volunteer])));
        if (std::accumulate(longest.begin(), longest.end(), Minute{0}) >
            prepared.minutes[volunteer * prepared.periods + period])
            return true;
    }
    return false;
}

} // namespace

ChainFinder::ChainFinder(const Prepared& prepared) : m_prepared(prepared)
{
    for (std::size_t v = 0; v < static_cast<std::size_t>(prepared.volunteers); ++v)
        m_is_limited.push_back(prepared.minutes[v * prepared.periods] >= 0 && can_run_out(prepared, v));
}

const std::vector<int>& ChainFinder::best(int volunteer, const Points* worths, Points scale)
{
    m_chain.clear();
    m_worth = 0;
    const auto at = static_cast<std::size_t>(volunteer);
    if (m_prepared.room[at] == 0 || m_prepared.first[at] == m_prepared.first[at + 1])
        return m_chain;
    if (is_limited(volunteer))
        best_by_minutes(volunteer, worths, scale);
    else
        best_by_count(volunteer, worths, scale);
    return m_chain;
}

void ChainFinder::best_by_count(int volunteer, const Points* worths, Points scale)
{
    const auto at = static_cast<std::size_t>(volunteer);
    const int begin = m_prepared.first[at];
    const int count = m_prepared.first[at + 1] - begin;
    const auto width = static_cast<std::size_t>(count) + 1;
    const int rounds = std::min(m_prepared.room[at], count);
    const auto cells = width * (static_cast<std::size_t>(rounds) + 1);
    if (m_ending.size() < cells) {
        m_ending.resize(cells);
        m_before.resize(cells);
        m_best.resize(cells);
        m_best_line.resize(cells);
    }
    // Of no shift: worth nothing, and anything can follow.
    std::fill_n(m_best.begin(), width, Points{0});
    std::fill_n(m_ending.begin(), width, Points{0});
    std::fill_n(m_best_line.begin(), width, -1);
    Points cost = 0;
    int best_round = 0;
    for (int round = 1; round <= rounds; ++round) {
        const auto row = static_cast<std::size_t>(round) * width;
        const auto above = row - width;
        m_best[row] = nothing;
        m_best_line[row] = -1;
        for (int i = 0; i < count; ++i) {
            const auto cell = row + static_cast<std::size_t>(i);
            Points ending = nothing;
            int before = -1;
            if (worths[i] > 0) { // whoever leaves out a worthless shift has more
                const auto& line = m_prepared.lines[static_cast<std::size_t>(begin + i)];
                if (round == 1) {
                    ending = worths[i];
                } else {
                    Points sooner = m_best[above + static_cast<std::size_t>(line.far)];
                    before = m_best_line[above + static_cast<std::size_t>(line.far)];
                    for (int n = line.near_begin; n < line.near_end; ++n) {
                        const int j = m_prepared.near[static_cast<std::size_t>(n)];
                        const auto value = m_ending[above + static_cast<std::size_t>(j)];
                        if (value > sooner) {
                            sooner = value;
                            before = j;
                        }
                    }
                    if (sooner > nothing)
                        ending = sooner + worths[i];
                }
            }
            m_ending[cell] = ending;
            m_before[cell] = before;
            const bool is_better = ending > m_best[cell];
            m_best[cell + 1] = is_better ? ending : m_best[cell];
            m_best_line[cell + 1] = is_better ? i : m_best_line[cell];
        }
        cost += m_prepared.load(volunteer, round - 1) * scale;
        const auto whole = m_best[row + static_cast<std::size_t>(count)];
        if (whole <= nothing)
            break;
        if (whole - cost > m_worth) {
            m_worth = whole - cost;
            best_round = round;
        }
    }
    if (best_round == 0)
        return;
    int i = m_best_line[static_cast<std::size_t>(best_round) * width + static_cast<std::size_t>(count)];
    for (int round = best_round; round > 0; --round) {
        m_chain.push_back(begin + i);
        i = m_before[static_cast<std::size_t>(round) * width + static_cast<std::size_t>(i)];
    }
    std::ranges::reverse(m_chain);
}

void ChainFinder::best_by_minutes(int volunteer, const Points* worths, Points scale)
{
    const auto at = static_cast<std::size_t>(volunteer);
    const int begin = m_prepared.first[at];
    const int count = m_prepared.first[at + 1] - begin;
    m_labels.assign(1, Label{.line = -1});
    m_of_line.assign(static_cast<std::size_t>(count), {});
    int best = 0;
    for (int i = 0; i < count; ++i) {
        if (worths[i] <= 0)
            continue;
        const auto& line = m_prepared.lines[static_cast<std::size_t>(begin + i)];
        const auto length = length_of(m_prepared, begin + i);
        const int period = m_prepared.period[shift_of(m_prepared, begin + i)];
        const auto most_minutes =
            m_prepared.minutes[at * m_prepared.periods + static_cast<std::size_t>(period)];
        auto& mine = m_of_line[static_cast<std::size_t>(i)];
        const auto go_on = [&](int from) {
            const auto label = m_labels[static_cast<std::size_t>(from)];
            const Label next{.line = i,
                             .count = label.count + 1,
                             .period = period,
                             .minutes = length + (label.period == period ? label.minutes : 0),
                             .worth =
                                 label.worth + worths[i] - m_prepared.load(volunteer, label.count) * scale,
                             .before = from};
            if (next.count > m_prepared.room[at] || next.minutes > most_minutes)
                return;
            // Dominated: as good with no more shifts and no more minutes.
            for (const auto other : mine) {
                const auto& have = m_labels[static_cast<std::size_t>(other)];
                if (have.count <= next.count && have.minutes <= next.minutes && have.worth >= next.worth)
                    return;
            }
            mine.push_back(static_cast<int>(m_labels.size()));
            m_labels.push_back(next);
            if (next.worth > m_labels[static_cast<std::size_t>(best)].worth)
                best = mine.back();
        };
        go_on(0);
        const auto go_on_from = [&](int j) {
            for (const auto label : m_of_line[static_cast<std::size_t>(j)])
                go_on(label);
        };
        for (int j = 0; j < line.far; ++j)
            go_on_from(j);
        for (int n = line.near_begin; n < line.near_end; ++n)
            go_on_from(m_prepared.near[static_cast<std::size_t>(n)]);
    }
    m_worth = m_labels[static_cast<std::size_t>(best)].worth;
    for (int label = best; label > 0; label = m_labels[static_cast<std::size_t>(label)].before)
        m_chain.push_back(begin + m_labels[static_cast<std::size_t>(label)].line);
    std::ranges::reverse(m_chain);
}

} // namespace dorfnetz::matching
