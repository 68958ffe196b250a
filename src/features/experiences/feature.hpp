#pragma once

#include "foundation/web/site.hpp"

namespace dorfnetz::experiences {

void register_feature(web::Site& site);

} // namespace dorfnetz::experiences
