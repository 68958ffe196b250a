#pragma once

#include "foundation/search/lookups.hpp"

#include <string>

// What somebody may have meant whose word nobody wrote.
namespace dorfnetz::search {

// Words in place of the typed one, and what to call them: "Feuerwehr", "Senioren", "Reit Verein".
struct Guess
{
    Meanings meanings;
    std::string shown;
    bool is_word = false; // all of what was typed is a word that the network has
};

// What is written as it is heard: the words that sound the same, and those that begin so; if there are none,
// those that end so, and then what somebody does who is called so.
Guess sounding_alike(Words& words, const std::string& typed);

// The words that are typed so with the fewest errors, and what contains the commonest of them.
Guess mistyped(Words& words, const std::string& typed);

// Words whose beginning is typed so with the fewest errors.
Guess mistyped_beginning(Words& words, const std::string& typed);

// A compound of two words that entries have apart, as in "Reit- und Fahrverein".
Guess made_of_two(Words& words, const std::string& typed);

} // namespace dorfnetz::search
