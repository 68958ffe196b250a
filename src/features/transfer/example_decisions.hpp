#pragma once

#include "foundation/core/result.hpp"
#include "foundation/web/environment.hpp"
#include "foundation/web/network.hpp"

#include <string>

namespace dorfnetz::transfer {

// Enters motions, decisions and tasks of a decisions.toml (see data/heidedoerfer) for meetings that are
// there; does nothing if there are tasks already.
Result<Done> load_decisions(web::Environment& environment, const web::Network& network,
                            const std::string& text);

} // namespace dorfnetz::transfer
