#pragma once

#include "features/activities/api.hpp"
#include "foundation/web/page.hpp"
#include "foundation/web/site.hpp"

// What the editing pages share.
namespace dorfnetz::activities {

void add_list_pages(web::Site& site);
void add_edit_pages(web::Site& site);
void add_date_pages(web::Site& site);

inline constexpr std::string_view desk_path = "/redaktion/termine";

std::string edit_path(const ActivityId& id);
// For examples of addresses.
std::optional<ActivityDate> any_date(db::Reader& reader, const web::Network& network);
std::vector<web::Crumb> crumbs_of(const web::Context& context);

// The activity of the address, if the actor may edit it; Err::missing otherwise.
Result<Activity> editable(const web::Context& context, db::Reader& reader);

// What else happens in the villages on the days of an activity, holidays included; nothing if nothing does.
html::Safe draw_clashes(const web::Context& context, db::Reader& reader, const ActivityId& id);

} // namespace dorfnetz::activities
