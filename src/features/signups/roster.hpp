#pragma once

#include "features/signups/rules.hpp"

// A list that was written on paper, typed in line by line.
namespace dorfnetz::signups {

struct RosterLine
{
    std::size_t number = 0; // as people count
    std::string name = {};
    Reach reach = {};
    std::int64_t people = 1;
};

struct Roster
{
    std::vector<RosterLine> lines;
    std::vector<FieldError> problems; // of the field "zeilen"
};

inline constexpr std::size_t most_lines = 200;

// "Karla Muster, 03493 12 34 56, 2": name first, the rest in any order, with commas, semicolons or tabs
// between.
Roster roster_from_typed(std::string_view text);

} // namespace dorfnetz::signups
