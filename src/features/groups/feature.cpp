#include "features/groups/feature.hpp"

#include "features/groups/groups_pages.hpp"

namespace dorfnetz::groups {

namespace {

constexpr int order_of_teaser = 40;

} // namespace

void register_feature(web::Site& site, const std::vector<CalendarSource>& calendar,
                      std::string_view teaser_page)
{
    add_public_pages(site);
    add_calendar_pages(site, calendar);
    add_desk_pages(site);
    add_member_pages(site);
    add_text_pages(site);
    if (!teaser_page.empty())
        site.add(web::Part{std::string(teaser_page), order_of_teaser, show_teaser});
}

} // namespace dorfnetz::groups
