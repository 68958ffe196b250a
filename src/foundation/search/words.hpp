#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dorfnetz::search {

// A word of a text, folded, and as it was written.
struct Token
{
    std::string word;
    std::string shown;
};

// The words that are worth finding: without single letters ("e. V.") and without words such as "und", "the".
std::vector<Token> tokens(std::string_view text);

// What inflected forms of a word have in common (Snowball). The language is "de" or "en"; of any other the
// word itself is returned.
std::string stem(std::string_view word, std::string_view language);

// Whether a folded word has nothing but a to z, which is what parts and typing errors are looked for in.
bool is_latin(std::string_view word);

// The word under which all entries of a kind stand; no typed word looks like it.
std::string kind_word(std::string_view kind);

} // namespace dorfnetz::search
