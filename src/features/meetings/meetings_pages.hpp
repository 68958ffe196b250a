#pragma once

#include "features/meetings/feature.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/page.hpp"
#include "foundation/web/site.hpp"

// What the pages share.
namespace dorfnetz::meetings {

using SharedExtensions = std::shared_ptr<const Extensions>;

void add_list_pages(web::Site& site);
void add_edit_pages(web::Site& site);
void add_meeting_pages(web::Site& site);

inline constexpr std::string_view desk_path = "/redaktion/treffen";

std::vector<web::Crumb> crumbs_of(const web::Context& context);

} // namespace dorfnetz::meetings
