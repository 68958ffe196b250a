#pragma once

#include "foundation/core/result.hpp"
#include "foundation/web/environment.hpp"
#include "foundation/web/network.hpp"

#include <string>

namespace dorfnetz::transfer {

// Founds the groups of a groups.toml (see data/heidedoerfer); does nothing if there are some already.
Result<Done> load_groups(web::Environment& environment, const web::Network& network, const std::string& text);

} // namespace dorfnetz::transfer
