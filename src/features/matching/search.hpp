#pragma once

#include "features/matching/bound.hpp"

#include <functional>
#include <vector>

namespace dorfnetz::matching {

struct Search
{
    std::vector<int> lines = {};
    Points worth = 0; // promised shifts not counted
    bool is_complete = false;
};

// The best plan of a small problem by branch and bound over the Lagrangian bound: a line is taken or left
// out, better prices are looked for, and what cannot be part of a better plan at these prices is left out for
// good (Beasley 1993, Lagrangean relaxation, in Reeves, Modern Heuristic Techniques). `known` is the best
// plan so far, `prices` those that prove most.
Search search(const Prepared& prepared, const Certificate& prices, Search known,
              const std::function<bool()>& go_on);

} // namespace dorfnetz::matching
