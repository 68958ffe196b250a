#include "features/retention/feature.hpp"

#include "features/retention/retention_pages.hpp"

namespace dorfnetz::retention {

void register_feature(web::Site& site)
{
    add_periods_page(site);
    add_keeping_pages(site);
}

} // namespace dorfnetz::retention
