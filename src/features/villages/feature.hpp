#pragma once

#include "features/finding/api.hpp"
#include "foundation/search/sort_keys.hpp"

#include <vector>

namespace dorfnetz::web {
class Site;
}

namespace dorfnetz::villages {

void register_feature(web::Site& site);

// How villages look in the search.
std::vector<finding::SearchKind> search_kinds();

// How the order of its lists is renewed when the rules of sorting change.
search::SortedTable sorted_table();

} // namespace dorfnetz::villages
