#include "features/meetings/ways_back.hpp"

#include "features/meetings/attendance_store.hpp"
#include "features/meetings/documents.hpp"
#include "features/meetings/invitations.hpp"
#include "features/meetings/meetings_service.hpp"
#include "features/meetings/meetings_store.hpp"

namespace dorfnetz::meetings {

namespace {

using web::Context;

// Nobody is invited to what is over, so this is the moment of a beginning without an invitation.
bool came_together_uninvited(const Meeting& meeting)
{
    return meeting.invited_at == meeting.began_at || meeting.invited_at >= meeting.ends_at;
}

} // namespace

Result<Done> take_back_beginning(db::Tx& tx, const Context& context, const MeetingId& id,
                                 const std::vector<BeforeStep>& before)
{
    const auto& network = context.network.id;
    auto meeting = lock_meeting(tx, network, id);
    if (!meeting)
        return Error{.kind = Err::missing};
    if (!meeting->is_running())
        return Error{.kind = Err::conflict, .text = "Das Treffen läuft nicht."_de};
    for (const auto& check : before)
        TRY(check(tx, context, *meeting));
    // Villages that voted, or are entered as present, stay; the database holds the meeting begun for others.
    store::remove_absent_voters(tx, network, id);
    if (!voters_of(tx, network, id).empty() || !attendees_of(tx, network, id).empty())
        return Error{.kind = Err::conflict,
                     .text = "Es ist schon jemand als anwesend eingetragen. Streich das erst."_de};
    meeting->state = State::invited;
    if (came_together_uninvited(*meeting)) {
        meeting->state = State::planning;
        meeting->invited_at.reset();
    }
    meeting->began_at.reset();
    meeting->quorum_percent.reset();
    meeting->updated_at = context.now();
    if (!store::update(tx, network, *meeting))
        return Error{.kind = Err::stale};
    note(tx, context, Deed::not_begun, *meeting);
    return Done{};
}

Result<Done> take_back_calling_off(db::Tx& tx, const Context& context, const MeetingId& id,
                                   std::int64_t version)
{
    auto meeting = lock_meeting(tx, context.network.id, id);
    if (!meeting)
        return Error{.kind = Err::missing};
    TRY(is_as_asked(*meeting, version));
    if (meeting->state != State::cancelled)
        return Error{.kind = Err::conflict, .text = "Das Treffen ist nicht abgesagt."_de};
    if (meeting->ends_at && *meeting->ends_at <= context.now())
        return Error{
            .kind = Err::conflict,
            .text = "Der Tag ist schon vorbei. Leg das Treffen neu an, dann lässt es sich nachtragen."_de};
    meeting->state = meeting->invited_at ? State::invited : State::planning;
    meeting->cancelled_why.clear();
    meeting->sequence += 1;
    meeting->updated_at = context.now();
    // Who hears of it so late needs no reminder.
    if (const auto due = reminder_due(context, *meeting); due && *due <= context.today())
        meeting->reminded_for = meeting->starts_at;
    if (!store::update(tx, context.network.id, *meeting))
        return Error{.kind = Err::stale};
    if (meeting->invited_at)
        TRY(tell_all(tx, context, *meeting, News::takes_place));
    note(tx, context, Deed::takes_place, *meeting);
    return Done{};
}

bool was_never_announced(const Meeting& meeting)
{
    return !meeting.invited_at && (meeting.state == State::planning || meeting.state == State::cancelled);
}

Result<Done> remove(db::Tx& tx, const Context& context, const MeetingId& id,
                    const std::vector<BeforeStep>& before)
{
    const auto& network = context.network.id;
    const auto meeting = lock_meeting(tx, network, id);
    if (!meeting)
        return Error{.kind = Err::missing};
    if (!was_never_announced(*meeting))
        return Error{.kind = Err::conflict,
                     .text = "Dazu habt ihr schon eingeladen. Sag das Treffen ab, dann wissen es alle."_de};
    for (const auto& check : before)
        TRY(check(tx, context, *meeting));
    for (const auto& document : documents_of(tx, network, id))
        remove_document(tx, network, document.id);
    lineage::forget(tx, network, lineage_record(id));
    note(tx, context, Deed::deleted, *meeting);
    store::remove(tx, network, id);
    return Done{};
}

} // namespace dorfnetz::meetings
