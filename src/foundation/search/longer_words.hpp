#pragma once

#include "foundation/search/lookups.hpp"

#include <string>

namespace dorfnetz::search {

// How much another form of a word is worth beside the word itself.
inline constexpr double same_stem = 0.9;

// Longer words that have the typed one in them; of short ones only where a part of a compound must begin or
// end, otherwise "Rat" would find "Beratung".
Meanings longer_words(Words& words, const std::string& typed);

} // namespace dorfnetz::search
