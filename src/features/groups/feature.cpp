#include "features/groups/feature.hpp"

namespace dorfnetz::groups {

void register_feature(web::Site&, const std::vector<CalendarSource>&) {}

} // namespace dorfnetz::groups
