#pragma once

#include "foundation/web/site.hpp"

namespace dorfnetz::contact {

void register_feature(web::Site& site);

} // namespace dorfnetz::contact
