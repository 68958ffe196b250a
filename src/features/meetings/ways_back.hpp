#pragma once

#include "features/meetings/attendance_api.hpp"

// Ways back from a slip, each in the caller's transaction; who leads takes them. What was done stays in the
// audit log.
namespace dorfnetz::meetings {

// It has not begun after all: no village has a vote, and whom nobody had invited is not invited.
// Err::missing; Err::conflict if it does not run, if somebody is entered as present, or what `before` says.
Result<Done> take_back_beginning(db::Tx& tx, const web::Context& context, const MeetingId& id,
                                 const std::vector<BeforeStep>& before);

// What was called off takes place after all. Who was invited gets a mail. Err::missing; Err::conflict if it
// is not off or its time has passed; Err::stale when `version` is not the one that was asked about.
Result<Done> take_back_calling_off(db::Tx& tx, const web::Context& context, const MeetingId& id,
                                   std::int64_t version);

// Whether nobody has heard of it yet, so that it may go.
bool was_never_announced(const Meeting& meeting);
// Deletes it with its agenda and documents. Err::missing; Err::conflict if somebody was invited, or what
// `before` says.
Result<Done> remove(db::Tx& tx, const web::Context& context, const MeetingId& id,
                    const std::vector<BeforeStep>& before);

} // namespace dorfnetz::meetings
