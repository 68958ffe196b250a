#pragma once

#include "foundation/web/site.hpp"

namespace dorfnetz::agenda {

void register_feature(web::Site& site);

} // namespace dorfnetz::agenda
