#pragma once

#include "features/meetings/api.hpp"

// Beginning and ending a meeting, and who is there; each in the caller's transaction.
namespace dorfnetz::meetings {

// Writes down which villages have a vote, and by which rule there are enough of them. Err::missing;
// Err::conflict if it has no date, has begun or is off.
Result<Done> begin(db::Tx& tx, const web::Context& context, const MeetingId& id);

// What has to be settled before a step, as a vote that is open; an error says why it cannot be taken now.
// Handed over in app/features.cpp.
using BeforeStep = std::function<Result<Done>(db::Tx&, const web::Context&, const Meeting&)>;

// Err::missing, Err::conflict if it is not running, or what `before` says.
Result<Done> close(db::Tx& tx, const web::Context& context, const MeetingId& id,
                   const std::vector<BeforeStep>& before);

// Who speaks and votes for a village.
struct Representation
{
    Presence presence = Presence::none;
    std::string represented_by = {};     // of a delegate, may be empty
    std::optional<VillageId> proxy = {}; // of a proxy: whose delegate votes
};

// Err::missing if the village has no vote here. Err::conflict if the meeting is not running, or for a proxy
// whose village has no delegate there, has a proxy of its own or one of another village already, and for a
// delegate who leaves while having one; or what `before` says, which is asked unless only a name changes.
Result<Done> set_representation(db::Tx& tx, const web::Context& context, const MeetingId& id,
                                const VillageId& village, const Representation& wanted,
                                const std::vector<BeforeStep>& before);

// Err::missing, Err::invalid (field "name"), Err::conflict if the meeting has not begun.
Result<AttendeeId> add_attendee(db::Tx& tx, const web::Context& context, const MeetingId& id,
                                const std::string& name, const std::string& for_whom);
// Err::missing.
Result<Done> remove_attendee(db::Tx& tx, const web::Context& context, const MeetingId& id,
                             const AttendeeId& attendee);

} // namespace dorfnetz::meetings
