#pragma once

#include "foundation/web/site.hpp"

namespace dorfnetz::groups {

void register_feature(web::Site& site);

} // namespace dorfnetz::groups
