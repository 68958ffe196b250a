#include "features/meetings/agenda_service.hpp"
#include "features/meetings/example_api.hpp"
#include "features/meetings/meetings_store.hpp"

namespace dorfnetz::meetings {

namespace {

// What its invitation, its beginning and its end leave behind.
Result<Done> save_state(db::Tx& tx, const web::Context& context, const MeetingId& id, State state)
{
    auto meeting = lock_meeting(tx, context.network.id, id).value();
    meeting.state = state;
    meeting.invited_at = context.now();
    if (state == State::held) {
        meeting.began_at = meeting.starts_at;
        meeting.closed_at = meeting.ends_at;
        meeting.invited_at = *meeting.starts_at - std::chrono::days(14);
    }
    if (!store::update(tx, context.network.id, meeting))
        return Error{.kind = Err::stale};
    return Done{};
}

} // namespace

Result<MeetingId> enter_example(db::Tx& tx, const web::Context& context, const ExampleMeeting& example)
{
    const auto id = TRY(create(tx, context, example.draft));
    for (const auto& draft : example.agenda)
        TRY(add_item(tx, context, id, draft, ItemStatus::on));
    for (const auto& [draft, proposer] : example.proposals)
        TRY(propose(tx, context, id, draft, proposer));
    if (example.state == State::held) {
        TRY(begin(tx, context, id));
        for (const auto& [village, representation] : example.there)
            TRY(set_representation(tx, context, id, village, representation, {}));
    }
    if (example.state != State::planning)
        TRY(save_state(tx, context, id, example.state));
    return id;
}

} // namespace dorfnetz::meetings
