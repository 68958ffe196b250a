#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dorfnetz::sheet {

// Text of a file as UTF-8 without byte order mark: UTF-16 if a mark or the zero bytes of Latin letters say
// so, UTF-8 if the bytes are well-formed, otherwise Windows-1252, which German programs write. Nothing if
// the bytes are no text at all (zero bytes).
std::optional<std::string> to_utf8(std::string_view bytes);

// Without control characters, with plain line breaks, ill-formed bytes replaced by U+FFFD.
std::string clean_text(std::string_view text);

} // namespace dorfnetz::sheet
