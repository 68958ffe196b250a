#pragma once

namespace dorfnetz::web {
class Site;
}

namespace dorfnetz::people {

void register_feature(web::Site& site);

} // namespace dorfnetz::people
