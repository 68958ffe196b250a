#pragma once

#include "foundation/core/text.hpp"

#include <string_view>

namespace dorfnetz::web {

// Whether a browser that is sent there stays with us: for what somebody else may have written into a request.
inline bool is_own_page(std::string_view path)
{
    // Browsers read "//host", "/\host" and control characters in between as another host (WHATWG URL, 4.4).
    return path.starts_with('/') && !path.starts_with("//") && path.size() <= 1'000 &&
           path.find('\\') == std::string_view::npos && is_clean_utf8(path) &&
           path.find_first_of("\t\r\n") == std::string_view::npos && !has_control_characters(path);
}

} // namespace dorfnetz::web
