#pragma once

#include "features/matching/prepared.hpp"

#include <functional>
#include <vector>

namespace dorfnetz::matching {

// The plan of a flow of shifts from people to places, which is exact but for shifts that clash. Where
// somebody got two that clash, a node of capacity one is put before a clique of shifts of which that
// volunteer can do only one, and the flow is solved anew; cliques of one volunteer are disjoint, so it stays
// a flow (Ahuja, Magnanti and Orlin, Network Flows, 1993, chapter 11 for the simplex method on networks).
struct FirstPlan
{
    std::vector<int> lines; // few of them may still clash
    Certificate prices;     // the duals of the last flow
    int clashes = 0;        // left in it
};

FirstPlan first_plan(const Prepared& prepared, int rounds, const std::function<bool()>& go_on);

} // namespace dorfnetz::matching
