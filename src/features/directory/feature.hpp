#pragma once

#include "features/finding/api.hpp"

#include <vector>

namespace dorfnetz::web {
class Site;
}

namespace dorfnetz::directory {

// Adds the public lists and pages of the register of organisations.
void register_feature(web::Site& site);

// How the entries of the register look in the search.
std::vector<finding::SearchKind> search_kinds();

} // namespace dorfnetz::directory
