#pragma once

namespace dorfnetz::web {
class Site;
}

namespace dorfnetz::villages {

void register_feature(web::Site& site);

} // namespace dorfnetz::villages
