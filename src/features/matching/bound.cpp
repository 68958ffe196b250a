#include "features/matching/bound.hpp"

#include <algorithm>
#include <cmath>
#include <thread>

namespace dorfnetz::matching {

namespace {

// One part of the volunteers.
Bound bound_of_some(const Prepared& prepared, const Certificate& prices, const Fates& fates, int from, int to)
{
    Bound bound{.wanted = std::vector<int>(static_cast<std::size_t>(prepared.shifts)),
                .of_village = std::vector<int>(static_cast<std::size_t>(prepared.villages))};
    ChainFinder finder(prepared);
    std::vector<Points> worths;
    for (int v = from; v < to; ++v) {
        const auto at = static_cast<std::size_t>(v);
        const auto village = prepared.problem->volunteers[at].village;
        worths_at(prepared, v, prices, fates, worths);
        for (const auto line : finder.best(v, worths.data(), price_unit)) {
            ++bound.wanted[static_cast<std::size_t>(prepared.lines[static_cast<std::size_t>(line)].shift)];
            ++bound.of_village[village];
            bound.lines.push_back(line);
        }
        bound.worth += finder.worth();
        if (!fates.empty())
            bound.worth -= decided * std::count(fates.begin() + prepared.first[at],
                                                fates.begin() + prepared.first[at + 1], Fate::in);
    }
    return bound;
}

// Twice what a wish to be together is worth to this side of it.
Points side_of(const Partner& partner, const Fates& fates)
{
    if (fates.empty())
        return partner.points;
    const auto mine = fates[static_cast<std::size_t>(partner.line)];
    const auto theirs = fates[static_cast<std::size_t>(partner.other)];
    if (theirs == Fate::out || (mine == Fate::in && theirs == Fate::open))
        return 0; // it does not come true, or is counted on the other side
    return theirs == Fate::in && mine == Fate::open ? 2 * Points{partner.points} : partner.points;
}

// The most that the places of a shift are worth at a price: concave in their number, so its ends decide.
Points places_at(const Prepared& prepared, std::size_t shift, Points price)
{
    const Points needed = prepared.problem->rules.needed * price_unit;
    const auto least = std::min(prepared.least[shift], prepared.most[shift]);
    return least * std::max<Points>(0, needed + price) +
           (prepared.most[shift] - least) * std::max<Points>(0, price);
}

// How many places that is; where several numbers are worth the same, the one next to what is wanted.
int number_at(const Prepared& prepared, std::size_t shift, Points price, int wanted)
{
    const Points needed = prepared.problem->rules.needed * price_unit;
    const auto least = std::min(prepared.least[shift], prepared.most[shift]);
    if (price > 0)
        return prepared.most[shift];
    if (price == 0)
        return std::clamp(wanted, least, prepared.most[shift]);
    if (price > -needed)
        return least;
    return price == -needed ? std::clamp(wanted, 0, least) : 0;
}

int free_of(const Prepared& prepared, std::size_t village)
{
    return std::max(0, prepared.fair[village]);
}

} // namespace

void worths_at(const Prepared& prepared, int volunteer, const Certificate& prices, const Fates& fates,
               std::vector<Points>& worths)
{
    const auto at = static_cast<std::size_t>(volunteer);
    const auto village = prepared.problem->volunteers[at].village;
    const auto begin = static_cast<std::size_t>(prepared.first[at]);
    const auto end = static_cast<std::size_t>(prepared.first[at + 1]);
    worths.resize(end - begin);
    for (auto i = begin; i < end; ++i) {
        const auto& line = prepared.lines[i];
        Points doubled = 2 * static_cast<Points>(line.weight);
        for (int p = prepared.partner_first[i]; p < prepared.partner_first[i + 1]; ++p)
            doubled += side_of(prepared.partners[static_cast<std::size_t>(p)], fates);
        worths[i - begin] = doubled * (price_unit / 2) -
                            prices.shift_prices[static_cast<std::size_t>(line.shift)] -
                            prices.village_prices[village];
        if (!fates.empty() && fates[i] != Fate::open)
            worths[i - begin] += fates[i] == Fate::in ? decided : -decided;
    }
}

Bound bound_at(const Prepared& prepared, const Certificate& prices, unsigned threads, const Fates& fates)
{
    const int parts = std::max(1, std::min(static_cast<int>(threads), prepared.volunteers / 256));
    std::vector<Bound> bounds(static_cast<std::size_t>(parts));
    const auto work = [&](int part) {
        bounds[static_cast<std::size_t>(part)] = bound_of_some(
            prepared, prices, fates, static_cast<int>(std::int64_t{prepared.volunteers} * part / parts),
            static_cast<int>(std::int64_t{prepared.volunteers} * (part + 1) / parts));
    };
    std::vector<std::jthread> helpers;
    for (int part = 1; part < parts; ++part)
        helpers.emplace_back(work, part);
    work(0);
    helpers.clear();
    auto bound = std::move(bounds.front());
    for (std::size_t part = 1; part < bounds.size(); ++part) {
        bound.worth += bounds[part].worth;
        bound.lines.insert(bound.lines.end(), bounds[part].lines.begin(), bounds[part].lines.end());
        for (std::size_t i = 0; i < bound.wanted.size(); ++i)
            bound.wanted[i] += bounds[part].wanted[i];
        for (std::size_t i = 0; i < bound.of_village.size(); ++i)
            bound.of_village[i] += bounds[part].of_village[i];
    }
    for (std::size_t shift = 0; shift < prices.shift_prices.size(); ++shift)
        bound.worth += places_at(prepared, shift, prices.shift_prices[shift]);
    for (std::size_t village = 0; village < prices.village_prices.size(); ++village)
        bound.worth += free_of(prepared, village) * prices.village_prices[village];
    return bound;
}

std::vector<int> slope_at(const Prepared& prepared, const Certificate& prices, const Bound& bound)
{
    std::vector<int> slope;
    slope.reserve(bound.wanted.size() + bound.of_village.size());
    for (std::size_t s = 0; s < bound.wanted.size(); ++s)
        slope.push_back(number_at(prepared, s, prices.shift_prices[s], bound.wanted[s]) - bound.wanted[s]);
    for (std::size_t g = 0; g < bound.of_village.size(); ++g)
        slope.push_back(free_of(prepared, g) - bound.of_village[g]);
    return slope;
}

Descent::Descent(const Prepared& prepared, Certificate start, unsigned threads)
    : m_prepared(prepared),
      m_threads(threads),
      m_best(std::move(start)),
      m_now(m_best),
      m_bound(bound_at(prepared, m_now, threads)),
      m_best_worth(m_bound.worth)
{
}

bool Descent::go_down(int rounds, Points value, const std::function<bool()>& go_on)
{
    const auto before = m_best_worth;
    const Points step_most = m_prepared.problem->rules.village_step * price_unit;
    const auto shifts = m_now.shift_prices.size();
    for (int round = 0; round < rounds && bound() > value && go_on(); ++round) {
        auto slope = slope_at(m_prepared, m_now, m_bound);
        for (std::size_t g = 0; g < m_now.village_prices.size(); ++g)
            // At the ends of what a village's price can be the slope counts only inwards.
            if ((m_now.village_prices[g] == 0 && slope[shifts + g] > 0) ||
                (m_now.village_prices[g] == step_most && slope[shifts + g] < 0))
                slope[shifts + g] = 0;
        double length = 0;
        for (const auto part : slope)
            length += static_cast<double>(part) * part;
        if (length == 0)
            break; // these prices are the best there are
        const double step = m_pace * static_cast<double>(m_bound.worth - value * price_unit) / length;
        for (std::size_t s = 0; s < shifts; ++s)
            m_now.shift_prices[s] -= std::llround(step * slope[s]);
        for (std::size_t g = 0; g < m_now.village_prices.size(); ++g)
            m_now.village_prices[g] = std::clamp<Points>(
                m_now.village_prices[g] - std::llround(step * slope[shifts + g]), 0, step_most);
        m_bound = bound_at(m_prepared, m_now, m_threads);
        if (m_bound.worth < m_best_worth) {
            m_best_worth = m_bound.worth;
            m_best = m_now;
            m_stuck = 0;
        } else if (++m_stuck == 5) {
            m_stuck = 0;
            m_pace /= 2;
            m_now = m_best;
            m_bound = bound_at(m_prepared, m_now, m_threads);
        }
    }
    return m_best_worth < before;
}

} // namespace dorfnetz::matching
