#pragma once

#include "foundation/core/id.hpp"
#include "foundation/db/db.hpp"
#include "foundation/search/words.hpp"

#include <optional>
#include <string>
#include <vector>

// From what was typed to the words that the network really has.
namespace dorfnetz::search {

// A word of the network that stands for a typed one.
struct Meaning
{
    std::string word;
    std::string postings;
    std::string shown;   // empty for a longer word
    double likeness = 0; // 1: the very word; less for other forms, parts and corrected errors
};

struct Understood
{
    std::vector<Meaning> meanings;
    std::optional<std::string> instead_of_typed; // set if most of it comes from correcting an error
};

Understood understand(db::Reader& reader, const NetworkId& network, const Token& typed);

} // namespace dorfnetz::search
