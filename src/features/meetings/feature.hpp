#pragma once

#include "foundation/web/site.hpp"

namespace dorfnetz::meetings {

void register_feature(web::Site& site);

} // namespace dorfnetz::meetings
