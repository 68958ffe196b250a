#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace dorfnetz::accounts {

// SHA-256 over the parts, hex; each with its length before it, so that no two lists of parts read the same.
std::string hash_of_parts(std::initializer_list<std::string_view> parts);

} // namespace dorfnetz::accounts
