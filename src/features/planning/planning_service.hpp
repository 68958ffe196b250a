#pragma once

#include "features/asking/several_api.hpp"
#include "features/planning/planning.hpp"
#include "foundation/core/result.hpp"
#include "foundation/jobs/jobs.hpp"
#include "foundation/web/context.hpp"
#include "foundation/web/site.hpp"

#include <optional>
#include <string>

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

// Lets it be worked out, anew if there is one: what was settled stays, what was proposed where it can.
// Err::conflict while the program is at it, and if nothing is open.
Result<Done> begin(db::Tx& tx, const web::Context& context, const ActivityId& activity, const Rules& rules);
// The best so far is good enough.
Result<Done> take_best_so_far(db::Tx& tx, const web::Context& context, const ActivityId& activity);
Result<Done> discard(db::Tx& tx, const web::Context& context, const ActivityId& activity);

struct Move
{
    PersonId person;
    std::optional<ShiftId> from = {}; // nothing: does one more
    std::optional<ShiftId> to = {};   // nothing: does it no more
};

// Err::conflict without a plan and while the program is at it, as below; Err::missing for who may not be
// asked and for shifts of others.
Result<Done> move(db::Tx& tx, const web::Context& context, const ActivityId& activity, const Move& move);

// An empty wish is none. Err::missing for who may not be asked, Err::invalid for company with oneself.
Result<Done> put_wish(db::Tx& tx, const web::Context& context, const ActivityId& activity,
                      const PlanWish& wish);

// Who is to be asked for what now: planned, and neither asked nor promised yet.
std::vector<asking::Invitation> to_be_asked(db::Reader& reader, const web::Context& context,
                                            const ActivityId& activity);
// Asks them all. Err::conflict while the program is at it, and if nobody can be asked.
Result<asking::Asking> ask(db::Tx& tx, const web::Context& context, const ActivityId& activity,
                           const std::string& message);

// The job: works the plan out that its payload names.
void work_out(web::Environment& environment, const web::Site& site, jobs::JobContext& job);
// Follows merged entries, and removes plans that are over.
void tidy_up(const web::Environment& environment, const NetworkId& network);

} // namespace dorfnetz::planning
