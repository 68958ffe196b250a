#pragma once

namespace dorfnetz::web {
class Site;
}

namespace dorfnetz::papers {

// Adds the pages of the papers, and the list of activities below the text on data protection.
void register_feature(web::Site& site);

} // namespace dorfnetz::papers
