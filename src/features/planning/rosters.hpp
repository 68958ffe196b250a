#pragma once

#include "features/planning/planning.hpp"
#include "foundation/web/context.hpp"

#include <vector>

// The shifts of an activity that a plan is about, and who stands for them already.
namespace dorfnetz::planning {

struct Roster
{
    OpenShift open;
    std::vector<PersonId> promised = {}; // of the register
    std::vector<PersonId> awaited = {};  // were chosen or asked, and may still say yes
    std::vector<PersonId> ended = {};    // were asked, and have not promised

    bool is_promised_by(const PersonId& person) const;
    bool is_awaited_from(const PersonId& person) const;
    bool has_ended_for(const PersonId& person) const;
    // Places that neither a promise nor an open question holds; people, of whom it is short.
    std::int64_t open_places() const;
    std::int64_t missing() const;
};

// Roles that are still to come, by beginning: the first `most_shifts_planned`. Full ones too, so that whoever
// has promised them is not planned for the same time.
std::vector<Roster> rosters_of(db::Reader& reader, const web::Context& context, const ActivityId& activity);

std::vector<OpenShift> shifts_of(const std::vector<Roster>& rosters);

} // namespace dorfnetz::planning
