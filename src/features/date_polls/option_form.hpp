#pragma once

#include "features/date_polls/polls.hpp"
#include "foundation/web/form.hpp"

#include <vector>

// Several days at the same time of day, as people type them.
namespace dorfnetz::date_polls {

std::vector<web::Field> option_fields(const web::Context& context);
// What cannot be read is an error of the form.
std::vector<LocalSpan> spans_from(const web::Context& context, web::SentForm& sent);

} // namespace dorfnetz::date_polls
