#pragma once

#include "features/exchange/api.hpp"
#include "foundation/html/html.hpp"

// The months to come of a thing, day by day in mornings and afternoons, with the same in words below.
namespace dorfnetz::exchange {

html::Safe draw_calendar(const web::Context& context, db::Reader& reader, const Thing& thing);

} // namespace dorfnetz::exchange
