#include "features/joining/feature.hpp"

#include "features/joining/joining_pages.hpp"

namespace dorfnetz::joining {

void register_feature(web::Site& site)
{
    add_offer_pages(site);
    add_call_pages(site);
    add_paper_pages(site);
    add_typing_pages(site);
}

} // namespace dorfnetz::joining
