#pragma once

#include "features/matching/chains.hpp"

namespace dorfnetz::matching {

// What has been decided of a line while searching.
enum class Fate : char { open, out, in };
using Fates = std::vector<Fate>; // of each line; empty: all are open

// What nobody can beat at given prices, and what everybody wants at them.
struct Bound
{
    Points worth = 0;             // in 1/price_unit points, promised shifts not counted
    std::vector<int> wanted = {}; // of each shift
    std::vector<int> of_village = {};
    std::vector<int> lines = {}; // the best chain of each volunteer, ascending
};

// L(prices) = places valued at their prices + each volunteer's best chain at these prices. Wishes to be
// together count half for each of the two, which is never less than what they are worth. Far below every plan
// if somebody cannot do all that is decided.
Bound bound_at(const Prepared& prepared, const Certificate& prices, unsigned threads,
               const Fates& fates = {});

// What the lines of one volunteer are worth at these prices, in 1/price_unit points; lines that are decided
// are worth `decided` more or less, which is more than any plan.
void worths_at(const Prepared& prepared, int volunteer, const Certificate& prices, const Fates& fates,
               std::vector<Points>& worths);
inline constexpr Points decided = Points{1} << 50;

// By how much there are more places than are wanted: of the shifts, then of the villages. Where the bound
// falls if their prices do.
std::vector<int> slope_at(const Prepared& prepared, const Certificate& prices, const Bound& bound);

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
