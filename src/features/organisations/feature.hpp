#pragma once

#include "foundation/search/sort_keys.hpp"

namespace dorfnetz::web {
class Site;
}

namespace dorfnetz::organisations {

// Adds the editing pages of the register; what everybody sees is added by the directory.
void register_feature(web::Site& site);

// How the order of its lists is renewed when the rules of sorting change.
search::SortedTable sorted_table();

} // namespace dorfnetz::organisations
