#pragma once

// toml++ with its assertions off: version 3.3 ends the program for some malformed files ("[:8080"), which an
// operator may well write, where without them it goes on to say in which line the mistake is.
#define TOML_ASSERT(expression) static_cast<void>(0)
#include <toml++/toml.h>

#include <string>
#include <string_view>
#include <vector>

namespace dorfnetz {

// Empty if there is none of this name.
inline std::string text_of(const toml::table& table, std::string_view name)
{
    return table[name].value_or(std::string());
}

inline std::vector<std::string> texts_of(const toml::table& table, std::string_view name)
{
    std::vector<std::string> texts;
    if (const auto* list = table[name].as_array())
        for (const auto& text : *list)
            texts.push_back(text.value_or(std::string()));
    return texts;
}

} // namespace dorfnetz
