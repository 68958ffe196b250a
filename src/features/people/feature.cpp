#include "features/people/feature.hpp"

#include "features/people/people_pages.hpp"

namespace dorfnetz::people {

void register_feature(web::Site& site, const Elsewheres& elsewhere)
{
    add_list_pages(site);
    add_locked_pages(site, elsewhere);
    add_edit_pages(site);
    add_person_pages(site, elsewhere);
    add_history_pages(site);
    add_rest_pages(site, elsewhere);
    add_certificate_pages(site);
    add_duplicate_pages(site);
    add_doubt_pages(site, elsewhere);
    add_consent_pages(site, elsewhere);
    add_own_pages(site, elsewhere);
    add_parts(site, elsewhere);
}

} // namespace dorfnetz::people
