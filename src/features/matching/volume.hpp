#pragma once

#include "features/matching/bound.hpp"

#include <functional>
#include <vector>

namespace dorfnetz::matching {

// Better prices for small problems, nearer to the best there are than those of Descent, and besides what a
// plan of fractions would take: the volume algorithm (Barahona and Anbil 2000). Steps go along the mean of
// all slopes so far, from the best prices.
class Volume
{
public:
    Volume(const Prepared& prepared, const Certificate& start, Fates fates = {});

    // At most that many steps; ends early when the bound, in 1/price_unit points, is below `goal`.
    void go_down(int steps, Points goal, const std::function<bool()>& go_on);

    const Certificate& prices() const { return m_prices; }

    // At these prices.
    const Bound& bound() const { return m_bound; }

    // How often each line is taken, from 0 to 1.
    const std::vector<double>& often() const { return m_often; }

private:
    Certificate prices_after(double step) const;
    // How much of what is seen now goes into the mean.
    double weight_of(const std::vector<int>& slope) const;
    void take_in(const Bound& bound, const std::vector<int>& slope, double weight);

    const Prepared& m_prepared;
    Fates m_fates;
    Certificate m_prices;
    Bound m_bound;
    std::vector<double> m_slope; // the mean; shifts, then villages
    std::vector<double> m_often;
};

} // namespace dorfnetz::matching
