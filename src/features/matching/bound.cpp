#include "features/matching/bound.hpp"

#include <algorithm>
#include <cmath>
#include <thread>

namespace dorfnetz::matching {

namespace {

// One part of the volunteers.
Bound bound_of_some(const Prepared& prepared, const Certificate& prices, int from, int to)
{
    Bound bound{.worth = 0,
                .wanted = std::vector<int>(static_cast<std::size_t>(prepared.shifts)),
                .of_village = std::vector<int>(static_cast<std::size_t>(prepared.villages))};
    ChainFinder finder(prepared);
    std::vector<Points> worths;
    for (int v = from; v < to; ++v) {
        const auto at = static_cast<std::size_t>(v);
        const auto village = prepared.problem->volunteers[at].village;
        const auto begin = static_cast<std::size_t>(prepared.first[at]);
        const auto end = static_cast<std::size_t>(prepared.first[at + 1]);
        worths.resize(end - begin);
        for (auto i = begin; i < end; ++i) {
            const auto& line = prepared.lines[i];
            Points doubled = 2 * static_cast<Points>(line.weight);
            for (int p = prepared.partner_first[i]; p < prepared.partner_first[i + 1]; ++p)
                doubled += prepared.partners[static_cast<std::size_t>(p)].points;
            worths[i - begin] = doubled * (price_unit / 2) -
                                prices.shift_prices[static_cast<std::size_t>(line.shift)] -
                                prices.village_prices[village];
        }
        for (const auto line : finder.best(v, worths.data(), price_unit)) {
            ++bound.wanted[static_cast<std::size_t>(prepared.lines[static_cast<std::size_t>(line)].shift)];
            ++bound.of_village[village];
        }
        bound.worth += finder.worth();
    }
    return bound;
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

Bound bound_at(const Prepared& prepared, const Certificate& prices, unsigned threads)
{
    const int parts = std::max(1, std::min(static_cast<int>(threads), prepared.volunteers / 256));
    std::vector<Bound> bounds(static_cast<std::size_t>(parts));
    const auto work = [&](int part) {
        bounds[static_cast<std::size_t>(part)] = bound_of_some(
            prepared, prices, static_cast<int>(std::int64_t{prepared.volunteers} * part / parts),
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
    std::vector<int> shift_slope(m_now.shift_prices.size());
    std::vector<int> village_slope(m_now.village_prices.size());
    for (int round = 0; round < rounds && bound() > value && go_on(); ++round) {
        double length = 0;
        for (std::size_t s = 0; s < shift_slope.size(); ++s) {
            shift_slope[s] =
                number_at(m_prepared, s, m_now.shift_prices[s], m_bound.wanted[s]) - m_bound.wanted[s];
            length += static_cast<double>(shift_slope[s]) * shift_slope[s];
        }
        for (std::size_t g = 0; g < village_slope.size(); ++g) {
            village_slope[g] = free_of(m_prepared, g) - m_bound.of_village[g];
            // At the ends of what a village's price can be the slope counts only inwards.
            if ((m_now.village_prices[g] == 0 && village_slope[g] > 0) ||
                (m_now.village_prices[g] == step_most && village_slope[g] < 0))
                village_slope[g] = 0;
            length += static_cast<double>(village_slope[g]) * village_slope[g];
        }
        if (length == 0)
            break; // these prices are the best there are
        const double step = m_pace * static_cast<double>(m_bound.worth - value * price_unit) / length;
        for (std::size_t s = 0; s < shift_slope.size(); ++s)
            m_now.shift_prices[s] -= std::llround(step * shift_slope[s]);
        for (std::size_t g = 0; g < village_slope.size(); ++g)
            m_now.village_prices[g] = std::clamp<Points>(
                m_now.village_prices[g] - std::llround(step * village_slope[g]), 0, step_most);
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
