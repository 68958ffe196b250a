#pragma once

namespace dorfnetz::web {
class Site;
}

namespace dorfnetz::joining {

void register_feature(web::Site& site);

} // namespace dorfnetz::joining
