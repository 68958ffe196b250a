#pragma once

#include "foundation/web/environment.hpp"

namespace dorfnetz::transfer {

// Empties the staged rows of people who were erased since, and the rows that repeat them.
void forget_erased(web::Environment& environment);

} // namespace dorfnetz::transfer
