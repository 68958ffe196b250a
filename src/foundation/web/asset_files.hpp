#pragma once

#include "foundation/http/message.hpp"

#include <string_view>

namespace dorfnetz::web {

// A style sheet, script, typeface or icon that is built into the program. `path` is what stands behind
// "/assets/"; one with the hash of its content in its name may be kept for ever.
http::Response serve_asset(const http::Request& request, std::string_view path);

} // namespace dorfnetz::web
