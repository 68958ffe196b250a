#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dorfnetz {

// URL-safe base64 without padding (RFC 4648, 5), as browsers and signed tokens carry bytes.
std::string to_base64url(std::string_view bytes);

// Nothing for what is none.
std::optional<std::string> from_base64url(std::string_view text);

} // namespace dorfnetz
