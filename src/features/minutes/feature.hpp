#pragma once

#include "foundation/web/site.hpp"

namespace dorfnetz::minutes {

void register_feature(web::Site& site);

} // namespace dorfnetz::minutes
