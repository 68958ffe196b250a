#pragma once

#include "features/finding/api.hpp"
#include "features/lineage/api.hpp"

#include <vector>

namespace dorfnetz::web {
class Site;
}

namespace dorfnetz::experiences {

void register_feature(web::Site& site);

// What is published can be found.
std::vector<finding::SearchKind> search_kinds();

// Tied to what it tells about.
lineage::Kind lineage_kind();

} // namespace dorfnetz::experiences
