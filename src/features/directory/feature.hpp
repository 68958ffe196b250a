#pragma once

namespace dorfnetz::web {
class Site;
}

namespace dorfnetz::directory {

// Adds the public lists and pages of the register of organisations.
void register_feature(web::Site& site);

} // namespace dorfnetz::directory
