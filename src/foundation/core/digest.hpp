#pragma once

#include <string>
#include <string_view>

namespace dorfnetz {

// SHA-256 (FIPS 180-4) in lower-case hexadecimal, as sha256sum prints it.
std::string sha256(std::string_view bytes);

} // namespace dorfnetz
