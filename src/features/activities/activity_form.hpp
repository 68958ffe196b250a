#pragma once

#include "features/activities/api.hpp"
#include "foundation/web/form.hpp"

#include <vector>

// The form of an activity: what it asks, how a record fills it, and what it says.
namespace dorfnetz::activities {

struct FormGround
{
    const organisations::Register& entries;
    std::vector<web::Choice> own_hosts; // organisations in whose name this person may invite
};

FormGround form_ground(const web::Context& context, const organisations::Register& entries);

// `draft`: what is there already; a rule from elsewhere is offered only where there is one.
std::vector<web::Field> fields_of_form(const web::Context& context, const FormGround& ground,
                                       const ActivityDraft& draft);
web::FormValues values_of(const FormGround& ground, const ActivityDraft& draft);

// What the form says. Adds to `errors` what only all fields together tell.
ActivityDraft draft_from(const web::FormValues& values, const FormGround& ground, const ActivityDraft& before,
                         std::vector<FieldError>& errors);

} // namespace dorfnetz::activities
