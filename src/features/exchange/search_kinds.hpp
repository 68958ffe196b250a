#pragma once

#include <string_view>

namespace dorfnetz::exchange {

// Kinds in the search index.
inline constexpr std::string_view thing_search_kind = "exchange_thing";
inline constexpr std::string_view post_search_kind = "exchange_post";

} // namespace dorfnetz::exchange
