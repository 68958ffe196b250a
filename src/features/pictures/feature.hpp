#pragma once

#include "foundation/web/site.hpp"

namespace dorfnetz::pictures {

void register_feature(web::Site& site);

} // namespace dorfnetz::pictures
