#pragma once

#include "features/asking/several_api.hpp"
#include "features/planning/rosters.hpp"
#include "foundation/core/result.hpp"
#include "foundation/jobs/jobs.hpp"
#include "foundation/web/context.hpp"
#include "foundation/web/site.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What hosts do with the plan of an activity. Each in the caller's transaction, and for hosts only:
// Err::missing for all others and for drafts.
namespace dorfnetz::planning {

struct Hosted
{
    ActivityId activity;
    std::string title;
};

// The activity, if the actor hosts it.
Result<Hosted> hosted_activity(db::Reader& reader, const web::Context& context, const ActivityId& activity);

// Whether the program is at it.
bool is_working(db::Reader& reader, const NetworkId& network, const Plan& plan);

// Lets it be worked out. Err::conflict while the program is at it, if nothing is open, and for who may ask
// nobody.
Result<Done> begin(db::Tx& tx, const web::Context& context, const ActivityId& activity, const Rules& rules,
                   Anew anew = Anew::keeping);
// The best so far is good enough.
Result<Done> take_best_so_far(db::Tx& tx, const web::Context& context, const ActivityId& activity);
// Stops working it out; what there was before stays.
Result<Done> stop(db::Tx& tx, const web::Context& context, const ActivityId& activity);
// Of the people whom the actor may ask: their places and wishes; without any others the plan goes.
Result<Done> discard(db::Tx& tx, const web::Context& context, const ActivityId& activity);

struct Move
{
    PersonId person;
    std::optional<ShiftId> from = {}; // nothing: does one more
    std::optional<ShiftId> to = {};   // nothing: does it no more
};

// Err::conflict without a plan and while the program is at it, as below; Err::stale if they do not stand
// there any more or have been asked; Err::missing for who may not be asked and for shifts of others.
Result<Done> move(db::Tx& tx, const web::Context& context, const ActivityId& activity, const Move& move);

// An empty wish is none. Company that was noted and whom the actor does not see stays where none is named.
// Err::missing for who may not be asked, Err::invalid for company with oneself.
Result<Done> put_wish(db::Tx& tx, const web::Context& context, const ActivityId& activity,
                      const PlanWish& wish);

// With company that the actor does not see.
Result<Done> remove_wish(db::Tx& tx, const web::Context& context, const ActivityId& activity,
                         const PersonId& person);

// Who is planned, and neither asked nor promised yet. Only whom the actor may ask.
struct ToAsk
{
    std::vector<asking::Invitation> now;        // not more than places are open
    std::vector<asking::LeftOut> left_out = {}; // who cannot be asked for it
    std::vector<PlannedPlace> beyond = {};      // for whom no place is left
};

ToAsk to_be_asked(db::Reader& reader, const web::Context& context, const ActivityId& activity,
                  const std::vector<Roster>& rosters);
// Differs if anybody else is to be asked.
std::string mark_of(const std::vector<asking::Invitation>& invitations);
// Asks them all. Err::conflict while the program is at it, and if nobody can be asked; Err::stale if they are
// not those whom `seen` is the mark of.
Result<asking::Asking> ask(db::Tx& tx, const web::Context& context, const ActivityId& activity,
                           const std::string& message, std::string_view seen);

// The job: works the plan out that its payload names.
void work_out(web::Environment& environment, const web::Site& site, jobs::JobContext& job);
// Follows merged entries, forgets whom nobody may ask any more, and removes what is over: places with their
// shifts, plans with all of them.
void tidy_up(const web::Context& context);

} // namespace dorfnetz::planning
