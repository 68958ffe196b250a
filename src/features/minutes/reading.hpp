#pragma once

#include "features/minutes/approval.hpp"
#include "foundation/html/html.hpp"

// What stands on the page of the minutes besides their text.
namespace dorfnetz::minutes {

// Objections for who takes part, corrections for everybody.
void show_notes(html::Page& page, const web::Context& context, db::Reader& reader, const Meeting& meeting,
                State state);
// What this person can do next.
void show_steps(html::Page& page, const web::Context& context, db::Reader& reader, const Meeting& meeting,
                const Minutes& minutes);

// The page, with why something that was asked for there was refused. Err::missing for whom it is not for.
Result<http::Response> minutes_page(const web::Context& context, db::Reader& reader, Meeting meeting,
                                    const std::vector<meetings::ItemLines>& lines,
                                    const std::optional<Error>& refused = {});

} // namespace dorfnetz::minutes
