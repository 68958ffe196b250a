#pragma once

#include "features/decisions/motions_store.hpp"
#include "features/decisions/rules.hpp"
#include "features/decisions/votes_store.hpp"
#include "foundation/jobs/jobs.hpp"

// What happens to motions; each in the caller's transaction. Rights are asked here: `propose` and `change`
// are for who takes part in the meeting, a vote for the delegate of the village, everything else for who
// leads the meeting. For all others it is Err::missing.
namespace dorfnetz::decisions {

// A draft, by who leads the meeting, or entered it and takes part still. Err::stale, Err::invalid,
// Err::conflict when it is no draft any more.
Result<Done> change(db::Tx& tx, const web::Context& context, const MotionId& id, std::int64_t version,
                    const MotionDraft& draft);
// Err::conflict if the meeting does not run, if another vote of this matter is open, and for a secret vote
// that less than three different people could cast. Until it is closed nobody comes, goes or gets a proxy.
Result<Done> open(db::Tx& tx, const web::Context& context, const MotionId& id);
// Counts the votes and says what came of them. Err::conflict if it is not open, or if so few people voted
// secretly that one of them would know what the others chose.
Result<Done> close(db::Tx& tx, const web::Context& context, const MotionId& id);
// The same for hands and paper. Err::invalid (fields "ja", "nein", "enthalten") for more votes than there
// are.
Result<Done> enter_count(db::Tx& tx, const web::Context& context, const MotionId& id, const Counts& counts);
// Before it is closed. What was voted so far is gone.
Result<Done> withdraw(db::Tx& tx, const web::Context& context, const MotionId& id);

// A village's vote by its delegate. Err::missing for who votes for nobody here. Err::conflict, in words for
// them, if the vote is not open, the village is not there, another's delegate has its proxy, or it has voted
// already.
Result<Done> cast(db::Tx& tx, const web::Context& context, const MotionId& id, const VillageId& village,
                  Choice choice);
// A vote said aloud, by who leads the meeting: open votes only.
Result<Done> type_in(db::Tx& tx, const web::Context& context, const MotionId& id, const VillageId& village,
                     Choice choice);

// That somebody looked at a decision again, what came of it, and when next.
Result<Done> review(db::Tx& tx, const web::Context& context, const MotionId& id, std::string_view result,
                    std::optional<Date> next);

// A meeting is not closed while a vote is open, and who is there stays while it is a secret one
// (meetings::BeforeStep).
Result<Done> nothing_is_open(db::Tx& tx, const web::Context& context, const meetings::Meeting& meeting);
Result<Done> nothing_secret_is_open(db::Tx& tx, const web::Context& context,
                                    const meetings::Meeting& meeting);

// Throws away what was left of a secret vote on the disk; the queued job does it.
inline constexpr std::string_view forgetting_job = "forget_secret_votes";
void forget_secret_votes(db::Pool& pool);
void handle_jobs(jobs::Jobs& jobs, web::Environment& environment);

} // namespace dorfnetz::decisions
