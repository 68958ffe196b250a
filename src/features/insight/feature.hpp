#pragma once

#include "foundation/web/site.hpp"

namespace dorfnetz::insight {

void register_feature(web::Site& site);

} // namespace dorfnetz::insight
