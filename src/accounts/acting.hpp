#pragma once

#include "foundation/web/context.hpp"

#include <optional>

namespace dorfnetz::accounts {

// For work that somebody wanted and the program does later: as them, with the rights that they have now, in
// German. Nothing if they have no account any more.
std::optional<web::Context> acting_as(db::Reader& reader, const web::Context& context,
                                      const std::optional<web::UserId>& user);

} // namespace dorfnetz::accounts
