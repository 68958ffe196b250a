#pragma once

#include "features/minutes/minutes.hpp"
#include "foundation/db/db.hpp"
#include "foundation/web/context.hpp"

namespace dorfnetz::minutes {

// Asks whoever takes part to read the minutes, in the transaction that sends them.
Result<Done> mail_for_approval(db::Tx& tx, const web::Context& context, const Meeting& meeting);

} // namespace dorfnetz::minutes
