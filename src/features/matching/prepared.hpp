#pragma once

#include "features/matching/plan_api.hpp"

#include <vector>

// A problem as the planner works on it: choices by volunteer in the order in which their shifts end, what is
// promised taken out of them, and who can go on to which shift in time worked out once.
namespace dorfnetz::matching {

struct Line
{
    int shift = 0;
    int choice = 0; // index in Problem::choices
    int weight = 0; // liking, with Rules::keep
    // In the volunteer's own order: all lines before `far` end early enough for this one, and of those from
    // `far` to the first that does not, the ones named in Prepared::near.
    int far = 0;
    int near_begin = 0;
    int near_end = 0;
};

// A bonus for the line if another volunteer is in the same shift.
struct Partner
{
    int line = 0;  // of this volunteer
    int other = 0; // line of the other
    int points = 0;
};

struct Prepared
{
    const Problem* problem = nullptr;
    int volunteers = 0;
    int shifts = 0;
    int villages = 0;
    std::vector<int> first; // lines of volunteer v: first[v] … first[v + 1]
    std::vector<Line> lines;
    std::vector<int> near;
    std::vector<int> owner;         // of each line
    std::vector<int> line_of;       // of each choice; -1 for those that are not to be chosen
    std::vector<int> partner_first; // partners of line l: partner_first[l] … partner_first[l + 1]
    std::vector<Partner> partners;

    std::vector<int> room; // shifts that each volunteer can still take
    std::vector<int> had;  // shifts that each has promised
    std::size_t periods = 1;
    std::vector<int> period;        // of each shift
    std::vector<Minute> minutes;    // that each can still take, by volunteer and period; negative: no limit
    std::vector<int> least;         // still needed by each shift
    std::vector<int> most;          // places still left in each shift
    std::vector<int> fair;          // shifts that each village can still take at no cost
    std::vector<std::size_t> fixed; // choices that are promised

    // Cost of the next shift of somebody who has `taken` beyond what is promised.
    Points load(int volunteer, int taken) const;

    Minute& minutes_of(std::size_t volunteer, std::size_t shift)
    {
        return minutes[volunteer * periods + static_cast<std::size_t>(period[shift])];
    }
};

// `fixed`: choices that stay, besides the promised ones; `within`: if not empty, the shifts that may change.
Prepared prepare(const Problem& problem, const std::vector<std::size_t>& fixed = {},
                 const std::vector<bool>& within = {});

// The fair share of each village: places that are needed, divided by the number of its volunteers, rounded
// up.
std::vector<int> fair_shares(const Problem& problem);

} // namespace dorfnetz::matching
