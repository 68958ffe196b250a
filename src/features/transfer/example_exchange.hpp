#pragma once

#include "foundation/core/result.hpp"
#include "foundation/web/environment.hpp"
#include "foundation/web/network.hpp"

#include <string>

namespace dorfnetz::transfer {

// Enters what stands in an exchange.toml (see data/heidedoerfer): things with their bookings, needs and
// offers, experiences. If any is there already, all of it is.
Result<Done> load_exchange(web::Environment& environment, const web::Network& network,
                           const std::string& text);

} // namespace dorfnetz::transfer
