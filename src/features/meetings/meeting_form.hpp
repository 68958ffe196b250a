#pragma once

#include "features/meetings/meetings_pages.hpp"

// The form of a meeting: what it asks, and what it says.
namespace dorfnetz::meetings {

// What the form offers to choose from.
struct FormGround
{
    std::shared_ptr<const organisations::Register> entries = {};
    std::vector<web::Choice> kinds = {};   // of a new one: for whom this person may call a meeting
    std::vector<web::Choice> leaders = {}; // organisations that may lead it
};

// Of a new meeting, or of this one.
FormGround form_ground(const web::Context& context, db::Reader& reader, const Meeting* meeting = nullptr);

// The form for a new meeting of this group.
html::Url new_meeting_url(const web::Context& context, const GroupId& group);
std::vector<web::Field> fields_of_form(const web::Context& context, const FormGround& ground);
web::FormValues values_of(const MeetingDraft& draft);
// What the form says; what it does not ask stays as in `before`. What cannot be goes into `errors`.
MeetingDraft draft_from(const web::FormValues& values, const MeetingDraft& before,
                        std::vector<FieldError>& errors);

} // namespace dorfnetz::meetings
