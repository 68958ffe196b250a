#pragma once

#include "features/finding/api.hpp"
#include "features/groups/api.hpp"
#include "foundation/web/site.hpp"

namespace dorfnetz::groups {

// `calendar`: who puts dates into the calendars of the groups. `teaser_page`: the page (web::Part) that leads
// to them, of a feature that stands above; empty: none.
void register_feature(web::Site& site, const std::vector<CalendarSource>& calendar,
                      std::string_view teaser_page = {});

std::vector<finding::SearchKind> search_kinds();

} // namespace dorfnetz::groups
