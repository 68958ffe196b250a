#pragma once

#include "foundation/core/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dorfnetz::messages {

// What a text may name of its recipient.
struct PersonalWords
{
    std::string first_name = {}; // {Vorname}
    std::string name = {};       // {Name}
    std::string village = {};    // {Dorf}
    std::string club = {}; // {Verein}: of an entry its own name, of people the lead club where they live
};

// "{Vorname}, {Name}, {Dorf}, {Verein}"
std::string all_placeholders();
// The first word in braces that is none of these.
std::optional<std::string> unknown_placeholder(std::string_view text);
// Whether the text names something that this recipient has not.
bool lacks_words(std::string_view text, const PersonalWords& words);
// The text with the words in place. What stands in them is never looked at again.
std::string filled_in(std::string_view text, const PersonalWords& words);

} // namespace dorfnetz::messages
