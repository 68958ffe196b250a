#pragma once

#include "features/lineage/api.hpp"
#include "foundation/web/site.hpp"

#include <vector>

namespace dorfnetz::lineage {

// Everything that may come from something, in the order in which it is shown.
void register_feature(web::Site& site, std::vector<Kind> kinds);

} // namespace dorfnetz::lineage
