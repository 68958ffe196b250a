#pragma once

#include "features/people/api.hpp"
#include "foundation/search/sort_keys.hpp"

namespace dorfnetz::web {
class Site;
}

namespace dorfnetz::people {

// What other features keep about people, so that it is told and erased with the rest.
void register_feature(web::Site& site, const Elsewheres& elsewhere);

// How the order of its lists is renewed when the rules of sorting change.
search::SortedTable sorted_table();

} // namespace dorfnetz::people
