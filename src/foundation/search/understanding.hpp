#pragma once

#include "foundation/core/id.hpp"
#include "foundation/db/db.hpp"
#include "foundation/search/words.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// From what was typed to the words that the network really has.
namespace dorfnetz::search {

// A word of the network that stands for a typed one.
struct Meaning
{
    std::int64_t number = 0;
    double likeness = 0;      // 1: the very word; less for other forms, parts and corrected errors
    std::int64_t entries = 0; // how many have it
};

struct Understood
{
    std::vector<Meaning> meanings;               // best first, no number twice
    std::optional<std::string> instead_of_typed; // set if most of it comes from correcting an error
};

Understood understand(db::Reader& reader, const NetworkId& network, const Token& typed);

// The likeness from which on a meaning is the typed word itself, in any of its forms.
constexpr double same_word = 0.9;

// The number of a word that is written exactly so.
std::optional<std::int64_t> number_of(db::Reader& reader, const NetworkId& network, const std::string& word);

} // namespace dorfnetz::search
