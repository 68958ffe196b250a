#pragma once

#include "foundation/web/context.hpp"

namespace dorfnetz::exchange {

// Mails the day before something is handed over, on the day on which it comes back, and when it did not come
// back. Each once, the last one every week.
void remind(const web::Context& context);

// Ends by itself what is past and what nobody is asked about any more (`let_lapse`).
void end_what_is_past(const web::Context& context);

} // namespace dorfnetz::exchange
