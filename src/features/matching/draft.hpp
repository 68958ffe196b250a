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
    // Everybody in turn lets go of everything and takes the best there is as things stand. Nobody loses by
    // it.
    void improve();

    Points worth() const { return m_worth; } // without what is promised

    std::vector<std::size_t> choices() const;

private:
    void add(int line);
    void remove(int line);
    bool is_full(int line) const;
    Points marginal(int line) const;
    Points village_cost(std::size_t village, int more) const;
    void value_lines(int volunteer);
    Points total(int volunteer, const std::vector<int>& lines) const;
    void choose(int volunteer);

    const Prepared& m_prepared;
    ChainFinder m_finder;
    std::vector<std::vector<int>> m_taken; // lines of each volunteer, in the order in which they end
    std::vector<char> m_is_taken;          // of each line
    std::vector<int> m_in;                 // people in each shift
    std::vector<int> m_of_village;
    std::vector<Points> m_worths; // of the lines of the volunteer who chooses
    Points m_worth = 0;
};

} // namespace dorfnetz::matching
