#pragma once

#include "foundation/core/result.hpp"
#include "foundation/web/environment.hpp"
#include "foundation/web/network.hpp"

#include <string>

namespace dorfnetz::transfer {

// Publishes what stands in an activities.toml (see data/heidedoerfer); what is there already is left alone.
Result<Done> load_activities(web::Environment& environment, const web::Network& network,
                             const std::string& text);

} // namespace dorfnetz::transfer
