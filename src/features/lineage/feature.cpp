#include "features/lineage/feature.hpp"

namespace dorfnetz::lineage {

void register_feature(web::Site&) {}

} // namespace dorfnetz::lineage
