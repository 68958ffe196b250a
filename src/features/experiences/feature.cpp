#include "features/experiences/feature.hpp"

namespace dorfnetz::experiences {

void register_feature(web::Site&) {}

} // namespace dorfnetz::experiences
