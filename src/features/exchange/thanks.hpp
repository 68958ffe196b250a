#pragma once

#include "foundation/html/html.hpp"
#include "foundation/web/context.hpp"

#include <string_view>

// Give and take, said as thanks: nobody owes anybody anything, and nobody is first or last.
namespace dorfnetz::exchange {

// Of all villages in the last twelve months, by name; nothing if nobody helped.
html::Safe draw_thanks(const web::Context& context, db::Reader& reader);
// "Aue hat 7-mal geholfen und bekam 4-mal Hilfe. Danke!" Empty if there was neither.
std::string thanks_of_village(const web::Context& context, db::Reader& reader, std::string_view village);

} // namespace dorfnetz::exchange
