#pragma once

namespace dorfnetz::web {
class Site;
}

namespace dorfnetz::retention {

// Adds the page of periods, and the one behind the link in the mail that asks whether an entry is to stay.
void register_feature(web::Site& site);

} // namespace dorfnetz::retention
