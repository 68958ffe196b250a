#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

namespace dorfnetz::db {

// Lets a map with std::string keys be asked with a view, without a copy of the statement for each call.
struct TextHash
{
    using is_transparent = void;

    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

} // namespace dorfnetz::db
