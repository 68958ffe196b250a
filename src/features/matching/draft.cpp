#include "features/matching/draft.hpp"

#include <algorithm>

namespace dorfnetz::matching {

namespace {

constexpr Points never = -(Points{1} << 40);

} // namespace

Draft::Draft(const Prepared& prepared)
    : m_prepared(prepared), m_finder(prepared), m_taken(static_cast<std::size_t>(prepared.volunteers)),
      m_holders(static_cast<std::size_t>(prepared.shifts)), m_is_taken(prepared.lines.size()),
      m_is_moving(static_cast<std::size_t>(prepared.volunteers)),
      m_of_village(static_cast<std::size_t>(prepared.villages))
{
}

// What one more or one less is worth at the shift, the village, the partners and by load is the same number seen
// from both sides; so what the whole plan is worth is kept up step by step.
void Draft::add(int line)
{
    const auto at = static_cast<std::size_t>(line);
    const auto owner = m_prepared.owner[at];
    const auto village = m_prepared.problem->volunteers[static_cast<std::size_t>(owner)].village;
    auto& taken = m_taken[static_cast<std::size_t>(owner)];
    m_worth += marginal(line) - m_prepared.load(owner, static_cast<int>(taken.size())) - village_cost(village, 1);
    m_is_taken[at] = true;
    m_holders[static_cast<std::size_t>(m_prepared.lines[at].shift)].push_back(line);
    ++m_of_village[village];
    taken.insert(std::ranges::lower_bound(taken, line), line);
    m_steps.push_back({line, true});
}

void Draft::remove(int line)
{
    const auto at = static_cast<std::size_t>(line);
    const auto owner = m_prepared.owner[at];
    const auto village = m_prepared.problem->volunteers[static_cast<std::size_t>(owner)].village;
    auto& taken = m_taken[static_cast<std::size_t>(owner)];
    m_is_taken[at] = false;
    std::erase(m_holders[static_cast<std::size_t>(m_prepared.lines[at].shift)], line);
    --m_of_village[village];
    std::erase(taken, line);
    m_worth -= marginal(line) - m_prepared.load(owner, static_cast<int>(taken.size())) - village_cost(village, 1);
    m_steps.push_back({line, false});
}

void Draft::let_go(int volunteer)
{
    while (!m_taken[static_cast<std::size_t>(volunteer)].empty())
        remove(m_taken[static_cast<std::size_t>(volunteer)].back());
}

bool Draft::is_full(int line) const
{
    const auto shift = static_cast<std::size_t>(m_prepared.lines[static_cast<std::size_t>(line)].shift);
    return static_cast<int>(m_holders[shift].size()) >= m_prepared.most[shift];
}

// What taking this line adds, load and village apart.
Points Draft::marginal(int line) const
{
    const auto at = static_cast<std::size_t>(line);
    const auto shift = static_cast<std::size_t>(m_prepared.lines[at].shift);
    Points worth = m_prepared.lines[at].weight;
    if (static_cast<int>(m_holders[shift].size()) < m_prepared.least[shift])
        worth += m_prepared.problem->rules.needed;
    for (int p = m_prepared.partner_first[at]; p < m_prepared.partner_first[at + 1]; ++p) {
        const auto& partner = m_prepared.partners[static_cast<std::size_t>(p)];
        if (m_is_taken[static_cast<std::size_t>(partner.other)])
            worth += partner.points;
    }
    return worth;
}

// What that many more shifts for its people cost beyond the village's fair share.
Points Draft::village_cost(std::size_t village, int more) const
{
    const int free = std::max(0, m_prepared.fair[village]) - m_of_village[village];
    return static_cast<Points>(m_prepared.problem->rules.village_step) *
           (std::max(0, more - free) - std::max(0, -free));
}

// What the village pays beyond its share is put on each shift where the share is used up. That is not exact at its
// edge; what counts is `total`, which is.
void Draft::value_lines(int volunteer, const Certificate* prices)
{
    const auto at = static_cast<std::size_t>(volunteer);
    const auto begin = m_prepared.first[at];
    const auto end = m_prepared.first[at + 1];
    const auto step = village_cost(m_prepared.problem->volunteers[at].village, 1);
    m_worths.resize(static_cast<std::size_t>(end - begin));
    for (int line = begin; line < end; ++line) {
        auto& worth = m_worths[static_cast<std::size_t>(line - begin)];
        if (!is_full(line)) {
            worth = (marginal(line) - step) * price_unit;
        } else if (prices) {
            const auto shift = static_cast<std::size_t>(m_prepared.lines[static_cast<std::size_t>(line)].shift);
            worth = (marginal(line) - step) * price_unit - std::max<Points>(0, prices->shift_prices[shift]);
        } else {
            worth = never;
        }
    }
}

Points Draft::total(int volunteer, const std::vector<int>& lines) const
{
    const auto at = static_cast<std::size_t>(volunteer);
    const auto village = m_prepared.problem->volunteers[at].village;
    const auto step = village_cost(village, 1);
    Points sum = 0;
    for (std::size_t i = 0; i < lines.size(); ++i)
        sum += m_worths[static_cast<std::size_t>(lines[i] - m_prepared.first[at])] +
               (step - m_prepared.load(volunteer, static_cast<int>(i))) * price_unit;
    return sum - village_cost(village, static_cast<int>(lines.size())) * price_unit;
}

void Draft::take(const std::vector<int>& lines)
{
    std::vector<std::vector<int>> wanted(m_taken.size());
    for (const auto line : lines)
        wanted[static_cast<std::size_t>(m_prepared.owner[static_cast<std::size_t>(line)])].push_back(line);
    for (std::size_t v = 0; v < wanted.size(); ++v) {
        if (wanted[v].empty())
            continue;
        // The best chain of these alone.
        const auto begin = m_prepared.first[v];
        m_worths.assign(static_cast<std::size_t>(m_prepared.first[v + 1] - begin), never);
        for (const auto line : wanted[v])
            if (!is_full(line))
                m_worths[static_cast<std::size_t>(line - begin)] =
                    marginal(line) + m_prepared.problem->rules.load_most;
        for (const auto line : m_finder.best(static_cast<int>(v), m_worths.data(), 1))
            add(line);
    }
}

bool Draft::choose(int volunteer)
{
    const auto old = m_taken[static_cast<std::size_t>(volunteer)];
    m_steps.clear();
    let_go(volunteer);
    value_lines(volunteer, nullptr);
    const auto& chain = m_finder.best(volunteer, m_worths.data(), price_unit);
    const bool is_better = total(volunteer, chain) > total(volunteer, old);
    for (const auto line : is_better ? chain : old)
        add(line);
    return is_better;
}

bool Draft::exchange(int volunteer, const Certificate& prices, int depth)
{
    m_steps.clear();
    const auto before = m_worth;
    settle(volunteer, prices, depth);
    if (m_worth > before)
        return true;
    for (const auto steps = m_steps; const auto& step : std::vector(steps.rbegin(), steps.rend()))
        step.is_added ? remove(step.line) : add(step.line);
    return false;
}

void Draft::settle(int volunteer, const Certificate& prices, int depth)
{
    const auto at = static_cast<std::size_t>(volunteer);
    let_go(volunteer);
    value_lines(volunteer, depth > 0 ? &prices : nullptr);
    const auto chain = m_finder.best(volunteer, m_worths.data(), price_unit);
    m_is_moving[at] = true;
    std::vector<int> leaving;
    for (const auto line : chain) {
        if (is_full(line)) {
            const int other = cheapest_to_leave(line, prices);
            if (other < 0)
                continue;
            leaving.push_back(m_prepared.owner[static_cast<std::size_t>(other)]);
            remove(other);
        }
        add(line);
    }
    for (const auto other : leaving)
        settle(other, prices, depth - 1);
    m_is_moving[at] = false;
}

// Of those who hold a place in the shift of this line the one who loses least by leaving it; -1 if none may move.
int Draft::cheapest_to_leave(int line, const Certificate& prices)
{
    const auto shift = static_cast<std::size_t>(m_prepared.lines[static_cast<std::size_t>(line)].shift);
    int cheapest = -1;
    Points least_loss = 0;
    for (const auto holders = m_holders[shift]; const auto held : holders) {
        const auto other = m_prepared.owner[static_cast<std::size_t>(held)];
        if (m_is_moving[static_cast<std::size_t>(other)])
            continue;
        const auto steps = m_steps.size();
        const auto own = m_taken[static_cast<std::size_t>(other)];
        let_go(other);
        value_lines(other, &prices);
        const auto now = total(other, own);
        m_worths[static_cast<std::size_t>(held - m_prepared.first[static_cast<std::size_t>(other)])] = never;
        const auto then = total(other, m_finder.best(other, m_worths.data(), price_unit));
        for (const auto back : own)
            add(back);
        m_steps.resize(steps);
        if (cheapest < 0 || now - then < least_loss) {
            cheapest = held;
            least_loss = now - then;
        }
    }
    return cheapest;
}

std::vector<int> Draft::lines() const
{
    std::vector<int> lines;
    for (const auto& taken : m_taken)
        lines.insert(lines.end(), taken.begin(), taken.end());
    return lines;
}

} // namespace dorfnetz::matching
