#include "features/groups/feature.hpp"

#include "features/groups/groups_pages.hpp"

namespace dorfnetz::groups {

void register_feature(web::Site& site, const std::vector<CalendarSource>& calendar)
{
    add_public_pages(site);
    add_calendar_pages(site, calendar);
    add_desk_pages(site);
    add_member_pages(site);
    add_text_pages(site);
}

} // namespace dorfnetz::groups
