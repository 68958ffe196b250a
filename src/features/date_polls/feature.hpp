#pragma once

#include "features/meetings/attendance_api.hpp"
#include "foundation/web/site.hpp"

namespace dorfnetz::date_polls {

void register_feature(web::Site& site);
// A meeting for which somebody was asked, or has answered, is not deleted.
meetings::BeforeStep before_deleting();

} // namespace dorfnetz::date_polls
