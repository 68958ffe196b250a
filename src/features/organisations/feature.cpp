#include "features/organisations/feature.hpp"

#include "features/organisations/organisation_pages.hpp"

namespace dorfnetz::organisations {

void register_feature(web::Site& site)
{
    add_list_pages(site);
    add_edit_pages(site);
    add_contact_pages(site);
    add_history_pages(site);
    add_picture_pages(site);
}

} // namespace dorfnetz::organisations
