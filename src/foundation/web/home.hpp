#pragma once

#include "foundation/web/context.hpp"

namespace dorfnetz::web {

// Whether absolute addresses name a host that is ours. Without a public address they name the host of the
// request, and that is whatever its sender wrote: no mail to somebody else may carry such a link.
bool is_at_home(const Context& context);
// For who has a transaction: never waits for a second connection.
bool is_at_home(const Context& context, db::Reader& reader);

} // namespace dorfnetz::web
