#include "features/date_polls/feature.hpp"

namespace dorfnetz::date_polls {

void register_feature(web::Site&) {}

} // namespace dorfnetz::date_polls
