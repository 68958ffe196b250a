#pragma once

#include "features/finding/api.hpp"
#include "features/groups/api.hpp"
#include "foundation/web/site.hpp"

namespace dorfnetz::groups {

// `calendar`: who puts dates into the calendars of the groups.
void register_feature(web::Site& site, const std::vector<CalendarSource>& calendar);

std::vector<finding::SearchKind> search_kinds();

} // namespace dorfnetz::groups
