// A problem that somebody wrote as a file: either it is refused with a sentence, or it can be planned and the
// plan keeps its rules.

#include "tests/fuzz/fuzz.hpp"

#include "features/matching/plan_json_api.hpp"

#include <algorithm>

using namespace dorfnetz;
using fuzz::require;

namespace {

// Larger ones are slow, and nothing else happens in them.
bool is_small(const matching::Problem& problem)
{
    return problem.volunteers.size() <= 20 && problem.shifts.size() <= 20 && problem.villages <= 20;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto reading = matching::read_problem(fuzz::text_of(data, size));
    for (const auto& [where, what] : reading.faults)
        require(!what.empty() && (where.empty() || where.front() == '/'));
    if (!reading.faults.empty())
        return 0;
    const auto& problem = reading.told.problem;
    require(matching::faults_of(problem).empty());
    if (!is_small(problem))
        return 0;
    const auto plan = matching::plan(problem, {.seconds = 0.05, .threads = 1});
    require(matching::broken_rules(problem, plan.taken).empty());
    require(plan.value == matching::value_of(problem, plan.taken) && plan.value <= plan.bound);
    const auto unfilled = matching::unfilled_in(problem, plan.taken);
    require(!matching::plan_json(reading.told, plan, unfilled).empty());
    require(!matching::certificate_json(reading.told, plan).empty());
    return 0;
}
