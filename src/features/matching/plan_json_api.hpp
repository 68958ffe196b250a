#pragma once

#include "features/matching/fault_api.hpp"
#include "features/matching/plan_api.hpp"
#include "features/matching/unfilled_api.hpp"

#include <string>
#include <string_view>
#include <vector>

// Problems, plans and certificates as files for others; docs/matching.md says what is in them, and
// docs/matching/*.schema.json says it to programs.
namespace dorfnetz::matching {

// A problem with the names that the planner does not need.
struct Told
{
    Problem problem;
    std::vector<std::string> places = {};
    std::vector<std::string> villages = {};
};

struct Reading
{
    Told told = {};                 // can be planned if there are no faults
    std::vector<Fault> faults = {}; // the first hundred
};

// Whatever the bytes are: either a problem that can be planned or what is wrong with them.
Reading read_problem(std::string_view json);

std::string plan_json(const Told& told, const Plan& plan, const std::vector<Unfilled>& unfilled);
std::string certificate_json(const Told& told, const Plan& plan);

} // namespace dorfnetz::matching
