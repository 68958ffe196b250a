#pragma once

#include "features/matching/plan_api.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace dorfnetz::matching {

// Why somebody who may take a shift does not; the first of these that holds.
enum class Obstacle {
    busy,         // has another shift at that time
    way,          // cannot get from one to the other in time
    rest,         // would have too little rest between them
    most_shifts,  // has as many shifts as wanted
    most_minutes, // would have more minutes than wanted
    cost,         // could, but it would make the plan worth less
};

struct Hindered
{
    std::size_t choice = 0;
    Obstacle why = Obstacle::busy;
    bool is_only = false;                 // nothing else is in the way
    std::vector<std::size_t> shifts = {}; // those that are in the way, for busy, way and rest
    Minute lacking = 0;                   // minutes for way, rest and most_minutes, shifts for most_shifts
    Points loss = 0;                      // for cost: what the plan would be worth less
};

// A shift that has fewer people than it needs, and who could have taken it. One more person who has time for
// it and does nothing else always helps.
struct Unfilled
{
    std::size_t shift = 0;
    int open = 0;                          // people who are missing
    int taken = 0;                         // people who are there
    std::vector<Hindered> candidates = {}; // in the order of Problem::choices; empty: nobody else may take it
};

// Counted from the finished plan alone, in the order of Problem::shifts.
std::vector<Unfilled> unfilled_in(const Problem& problem, const std::vector<std::size_t>& taken);

// As in files and for counting.
const char* to_text(Obstacle obstacle);
std::optional<Obstacle> obstacle_from_text(std::string_view text);

} // namespace dorfnetz::matching
