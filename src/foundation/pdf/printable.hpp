#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace dorfnetz::pdf {

// Text that can be set: well-formed UTF-8 without control characters (line feeds stay, tabs become spaces)
// and without the marks that turn the direction of writing around; at most `characters` long, ending in "…"
// if it was longer.
std::string printable(std::string_view text, std::size_t characters);

// The same in one line.
std::string printable_line(std::string_view text, std::size_t characters);

// An address that may become a link: http, https or mailto without spaces, quotes or backslashes and at most
// 500 bytes; otherwise empty.
std::string printable_url(std::string_view url);

} // namespace dorfnetz::pdf
