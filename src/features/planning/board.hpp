#pragma once

#include "features/planning/planning.hpp"
#include "foundation/html/html.hpp"
#include "foundation/web/context.hpp"

namespace dorfnetz::planning {

// Drawn by the page that takes them.
struct BoardForms
{
    html::Safe again;
    html::Safe discard;
};

// A plan that has a result, on its page.
void show_board(html::Page& page, db::Reader& reader, const web::Context& context, const Plan& plan,
                const BoardForms& forms);

} // namespace dorfnetz::planning
