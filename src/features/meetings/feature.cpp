#include "features/meetings/feature.hpp"

namespace dorfnetz::meetings {

void register_feature(web::Site&) {}

} // namespace dorfnetz::meetings
