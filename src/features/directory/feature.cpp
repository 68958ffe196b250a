#include "features/directory/feature.hpp"

#include "features/directory/directory.hpp"

namespace dorfnetz::directory {

void register_feature(web::Site& site)
{
    add_list_pages(site);
    add_entry_pages(site);
    add_exports(site);
    add_message_pages(site);
    add_report_pages(site);
    add_parts(site);
}

} // namespace dorfnetz::directory
