#pragma once

#include "foundation/web/site.hpp"

namespace dorfnetz::villages {

Result<http::Response> show_village(web::Context& context);
Result<http::Response> show_village_poster(web::Context& context);
Result<http::Response> show_village_form(web::Context& context);
Result<http::Response> save_village_form(web::Context& context);
void add_picture_pages(web::Site& site);

} // namespace dorfnetz::villages
