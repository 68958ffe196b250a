#pragma once

#include "foundation/core/result.hpp"
#include "foundation/web/environment.hpp"
#include "foundation/web/network.hpp"

#include <string>

namespace dorfnetz::transfer {

// Enters what stands in a meetings.toml (see data/heidedoerfer); if there are meetings already, they are left
// alone.
Result<Done> load_meetings(web::Environment& environment, const web::Network& network,
                           const std::string& text);

// The minutes of those: after the motions and tasks that stand in them.
Result<Done> load_minutes(web::Environment& environment, const web::Network& network,
                          const std::string& text);

} // namespace dorfnetz::transfer
