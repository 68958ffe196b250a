#pragma once

#include "foundation/web/context.hpp"

namespace dorfnetz::transfer {

Result<http::Response> show_exports(web::Context& context);
Result<http::Response> download_export(web::Context& context);

} // namespace dorfnetz::transfer
