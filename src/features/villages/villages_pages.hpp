#pragma once

#include "foundation/web/context.hpp"

namespace dorfnetz::villages {

Result<http::Response> show_village(web::Context& context);
Result<http::Response> show_village_form(web::Context& context);
Result<http::Response> save_village_form(web::Context& context);

} // namespace dorfnetz::villages
