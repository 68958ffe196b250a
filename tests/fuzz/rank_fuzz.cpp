// A register and needs that somebody wrote as a file: either they are refused with a sentence, or they can be
// ranked, whatever their order, and who is left out is not among those to ask.

#include "tests/fuzz/fuzz.hpp"

#include "features/matching/rank_json_api.hpp"

#include <algorithm>
#include <utility>

using namespace dorfnetz;
using fuzz::require;

namespace {

// Larger ones are slow, and nothing else happens in them.
bool is_small(const matching::RankProblem& problem)
{
    return problem.candidates.size() <= 50 && problem.needs.size() <= 20;
}

void require_order_of(const matching::Register& all, const matching::NamedNeed& named,
                      const matching::Weights& weights)
{
    for (const auto& [key, points, reasons] : all.rank(named.need, named.most, weights)) {
        int sum = 0;
        for (const auto& reason : reasons)
            sum += reason.points;
        require(points == sum && !all.left_out_for(named.need, key));
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    auto [problem, faults] = matching::read_rank_problem(fuzz::text_of(data, size));
    for (const auto& [where, what] : faults)
        require(!what.empty() && (where.empty() || where.front() == '/'));
    if (!faults.empty() || !is_small(problem))
        return 0;
    require(problem.names.size() == problem.candidates.size());
    matching::Register all(problem.places);
    all.load(problem.candidates);
    require(all.size() == problem.candidates.size());
    for (const auto& named : problem.needs)
        require_order_of(all, named, problem.weights);
    const auto text = matching::rank_json(problem, matching::Absence::explained);
    std::ranges::reverse(problem.candidates);
    require(text == matching::rank_json(std::move(problem), matching::Absence::explained));
    return 0;
}
