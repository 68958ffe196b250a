#pragma once

#include "foundation/web/site.hpp"

namespace dorfnetz::exchange {

void register_feature(web::Site& site);

} // namespace dorfnetz::exchange
