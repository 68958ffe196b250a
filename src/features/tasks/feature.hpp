#pragma once

#include "foundation/web/site.hpp"

namespace dorfnetz::tasks {

void register_feature(web::Site& site);

} // namespace dorfnetz::tasks
