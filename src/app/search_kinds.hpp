#pragma once

#include "features/finding/api.hpp"

#include <vector>

namespace dorfnetz::app {

// Everything that the search page can show, with who knows it.
std::vector<finding::SearchKind> search_kinds();

} // namespace dorfnetz::app
