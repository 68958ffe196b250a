#include "features/matching/draft.hpp"

#include <algorithm>

namespace dorfnetz::matching {

namespace {

constexpr Points never = -(Points{1} << 40);

} // namespace

Draft::Draft(const Prepared& prepared)
    : m_prepared(prepared),
      m_finder(prepared),
      m_taken(static_cast<std::size_t>(prepared.volunteers)),
      m_is_taken(prepared.lines.size()),
      m_in(static_cast<std::size_t>(prepared.shifts)),
      m_of_village(static_cast<std::size_t>(prepared.villages))
{
}

// What one more or one less is worth at the shift, the village, the partners and by load is the same number
// seen from both sides; so what the whole plan is worth is kept up step by step.
void Draft::add(int line)
{
    const auto at = static_cast<std::size_t>(line);
    const auto owner = m_prepared.owner[at];
    const auto village = m_prepared.problem->volunteers[static_cast<std::size_t>(owner)].village;
    auto& taken = m_taken[static_cast<std::size_t>(owner)];
    m_worth +=
        marginal(line) - m_prepared.load(owner, static_cast<int>(taken.size())) - village_cost(village, 1);
    m_is_taken[at] = true;
    ++m_in[static_cast<std::size_t>(m_prepared.lines[at].shift)];
    ++m_of_village[village];
    taken.insert(std::ranges::lower_bound(taken, line), line);
}

void Draft::remove(int line)
{
    const auto at = static_cast<std::size_t>(line);
    const auto owner = m_prepared.owner[at];
    const auto village = m_prepared.problem->volunteers[static_cast<std::size_t>(owner)].village;
    auto& taken = m_taken[static_cast<std::size_t>(owner)];
    m_is_taken[at] = false;
    --m_in[static_cast<std::size_t>(m_prepared.lines[at].shift)];
    --m_of_village[village];
    std::erase(taken, line);
    m_worth -=
        marginal(line) - m_prepared.load(owner, static_cast<int>(taken.size())) - village_cost(village, 1);
}

bool Draft::is_full(int line) const
{
    const auto shift = static_cast<std::size_t>(m_prepared.lines[static_cast<std::size_t>(line)].shift);
    return m_in[shift] >= m_prepared.most[shift];
}

// What taking this line adds, load and village apart.
Points Draft::marginal(int line) const
{
    const auto at = static_cast<std::size_t>(line);
    const auto shift = static_cast<std::size_t>(m_prepared.lines[at].shift);
    Points worth = m_prepared.lines[at].weight;
    if (m_in[shift] < m_prepared.least[shift])
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

// What the village pays beyond its share is put on each shift where the share is used up. That is not exact
// at its edge; what counts is `total`, which is.
void Draft::value_lines(int volunteer)
{
    const auto at = static_cast<std::size_t>(volunteer);
    const auto begin = m_prepared.first[at];
    const auto end = m_prepared.first[at + 1];
    const auto step = village_cost(m_prepared.problem->volunteers[at].village, 1);
    m_worths.resize(static_cast<std::size_t>(end - begin));
    for (int line = begin; line < end; ++line)
        m_worths[static_cast<std::size_t>(line - begin)] = is_full(line) ? never : marginal(line) - step;
}

Points Draft::total(int volunteer, const std::vector<int>& lines) const
{
    const auto at = static_cast<std::size_t>(volunteer);
    const auto village = m_prepared.problem->volunteers[at].village;
    const auto step = village_cost(village, 1);
    Points sum = 0;
    for (std::size_t i = 0; i < lines.size(); ++i)
        sum += m_worths[static_cast<std::size_t>(lines[i] - m_prepared.first[at])] + step -
               m_prepared.load(volunteer, static_cast<int>(i));
    return sum - village_cost(village, static_cast<int>(lines.size()));
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

void Draft::choose(int volunteer)
{
    const auto old = m_taken[static_cast<std::size_t>(volunteer)];
    for (const auto line : old)
        remove(line);
    value_lines(volunteer);
    const auto& chain = m_finder.best(volunteer, m_worths.data(), 1);
    for (const auto line : total(volunteer, chain) > total(volunteer, old) ? chain : old)
        add(line);
}

void Draft::improve()
{
    for (int volunteer = 0; volunteer < m_prepared.volunteers; ++volunteer)
        choose(volunteer);
}

std::vector<std::size_t> Draft::choices() const
{
    std::vector<std::size_t> choices;
    for (const auto& taken : m_taken)
        for (const auto line : taken)
            choices.push_back(
                static_cast<std::size_t>(m_prepared.lines[static_cast<std::size_t>(line)].choice));
    return choices;
}

} // namespace dorfnetz::matching
