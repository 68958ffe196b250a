#pragma once

#include "features/asking/suggestions.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

// Whom to ask for which task, for all tasks of an activity at once: a proposal, worked out from the register
// as it is now. Nobody is proposed for two of them: who has been asked is left alone for a while
// (docs/adr/0058-asking-in-waves.md).
namespace dorfnetz::asking {

inline constexpr std::size_t most_planned_for = 200; // people looked at for one task

struct PlannedShift
{
    OpenShift open;
    std::vector<Suggestion> people = {}; // the best first
    std::int64_t awaited = 0;            // were chosen or asked already, and may still say yes
    std::int64_t missing = 0;            // of those that it needs at least
    std::size_t suitable_elsewhere = 0;  // would fit too, and are proposed for something else
};

struct Planned
{
    std::vector<PlannedShift> shifts; // by beginning
    bool is_best = true;              // nothing better can be made of the register
    double gap = 0;                   // or how far it is from that at most, as a part of one
};

// Roles of the same activity that are still open, by beginning; of its next dates, until there are `most`.
std::vector<OpenShift> shifts_to_plan(db::Reader& reader, const web::Context& context, const OpenShift& open,
                                      std::size_t most);

Planned planned_for(db::Reader& reader, const web::Context& context, const OpenShift& open);

} // namespace dorfnetz::asking
