#pragma once

namespace dorfnetz::web {
class Site;
}

namespace dorfnetz::mandates {

void register_feature(web::Site& site);

} // namespace dorfnetz::mandates
