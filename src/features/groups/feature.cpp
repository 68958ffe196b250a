#include "features/groups/feature.hpp"

namespace dorfnetz::groups {

void register_feature(web::Site&) {}

} // namespace dorfnetz::groups
