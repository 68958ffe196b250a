#include "foundation/search/longer_words.hpp"

#include "foundation/search/words.hpp"

namespace dorfnetz::search {

namespace {

constexpr std::size_t shortest_for_parts = 4;

// Of a longer word that was found by these letters, which are the typed word or its stem.
double likeness_of_part(const Meaning& meaning, const std::string& typed, const std::string& letters)
{
    if (meaning.word == letters)
        return same_stem;
    const double whole = meaning.word.find(typed) != std::string::npos ? 1 : 0.8;
    if (meaning.word.starts_with(letters))
        return 0.7 * whole;
    return (meaning.word.ends_with(letters) ? 0.6 : 0.4) * whole;
}

} // namespace

Meanings longer_words(Words& words, const std::string& typed)
{
    std::string letters = typed;
    Meanings meanings;
    if (!is_latin(typed)) {
        meanings = words.beginning_with(letters);
    } else if (typed.size() >= shortest_for_parts) {
        const auto common = stem(typed, "de"); // "Musiken" finds "Blasmusik"
        if (common.size() >= shortest_for_parts && typed.starts_with(common))
            letters = common;
        meanings = words.containing(letters, typed);
    } else if (typed.size() > 1) {
        meanings = words.beginning_with(letters);
        for (auto& ending : words.ending_with(letters))
            meanings.push_back(std::move(ending));
    }
    for (auto& meaning : meanings)
        meaning.likeness = likeness_of_part(meaning, typed, letters);
    return meanings;
}

} // namespace dorfnetz::search
