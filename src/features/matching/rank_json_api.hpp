#pragma once

#include "features/matching/fault_api.hpp"
#include "features/matching/rank_api.hpp"

#include <string>
#include <string_view>
#include <vector>

// Rankings as files for others; docs/matching.md says what is in them, and docs/matching/rank*.schema.json
// says it to programs.
namespace dorfnetz::matching {

struct NamedNeed
{
    std::string id;
    Need need = {};
    std::size_t most = 20; // candidates wanted
};

// A register and what somebody is looked for, with the names that the ranking does not need.
struct RankProblem
{
    std::vector<Place> places = {};
    std::vector<Candidate> candidates = {};
    std::vector<std::string> names = {}; // ids of candidates, by Key::low
    std::vector<NamedNeed> needs = {};   // by id
    Weights weights = {};
};

struct RankReading
{
    RankProblem problem = {};       // can be ranked if there are no faults
    std::vector<Fault> faults = {}; // the first hundred
};

// Whatever the bytes are: either a problem that can be ranked or what is wrong with them.
RankReading read_rank_problem(std::string_view json);

// What is said of those who are left out.
enum class Absence { counted, explained };

// The same bytes for the same people and needs, in whatever order they were read.
std::string rank_json(RankProblem problem, Absence absence);

} // namespace dorfnetz::matching
