#pragma once

#include "features/matching/chains.hpp"

namespace dorfnetz::matching {

// What nobody can beat at given prices, and how often each shift is wanted at them.
struct Bound
{
    Points worth = 0;        // in 1/price_unit points, promised shifts not counted
    std::vector<int> wanted; // of each shift
    std::vector<int> of_village;
};

// L(prices) = places valued at their prices + each volunteer's best chain at these prices. Wishes to be
// together count half for each of the two, which is never less than what they are worth.
Bound bound_at(const Prepared& prepared, const Certificate& prices, unsigned threads);

// Looks for better prices: subgradient steps of Polyak's length towards `value` (points), which a plan has
// already, shorter ones from the best prices when nothing helps (Held, Wolfe and Crowder 1974).
class Descent
{
public:
    Descent(const Prepared& prepared, Certificate start, unsigned threads);

    // Some more steps; true if the bound came down.
    bool go_down(int rounds, Points value, const std::function<bool()>& go_on);

    Points bound() const { return m_best_worth / price_unit; } // whole points, as every plan is worth

    const Certificate& prices() const { return m_best; }

private:
    const Prepared& m_prepared;
    unsigned m_threads;
    Certificate m_best;
    Certificate m_now;
    Bound m_bound; // at m_now
    Points m_best_worth = 0;
    double m_pace = 0.25;
    int m_stuck = 0;
};

} // namespace dorfnetz::matching
