#pragma once

#include "foundation/search/sort_keys.hpp"

namespace dorfnetz::web {
class Site;
}

namespace dorfnetz::people {

void register_feature(web::Site& site);

// How the order of its lists is renewed when the rules of sorting change.
search::SortedTable sorted_table();

} // namespace dorfnetz::people
