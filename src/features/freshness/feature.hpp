#pragma once

namespace dorfnetz::web {
class Site;
}

namespace dorfnetz::freshness {

// Adds the pages behind the link in the mail that asks whether an entry is still true.
void register_feature(web::Site& site);

} // namespace dorfnetz::freshness
