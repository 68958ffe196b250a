#pragma once

#include "foundation/core/result.hpp"
#include "foundation/html/html.hpp"
#include "foundation/web/context.hpp"
#include "foundation/web/form.hpp"

#include <cstdint>
#include <optional>
#include <vector>

// Forms that come back to who sent them.
namespace dorfnetz::web {

// A form, what was sent with it, and why it comes back.
struct SentBack
{
    FormValues values = {};
    std::vector<FieldError> errors = {};
    std::optional<Error> refused = {};
};

// What came of a refusal: Err::invalid at the fields, everything else above the form.
SentBack sent_back(FormValues values, const Error& error);

// Why it was refused, above a form: the template's section REFUSED with ICON and REASON.
void show_refused(html::Page& page, const Context& context, const Error& refused);
// Nothing if it was not.
void show_refused(html::Page& page, const Context& context, const std::optional<Error>& refused);

// Of a page with a form: that of the refusal, or of the errors, or 200.
int form_status(const std::vector<FieldError>& errors, const std::optional<Error>& refused);
int status_of(const SentBack& form);

// The version that the hidden field "version" says the form was filled from; 0 for what is none, which no
// record has.
std::int64_t sent_version(const Context& context);

} // namespace dorfnetz::web
