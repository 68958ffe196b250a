#include "features/tasks/feature.hpp"

namespace dorfnetz::tasks {

void register_feature(web::Site&) {}

} // namespace dorfnetz::tasks
