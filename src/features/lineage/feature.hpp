#pragma once

#include "foundation/web/site.hpp"

namespace dorfnetz::lineage {

void register_feature(web::Site& site);

} // namespace dorfnetz::lineage
