#pragma once

#include "features/meetings/api.hpp"

// The rules of meetings that only this feature uses; each in the caller's transaction.
namespace dorfnetz::meetings {

// What is wrong with a draft, at the field's name of the form; nothing if it can be saved.
std::vector<FieldError> problems_of(const MeetingDraft& draft, const i18n::Region& region);
std::vector<FieldError> problems_of(const AgendaItemDraft& draft);
// Err::invalid with them, if there are any.
Result<Done> checked(std::vector<FieldError> problems);

// Err::missing, Err::stale, Err::invalid, Err::conflict when it is over. The kind never changes.
Result<Done> update(db::Tx& tx, const web::Context& context, const MeetingId& id, std::int64_t version,
                    const MeetingDraft& draft);

// Whether its date can still be changed, and people be invited.
Result<Done> has_not_begun(const Meeting& meeting);

// What the audit log says that somebody did with a meeting.
enum class Deed {
    invited,
    cancelled,
    began,
    closed,
    took_attendance,
    not_begun,
    takes_place,
    deleted,
    entered_reply
};

void note(db::Tx& tx, const web::Context& context, Deed deed, const Meeting& meeting);

} // namespace dorfnetz::meetings
