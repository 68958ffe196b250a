#pragma once

#include "features/pages/api.hpp"
#include "foundation/web/form.hpp"

#include <string>
#include <vector>

// The form of a page: German and English side by side on wide screens.
namespace dorfnetz::pages {

// What was typed, as far as it can be read; the errors of what cannot.
struct TypedDraft
{
    Draft draft;
    std::int64_t version = 0; // the one that the editor began with; 0: a new page
    std::vector<FieldError> errors = {};
};

TypedDraft read_draft(const web::Context& context, const Draft& known);

struct FormState
{
    std::string heading;
    std::string action;           // own path
    std::string pattern;          // of its route
    std::string list;             // own path to go back to
    const Page* stored = nullptr; // nothing for a new one
    const Page* theirs = nullptr; // saved by somebody else meanwhile
    html::Safe preview = {};      // shown above the form
};

// The draft as everybody would see it, in each of its languages.
html::Safe draw_preview(const web::Context& context, db::Reader& reader, const Draft& draft,
                        std::int64_t villages);

html::Safe draw_editing_form(const web::Context& context, db::Reader& reader, const FormState& state,
                             const TypedDraft& typed);

// "öffentlich", "Entwurf", "öffentlich, neuer Entwurf".
std::string state_text(const web::Context& context, const Page& page);
std::string language_name(const web::Context& context, i18n::Language language);

} // namespace dorfnetz::pages
