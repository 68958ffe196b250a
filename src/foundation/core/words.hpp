#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

// The words for the values of an enum, as they stand in the database and in forms.
namespace dorfnetz {

template <class Enum, std::size_t size>
using WordTable = std::array<std::pair<Enum, std::string_view>, size>;

// The word of a value; empty if the table has none.
template <class Enum, std::size_t size>
constexpr std::string_view word_of(const WordTable<Enum, size>& words, Enum value)
{
    for (const auto& [known, word] : words)
        if (known == value)
            return word;
    return {};
}

// The value of a word, nothing for words that the table does not have.
template <class Enum, std::size_t size>
constexpr std::optional<Enum> meant_by(const WordTable<Enum, size>& words, std::string_view text)
{
    for (const auto& [known, word] : words)
        if (word == text)
            return known;
    return std::nullopt;
}

} // namespace dorfnetz
