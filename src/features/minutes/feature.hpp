#pragma once

#include "features/meetings/api.hpp"
#include "foundation/web/site.hpp"

#include <vector>

namespace dorfnetz::minutes {

void register_feature(web::Site& site);
// With what other features say below the matters: motions and results, tasks.
void register_with(web::Site& site, std::vector<meetings::ItemLines> lines);

} // namespace dorfnetz::minutes
