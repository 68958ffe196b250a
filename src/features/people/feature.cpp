#include "features/people/feature.hpp"

#include "features/people/people_pages.hpp"

namespace dorfnetz::people {

void register_feature(web::Site& site)
{
    add_list_pages(site);
    add_locked_pages(site);
    add_edit_pages(site);
    add_person_pages(site);
    add_duplicate_pages(site);
    add_consent_pages(site);
    add_parts(site);
}

} // namespace dorfnetz::people
