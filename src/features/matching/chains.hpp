#pragma once

#include "features/matching/prepared.hpp"

#include <vector>

namespace dorfnetz::matching {

// The best shifts for one volunteer at given worths: at most as many and as long as there is room for, each
// reached in time from the one before, less the load. Dynamic programming over the shifts in the order in
// which they end (weighted interval scheduling; Kleinberg and Tardos, Algorithm Design, 6.1, with the number
// of shifts as a second dimension). Exact, so what nobody can beat is known for each volunteer alone.
class ChainFinder
{
public:
    explicit ChainFinder(const Prepared& prepared);

    // Lines of the best chain, in the order in which they end; empty if nothing is worth it. `worths` has one
    // value for each line of this volunteer, in 1/scale points.
    const std::vector<int>& best(int volunteer, const Points* worths, Points scale);

    // What the last chain is worth, load included.
    Points worth() const { return m_worth; }

private:
    struct Label
    {
        int line = 0; // -1 before the first
        int count = 0;
        int period = -1;
        Minute minutes = 0; // in that period
        Points worth = 0;
        int before = -1; // index of a label
    };

    bool is_limited(int volunteer) const { return m_is_limited[static_cast<std::size_t>(volunteer)]; }

    void best_by_count(int volunteer, const Points* worths, Points scale);
    void best_by_minutes(int volunteer, const Points* worths, Points scale);

    const Prepared& m_prepared;
    std::vector<char> m_is_limited; // whose minutes can run out before the number of shifts does
    std::vector<int> m_chain;
    Points m_worth = 0;
    // By count of shifts and line: the best chain that ends there, and the best that ends there or before.
    std::vector<Points> m_ending;
    std::vector<int> m_before;
    std::vector<Points> m_best;
    std::vector<int> m_best_line;
    std::vector<Label> m_labels;
    std::vector<std::vector<int>> m_of_line;
};

} // namespace dorfnetz::matching
