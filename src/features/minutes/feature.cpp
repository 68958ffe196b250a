#include "features/minutes/feature.hpp"

namespace dorfnetz::minutes {

void register_feature(web::Site&) {}

} // namespace dorfnetz::minutes
