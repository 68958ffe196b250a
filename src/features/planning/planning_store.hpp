#pragma once

#include "features/planning/planning.hpp"

// SQL of plans, nothing else.
namespace dorfnetz::planning::store {

std::optional<Plan> plan_of(db::Reader& reader, const NetworkId& network, const ActivityId& activity);
// The same with its row locked.
std::optional<Plan> lock(db::Tx& tx, const NetworkId& network, const ActivityId& activity);
std::vector<ActivityId> planned_activities(db::Reader& reader, const NetworkId& network);
// Adds it, or replaces everything but the result.
void begin(db::Tx& tx, const NetworkId& network, const Plan& plan);
// The result, and that it is there.
void finish(db::Tx& tx, const NetworkId& network, const Plan& plan);
void take_best_so_far(db::Tx& tx, const NetworkId& network, const ActivityId& activity);
void note_change(db::Tx& tx, const NetworkId& network, const ActivityId& activity);
// With all that belongs to it.
void remove(db::Tx& tx, const NetworkId& network, const ActivityId& activity);
void forget_asker(db::Tx& tx, const NetworkId& network, const web::UserId& user);

// By shift, then by person.
std::vector<PlannedPlace> places_of(db::Reader& reader, const NetworkId& network, const ActivityId& activity);
// Adds it or changes its mark.
void put_place(db::Tx& tx, const NetworkId& network, const ActivityId& activity, const PlannedPlace& place);
// What is there already stays.
void add_place(db::Tx& tx, const NetworkId& network, const ActivityId& activity, const PlannedPlace& place);
void remove_place(db::Tx& tx, const NetworkId& network, const PlannedPlace& place);

std::vector<PlanWish> wishes_of(db::Reader& reader, const NetworkId& network, const ActivityId& activity);
void put_wish(db::Tx& tx, const NetworkId& network, const ActivityId& activity, const PlanWish& wish);
void remove_wish(db::Tx& tx, const NetworkId& network, const ActivityId& activity, const PersonId& person);

Obstacles obstacles_of(db::Reader& reader, const NetworkId& network, const ActivityId& activity);
void replace_obstacles(db::Tx& tx, const NetworkId& network, const ActivityId& activity,
                       const Obstacles& obstacles);

// ---- Of one person, in whatever plan ----

std::vector<PersonId> people_in(db::Reader& reader, const NetworkId& network);
std::vector<PlannedPlace> places_of_person(db::Reader& reader, const NetworkId& network,
                                           const PersonId& person);
// Theirs, and those of others who want to be with them.
std::vector<std::pair<ActivityId, PlanWish>> wishes_of_person(db::Reader& reader, const NetworkId& network,
                                                              const PersonId& person);
// To the entry in which they are now; what is there already stays, the other one goes.
void move_person(db::Tx& tx, const NetworkId& network, const PersonId& from, const PersonId& to);
void remove_person(db::Tx& tx, const NetworkId& network, const PersonId& person);

} // namespace dorfnetz::planning::store
