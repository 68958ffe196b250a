#pragma once

#include "foundation/web/site.hpp"

namespace dorfnetz::papers {

void add_papers_pages(web::Site& site);
// The activities, below the text on data protection.
html::Safe activities_part(const web::Context& context, db::Reader& reader, std::string_view subject);

} // namespace dorfnetz::papers
