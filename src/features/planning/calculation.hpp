#pragma once

#include "features/matching/plan_api.hpp"
#include "features/planning/rosters.hpp"

#include <functional>
#include <set>
#include <utility>
#include <vector>

// A plan as a problem of the matcher, and its answer.
namespace dorfnetz::planning {

struct Outcome
{
    std::vector<PlannedPlace> proposed = {}; // without what a host has settled
    Obstacles obstacles = {};
    std::int64_t worth = 0; // as in Plan
    std::int64_t best_worth = 0;
    bool is_best = false;
};

class Calculation
{
public:
    // With the rights of the context's actor: only whom they may ask is planned for. Of the plan that there
    // is, what was proposed stays where that costs little.
    Calculation(db::Reader& reader, const web::Context& context, const Plan& plan,
                const std::vector<Roster>& rosters, Anew anew);

    const matching::Problem& problem() const { return m_problem; }

    // Whether the outcome takes the place of this one, as long as nobody has asked them and they have not
    // promised.
    bool replaces(const PlannedPlace& place) const;

    // `go_on` is asked many times a second; false ends it with the best so far.
    Outcome run(std::chrono::seconds time, std::function<bool()> go_on) const;

private:
    class Drawing;

    matching::Problem m_problem;
    std::vector<PlannedPlace> m_places; // of each choice
    std::set<PersonId> m_people;        // who is planned for
    Anew m_anew;
};

} // namespace dorfnetz::planning
