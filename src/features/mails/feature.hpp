#pragma once

#include "features/mails/api.hpp"
#include "foundation/web/site.hpp"

namespace dorfnetz::mails {

void register_feature(web::Site& site, const Reach& reach = {});

} // namespace dorfnetz::mails
