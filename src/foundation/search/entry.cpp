#include "foundation/search/entry.hpp"

#include <charconv>

namespace dorfnetz::search {

namespace {

constexpr int name_weight = 3;

} // namespace

std::string write_words(const std::vector<WeightedWord>& words)
{
    std::string text;
    for (const auto& word : words) {
        if (!text.empty())
            text += ' ';
        text += std::to_string(word.number);
        text += static_cast<char>('a' + word.weight - 1);
    }
    return text;
}

std::vector<WeightedWord> read_words(std::string_view text)
{
    std::vector<WeightedWord> words;
    words.reserve(text.size() / 6);
    const char* at = text.data();
    const char* const end = text.data() + text.size();
    while (at < end) {
        WeightedWord word;
        at = std::from_chars(at, end, word.number).ptr;
        if (at == end)
            throw std::logic_error("the words of a search entry end within one: " + std::string(text));
        word.weight = *at - 'a' + 1;
        words.push_back(word);
        at += 2;
    }
    return words;
}

std::string term_anywhere(std::int64_t number)
{
    return std::to_string(number);
}

std::string term_in_name(std::int64_t number)
{
    return std::to_string(number) + 'n';
}

std::string terms_of(std::string_view words)
{
    std::string terms;
    for (const auto& word : read_words(words)) {
        terms += term_anywhere(word.number) + ' ';
        if (word.weight == name_weight)
            terms += term_in_name(word.number) + ' ';
    }
    return terms;
}

std::string kind_word(std::string_view kind)
{
    return '=' + std::string(kind);
}

} // namespace dorfnetz::search
