#pragma once

#include "features/matching/chains.hpp"

#include <vector>

namespace dorfnetz::matching {

// A plan in the making, always within the hard rules.
class Draft
{
public:
    explicit Draft(const Prepared& prepared);

    // Lines that clash with better ones of the same volunteer, or for which there is no place, are left out.
    void take(const std::vector<int>& lines);
    // The volunteer lets go of everything and takes the best there is as things stand. False if nothing is gained.
    bool choose(int volunteer);
    // The same, but a place that is taken can be had at its price, and whoever has to leave it chooses in turn, up to
    // `depth` people in a row (ejection chains; Glover 1996). Undone unless all of them together gain.
    bool exchange(int volunteer, const Certificate& prices, int depth);

    Points worth() const { return m_worth; } // without what is promised
    std::vector<int> lines() const;

private:
    struct Step
    {
        int line = 0;
        bool is_added = false;
    };

    void add(int line);
    void remove(int line);
    void let_go(int volunteer);
    bool is_full(int line) const;
    Points marginal(int line) const;
    Points village_cost(std::size_t village, int more) const;
    // Fills m_worths for a volunteer who has nothing; full shifts at their price, or not at all.
    void value_lines(int volunteer, const Certificate* prices);
    Points total(int volunteer, const std::vector<int>& lines) const;
    void settle(int volunteer, const Certificate& prices, int depth);
    int cheapest_to_leave(int line, const Certificate& prices);

    const Prepared& m_prepared;
    ChainFinder m_finder;
    std::vector<std::vector<int>> m_taken; // of each volunteer, in the order in which they end
    std::vector<std::vector<int>> m_holders; // lines in each shift
    std::vector<char> m_is_taken;          // of each line
    std::vector<char> m_is_moving;         // of each volunteer, in the exchange that is going on
    std::vector<int> m_of_village;
    std::vector<Points> m_worths;
    std::vector<Step> m_steps; // of the exchange that is going on
    Points m_worth = 0;
};

} // namespace dorfnetz::matching
