#pragma once

#include "features/pages/api.hpp"
#include "features/pages/feature.hpp"
#include "foundation/web/site.hpp"

namespace dorfnetz::pages {

void register_public_pages(web::Site& site, const Settings& settings);
void register_news_pages(web::Site& site);
// Atom feed, sitemap, robots.txt, web app manifest.
void register_site_files(web::Site& site);
void register_editing(web::Site& site, const Settings& settings);

// The large words of the front page, each sentence on a line of its own: "Neun Dörfer." "Viele Hände." The
// name of the network if nobody wrote any.
void add_headline(html::Values& values, const web::Context& context, const ChosenText& chosen,
                  std::optional<std::int64_t> villages);

} // namespace dorfnetz::pages
