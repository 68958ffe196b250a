#include "features/decisions/feature.hpp"

namespace dorfnetz::decisions {

void register_feature(web::Site&) {}

} // namespace dorfnetz::decisions
