#pragma once

namespace dorfnetz::web {
class Site;
}

namespace dorfnetz::organisations {

// Adds the editing pages of the register; what everybody sees is added by the directory.
void register_feature(web::Site& site);

} // namespace dorfnetz::organisations
