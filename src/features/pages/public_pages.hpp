#pragma once

#include "features/pages/feature.hpp"
#include "foundation/web/site.hpp"

namespace dorfnetz::pages {

void register_public_pages(web::Site& site, const Settings& settings);
void register_news_pages(web::Site& site);
// Atom feed, sitemap, robots.txt, web app manifest.
void register_site_files(web::Site& site);
void register_editing(web::Site& site);

} // namespace dorfnetz::pages
