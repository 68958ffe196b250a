#include "features/matching/volume.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace dorfnetz::matching {

Volume::Volume(const Prepared& prepared, const Certificate& start, Fates fates)
    : m_prepared(prepared),
      m_fates(std::move(fates)),
      m_prices(start),
      m_bound(bound_at(prepared, start, 1, m_fates)),
      m_slope(start.shift_prices.size() + start.village_prices.size()),
      m_often(prepared.lines.size())
{
    take_in(m_bound, slope_at(prepared, m_prices, m_bound), 1);
}

void Volume::take_in(const Bound& bound, const std::vector<int>& slope, double weight)
{
    for (std::size_t i = 0; i < slope.size(); ++i)
        m_slope[i] += weight * (slope[i] - m_slope[i]);
    for (auto& often : m_often)
        often *= 1 - weight;
    for (const auto line : bound.lines)
        m_often[static_cast<std::size_t>(line)] += weight;
}

// The weight that makes the mean slope shortest, within what keeps a memory.
double Volume::weight_of(const std::vector<int>& slope) const
{
    constexpr double most = 0.2;
    double along = 0;
    double length = 0;
    for (std::size_t i = 0; i < slope.size(); ++i) {
        const double difference = m_slope[i] - slope[i];
        along += m_slope[i] * difference;
        length += difference * difference;
    }
    return length == 0 ? most : std::clamp(along / length, most / 10, most);
}

Certificate Volume::prices_after(double step) const
{
    const Points step_most = m_prepared.problem->rules.village_step * price_unit;
    const auto shifts = m_prices.shift_prices.size();
    auto prices = m_prices;
    for (std::size_t s = 0; s < shifts; ++s)
        prices.shift_prices[s] -= std::llround(step * m_slope[s]);
    for (std::size_t g = 0; g < prices.village_prices.size(); ++g)
        prices.village_prices[g] = std::clamp<Points>(
            prices.village_prices[g] - std::llround(step * m_slope[shifts + g]), 0, step_most);
    return prices;
}

void Volume::go_down(int steps, Points goal, const std::function<bool()>& go_on)
{
    constexpr int patience = 20; // steps without gain, after which they become shorter
    double pace = 0.2;
    int stuck = 0;
    for (int step = 0; step < steps && m_bound.worth >= goal && pace > 1e-5 && go_on(); ++step) {
        double length = 0;
        for (const auto part : m_slope)
            length += part * part;
        if (length < 1e-9)
            return; // these prices are the best there are
        // Where the goal is near, steps towards it are too short to leave a corner.
        const auto distance = static_cast<double>(std::max(m_bound.worth - goal, m_bound.worth / 100) + 1);
        const auto prices = prices_after(pace * distance / length);
        auto bound = bound_at(m_prepared, prices, 1, m_fates);
        const auto slope = slope_at(m_prepared, prices, bound);
        double along = 0;
        for (std::size_t i = 0; i < slope.size(); ++i)
            along += m_slope[i] * slope[i];
        take_in(bound, slope, weight_of(slope));
        if (bound.worth < m_bound.worth) {
            m_prices = prices;
            m_bound = std::move(bound);
            stuck = 0;
            if (along > 0)
                pace = std::min(2.0, pace * 1.2);
        } else if (++stuck == patience) {
            stuck = 0;
            pace *= 0.7;
        }
    }
}

} // namespace dorfnetz::matching
