#pragma once

#include "foundation/web/context.hpp"

namespace dorfnetz::asking {

// Tells those who wanted it what fits them, if it is something else than last time and they do not want to be
// left alone. Each in a transaction of its own.
void mail_what_fits(const web::Context& context);

} // namespace dorfnetz::asking
