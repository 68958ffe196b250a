#pragma once

#include "foundation/web/context.hpp"

#include <functional>

namespace dorfnetz::asking {

// Tells those who wanted it what fits them, if there is something that they were not told of and they do not
// want to be left alone. Each in a short transaction of its own, as long as `may_go_on`.
void mail_what_fits(const web::Context& context, const std::function<bool()>& may_go_on);

} // namespace dorfnetz::asking
