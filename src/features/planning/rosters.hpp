#pragma once

#include "features/planning/planning.hpp"
#include "foundation/web/context.hpp"

#include <map>
#include <vector>

// The shifts of an activity that a plan is about, and who stands for them already.
namespace dorfnetz::planning {

// How it is with somebody and a shift, apart from plans.
enum class Stage {
    none,
    promised,
    waitlisted,
    awaited,   // was asked and may still say yes
    to_call,   // the same, but a host is to call or meet them
    to_write,  // the same, and a host is to print a letter
    chosen,    // is in a search that asks by and by
    refused,   // said no
    cancelled, // had said yes, which does not stand any more
    released,  // cannot be asked for it again
};

bool is_awaited(Stage stage);

struct Roster
{
    OpenShift open;
    std::map<PersonId, Stage> stages = {}; // of people of the register, none left out

    Stage stage_of(const PersonId& person) const;
    std::vector<PersonId> people_at(Stage stage) const;

    // Whether nothing keeps a host from asking them.
    bool is_free_for(const PersonId& person) const { return stage_of(person) == Stage::none; }

    // Open questions that may still fill a place.
    std::int64_t awaited() const;
    // That neither a promise nor an open question holds.
    std::int64_t open_places() const;
};

// Roles that are still to come, by beginning: the first `most_shifts_planned`. Full ones too, so that whoever
// has promised them is not planned for the same time.
std::vector<Roster> rosters_of(db::Reader& reader, const web::Context& context, const ActivityId& activity);

// Nothing if there is none of this shift.
const Roster* roster_of(const std::vector<Roster>& rosters, const ShiftId& shift);

// Whether it goes on for longer than they want.
bool is_too_late(const web::Context& context, const PlanWish& wish, const OpenShift& open);

// Whether somebody cannot do both with that rest between them. No shift is too close to itself.
bool is_too_close(const web::Context& context, const OpenShift& one, const OpenShift& other,
                  std::chrono::minutes rest);

std::vector<OpenShift> shifts_of(const std::vector<Roster>& rosters);

} // namespace dorfnetz::planning
