#pragma once

#include "foundation/web/site.hpp"

namespace dorfnetz::date_polls {

void register_feature(web::Site& site);

} // namespace dorfnetz::date_polls
