#pragma once

#include "foundation/search/lookups.hpp"
#include "foundation/search/words.hpp"

#include <optional>
#include <string>

// From what was typed to the words that the network really has.
namespace dorfnetz::search {

struct Understood
{
    Meanings meanings;
    std::optional<std::string> instead_of_typed; // set if most of it comes from correcting an error
};

Understood understand(Words& words, const Token& typed);

} // namespace dorfnetz::search
