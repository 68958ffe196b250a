#include "foundation/web/sent_back.hpp"

#include "foundation/i18n/i18n.hpp"
#include "foundation/web/page.hpp"

#include <string>
#include <utility>

namespace dorfnetz::web {

SentBack sent_back(FormValues values, const Error& error)
{
    if (error.kind == Err::invalid && !error.fields.empty())
        return {.values = std::move(values), .errors = error.fields};
    return {.values = std::move(values), .refused = error};
}

void show_refused(html::Page& page, const Context& context, const Error& refused)
{
    page.add("REFUSED")
        .set("ICON", icon("warning"))
        .set("REASON", i18n::error_text(context.language, refused));
}

void show_refused(html::Page& page, const Context& context, const std::optional<Error>& refused)
{
    if (refused)
        show_refused(page, context, *refused);
}

int form_status(const std::vector<FieldError>& errors, const std::optional<Error>& refused)
{
    if (refused)
        return status_of(refused->kind);
    return errors.empty() ? 200 : status_of(Err::invalid);
}

int status_of(const SentBack& form)
{
    return form_status(form.errors, form.refused);
}

std::int64_t sent_version(const Context& context)
{
    return FormValues().set("v", std::string(context.form.text("version"))).number("v").value_or(0);
}

} // namespace dorfnetz::web
