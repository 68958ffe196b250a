#pragma once

namespace dorfnetz::web {
class Site;
}

namespace dorfnetz::app {

// THE list of features: everything that a network's site consists of.
void register_features(web::Site& site);

} // namespace dorfnetz::app
