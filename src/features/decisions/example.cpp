#include "features/decisions/decision_search.hpp"
#include "features/decisions/example_api.hpp"
#include "features/decisions/motions_store.hpp"
#include "features/decisions/rules.hpp"
#include "features/decisions/votes_store.hpp"

namespace dorfnetz::decisions {

Result<MotionId> enter_example(db::Tx& tx, const web::Context& context, const ExampleMotion& example)
{
    const auto& network = context.network.id;
    const auto meeting = meetings::meeting_by_id(tx, network, example.meeting);
    if (!meeting)
        return Error{.kind = Err::missing};
    Motion motion{.id = new_id<MotionId>(context.environment.clock, context.environment.random),
                  .meeting = meeting->id,
                  .meeting_kind = meeting->draft.kind,
                  .item = example.item,
                  .draft = example.draft,
                  .created_at = context.now(),
                  .updated_at = context.now()};
    motion.draft.is_example = true;
    store::insert(tx, network, motion);
    if (example.votes.empty() && !example.counts)
        return motion.id;
    if (!meeting->closed_at)
        return Error{.kind = Err::missing};
    motion.state = State::open;
    motion.opened_at = meeting->began_at;
    store::update(tx, network, motion);
    for (const auto& [village, choice] : example.votes)
        store::insert_vote(tx, network, motion, {.village = village, .choice = choice}, *meeting->closed_at);
    const auto counts =
        example.counts ? *example.counts : store::counted(store::votes_of(tx, network, motion.id));
    ++motion.version;
    motion.state = State::closed;
    motion.closed_at = meeting->closed_at;
    motion.counts = counts;
    if (meeting->draft.kind == meetings::Kind::network)
        motion.quorum = meetings::quorum_of(*meeting, meetings::voters_of(tx, network, meeting->id));
    motion.outcome = decide(motion.draft.majority, counts, motion.quorum);
    if (motion.outcome != Outcome::no_quorum) {
        motion.year = static_cast<int>(i18n::local_date(context.region(), *motion.closed_at).year());
        motion.number = store::take_number(tx, network, *motion.year);
    }
    store::update(tx, network, motion);
    if (motion.is_decision()) {
        lineage::link(tx, network, meetings::lineage_record(motion.meeting), lineage_record(motion.id),
                      *motion.closed_at);
        index_decision(tx, network, motion, *meeting);
    }
    return motion.id;
}

} // namespace dorfnetz::decisions
