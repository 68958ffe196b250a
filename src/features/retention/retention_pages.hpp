#pragma once

#include "foundation/web/site.hpp"

#include <string_view>

namespace dorfnetz::retention {

inline constexpr std::string_view periods_path = "/redaktion/fristen";

void add_periods_page(web::Site& site);
void add_keeping_pages(web::Site& site);
std::vector<web::Waiting> desk_items(const web::Context& context, db::Reader& reader);

} // namespace dorfnetz::retention
