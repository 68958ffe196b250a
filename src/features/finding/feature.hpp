#pragma once

#include "features/finding/api.hpp"
#include "foundation/web/site.hpp"

#include <vector>

namespace dorfnetz::finding {

void register_feature(web::Site& site, std::vector<SearchKind> kinds);

} // namespace dorfnetz::finding
