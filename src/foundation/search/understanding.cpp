#include "foundation/search/understanding.hpp"

#include "foundation/search/correcting.hpp"
#include "foundation/search/longer_words.hpp"
#include "foundation/search/postings.hpp"

#include <algorithm>

namespace dorfnetz::search {

namespace {

// How many entries have the typed word as a part of others.
std::size_t entries_as_typed(const Meanings& longer, const std::string& typed)
{
    std::size_t entries = 0;
    for (const auto& meaning : longer)
        if (meaning.word.find(typed) != std::string::npos)
            entries += number_of_postings(meaning.postings);
    return entries;
}

// What is guessed is told unless the typed word, as a part of others, is the commoner one.
void add(Guess guess, const std::string& typed, Understood& result)
{
    if (guess.meanings.empty())
        return;
    if (!result.instead_of_typed && !guess.shown.empty() &&
        number_of_postings(guess.meanings.front().postings) > entries_as_typed(result.meanings, typed))
        result.instead_of_typed = guess.shown;
    for (auto& meaning : guess.meanings)
        result.meanings.push_back(std::move(meaning));
}

// Nobody wrote the typed word. If others contain it, only whole words may have been meant instead: more would
// be found by what is alike than by what is the same.
Guess guess_for(Words& words, const std::string& typed, bool contained)
{
    if (contained)
        return mistyped(words, typed);
    auto guess = sounding_alike(words, typed);
    if (guess.meanings.empty())
        guess = mistyped(words, typed);
    if (guess.meanings.empty())
        guess = mistyped_beginning(words, typed);
    return guess;
}

} // namespace

Understood understand(Words& words, const Token& typed)
{
    Understood result;
    auto same = words.with_stem(typed.word);
    result.meanings = longer_words(words, typed.word);
    const bool is_written = std::any_of(same.begin(), same.end(),
                                        [&](const Meaning& meaning) { return meaning.word == typed.word; });
    bool is_corrected = false;
    if (same.empty()) {
        auto guess = guess_for(words, typed.word, !result.meanings.empty());
        is_corrected = guess.is_word;
        add(std::move(guess), typed.word, result);
    }
    if (!is_written && !is_corrected)
        add(made_of_two(words, typed.word), typed.word, result);
    for (auto& meaning : same) {
        meaning.likeness = meaning.word == typed.word ? 1.0 : same_stem;
        result.meanings.push_back(std::move(meaning));
    }
    return result;
}

} // namespace dorfnetz::search
