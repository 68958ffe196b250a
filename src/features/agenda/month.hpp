#pragma once

#include "features/agenda/agenda.hpp"

namespace dorfnetz::agenda {

// The month of ?monat=2026-12 (else the present one), a box for each day, with links to the months around.
html::Safe draw_month(const web::Context& context, db::Reader& reader, const organisations::Register& entries,
                      Filter filter);

} // namespace dorfnetz::agenda
