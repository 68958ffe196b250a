#include "features/meetings/feature.hpp"

#include "features/meetings/meetings_pages.hpp"

namespace dorfnetz::meetings {

void register_feature(web::Site& site)
{
    register_with(site, {});
}

void register_with(web::Site& site, Extensions extensions)
{
    const auto shared = std::make_shared<const Extensions>(std::move(extensions));
    add_list_pages(site);
    add_edit_pages(site);
    add_meeting_pages(site);
}

} // namespace dorfnetz::meetings
