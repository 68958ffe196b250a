#pragma once

namespace dorfnetz::web {
class Site;
}

namespace dorfnetz::protocol {

// Adds the page on which the coordination reads the audit log.
void register_feature(web::Site& site);

} // namespace dorfnetz::protocol
