#pragma once

#include "foundation/web/context.hpp"

namespace dorfnetz::date_polls {

// What the daily job does in one network: reminds, ends polls whose dates are over, forgets old names.
void keep_going(const web::Context& context);

} // namespace dorfnetz::date_polls
