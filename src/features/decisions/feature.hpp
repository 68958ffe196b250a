#pragma once

#include "foundation/web/site.hpp"

namespace dorfnetz::decisions {

void register_feature(web::Site& site);

} // namespace dorfnetz::decisions
