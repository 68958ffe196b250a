#include "features/papers/feature.hpp"

#include "features/papers/papers_pages.hpp"

namespace dorfnetz::papers {

void register_feature(web::Site& site)
{
    add_papers_pages(site);
    site.add(web::Part{.page = "page/datenschutz", .order = 50, .show = activities_part});
}

} // namespace dorfnetz::papers
