#include "foundation/search/correcting.hpp"

#include "foundation/core/text.hpp"
#include "foundation/search/folding.hpp"
#include "foundation/search/longer_words.hpp"
#include "foundation/search/postings.hpp"
#include "foundation/search/sounding.hpp"
#include "foundation/search/words.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

namespace dorfnetz::search {

namespace {

constexpr std::size_t most_corrections = 3;
constexpr std::size_t shortest_corrected = 4;
constexpr double corrected = 0.7;
constexpr double corrected_part = 0.5;
constexpr double in_two_words = 0.5;

std::size_t entries_of(const Meaning& meaning)
{
    return number_of_postings(meaning.postings);
}

void put_commonest_first(Meanings& meanings)
{
    std::stable_sort(meanings.begin(), meanings.end(), [](const Meaning& left, const Meaning& right) {
        return entries_of(left) > entries_of(right);
    });
}

void add(Meanings& all, Meanings more, double likeness)
{
    for (auto& meaning : more) {
        meaning.likeness = likeness;
        all.push_back(std::move(meaning));
    }
}

// The commonest of these, and what contains the first of them.
Guess guess_of(Words& words, Meanings meant)
{
    Guess guess;
    if (meant.empty())
        return guess;
    put_commonest_first(meant);
    if (meant.size() > most_corrections)
        meant.resize(most_corrections);
    guess.shown = meant.front().shown;
    guess.is_word = true;
    auto longer = longer_words(words, meant.front().word);
    add(guess.meanings, std::move(meant), corrected);
    for (auto& word : longer) {
        word.likeness *= corrected;
        guess.meanings.push_back(std::move(word));
    }
    return guess;
}

// The longest beginning of a word, as it was written, of which this is true when it is folded.
template <class Fits>
std::string written_beginning(const std::string& shown, Fits&& fits)
{
    for (auto letters = length_in_characters(shown); letters > 0; --letters)
        if (const auto beginning = truncate(shown, letters); fits(fold(beginning)))
            return std::string(beginning);
    return {};
}

Guess beginning_to_sound(Words& words, const std::string& key)
{
    Guess guess;
    if (key.size() < shortest_corrected)
        return guess;
    add(guess.meanings, words.sounding_at_first(key), corrected_part);
    put_commonest_first(guess.meanings);
    if (!guess.meanings.empty())
        guess.shown = written_beginning(guess.meanings.front().shown,
                                        [&](const std::string& folded) { return sound_key(folded) == key; });
    return guess;
}

// Endings of words that sound like this, by how many words have each. A sound cannot be looked up within a
// word, so pieces of what was typed lead to them.
std::map<std::string, int> endings_that_sound(Words& words, const std::string& typed, const std::string& key)
{
    std::map<std::string, int> found;
    const auto errors = tolerated_errors(typed.size());
    const auto tolerance = static_cast<std::size_t>(errors);
    for (const auto& piece : pieces(typed, errors))
        for (const auto& [letters, word] : words.endings_with_piece(typed, piece, errors)) {
            const auto at = word.size() - letters.size();
            const auto first = piece.begin - std::min(piece.begin, tolerance);
            for (auto before = first; before <= std::min(piece.begin + tolerance, at); ++before)
                if (auto ending = word.substr(at - before); sound_key(ending) == key)
                    ++found[std::move(ending)];
        }
    return found;
}

Guess ending_to_sound(Words& words, const std::string& typed, const std::string& key)
{
    Guess guess;
    if (key.size() < shortest_corrected)
        return guess;
    const auto endings = endings_that_sound(words, typed, key);
    const auto commonest =
        std::max_element(endings.begin(), endings.end(),
                         [](const auto& left, const auto& right) { return left.second < right.second; });
    if (commonest == endings.end())
        return guess;
    guess.shown = commonest->first;
    add(guess.meanings, words.ending_with(commonest->first), corrected_part);
    put_commonest_first(guess.meanings);
    return guess;
}

// A word that is like the typed one, and how many of its letters are.
struct Near
{
    std::string word;
    std::size_t letters = 0;
};

// The words, or those whose beginning, is typed so with the fewest errors, and no more than this.
std::vector<Near> nearest(Words& words, const std::string& typed, int errors, Words::Extent extent)
{
    std::unordered_set<std::string> seen;
    std::vector<Near> near;
    if (errors == 0 || !is_latin(typed))
        return near;
    for (const auto& piece : pieces(typed, errors))
        for (auto& word : words.with_piece(typed, piece, errors, extent)) {
            if (!seen.insert(word).second)
                continue;
            const auto like = extent == Words::Extent::beginning
                                  ? errors_in_beginning(typed, word, errors)
                                  : Beginning{typing_errors(typed, word, errors), word.size()};
            if (like.errors > errors)
                continue;
            if (like.errors < errors)
                near.clear();
            errors = like.errors;
            near.push_back({std::move(word), like.letters});
        }
    return near;
}

// How strongly each entry has any of these words, by its number.
std::vector<Strength> strengths_of(const Meanings& meanings)
{
    std::vector<Strength> strengths;
    for (const auto& meaning : meanings)
        each_posting(meaning.postings, [&](std::uint32_t number, Strength strength) {
            if (number >= strengths.size())
                strengths.resize(std::max<std::size_t>(number + 1, strengths.size() * 2));
            strengths[number] = std::max(strengths[number], strength);
        });
    return strengths;
}

// The entries that have one of the first words and one of the second.
std::string postings_of_both(const Meaning& first, const Meanings& second)
{
    const auto left = strengths_of({first});
    const auto right = strengths_of(second);
    Strengths both;
    for (std::size_t number = 0; number < std::min(left.size(), right.size()); ++number)
        if (const auto strength = std::min(left[number], right[number]); strength > 0)
            both.emplace_hint(both.end(), static_cast<std::uint32_t>(number), strength);
    return with_changes({}, both);
}

// What the second half of a compound may be in an entry: a word of its own, or the end of another compound.
Guess second_half(Words& words, const std::string& typed)
{
    Guess half{.meanings = words.sounding(sound_key(typed)), .shown = typed};
    auto letters = typed;
    if (!half.meanings.empty()) {
        put_commonest_first(half.meanings);
        letters = half.meanings.front().word;
        half.shown = half.meanings.front().shown;
    }
    for (auto& longer : words.ending_with(letters))
        half.meanings.push_back(std::move(longer));
    return half;
}

} // namespace

Guess sounding_alike(Words& words, const std::string& typed)
{
    const auto key = sound_key(typed);
    if (typed.size() < shortest_corrected || key.empty())
        return {};
    auto guess = guess_of(words, words.sounding(key));
    auto part = beginning_to_sound(words, key);
    if (guess.meanings.empty() && part.meanings.empty())
        part = ending_to_sound(words, typed, key);
    if (guess.meanings.empty() && part.meanings.empty())
        part = beginning_to_sound(words, sound_key(root(typed)));
    if (guess.meanings.empty())
        return part;
    add(guess.meanings, std::move(part.meanings), corrected_part);
    return guess;
}

Guess mistyped(Words& words, const std::string& typed)
{
    constexpr std::size_t most_compared = 20;
    auto near = nearest(words, typed, tolerated_errors(typed.size()), Words::Extent::whole);
    if (near.size() > most_compared)
        near.resize(most_compared);
    Meanings meant;
    for (const auto& [word, letters] : near)
        if (auto meaning = words.exactly(word))
            meant.push_back(std::move(*meaning));
    return guess_of(words, std::move(meant));
}

Guess mistyped_beginning(Words& words, const std::string& typed)
{
    const auto near =
        nearest(words, typed, tolerated_errors_in_beginning(typed.size()), Words::Extent::beginning);
    std::unordered_map<std::string, int> counts;
    for (const auto& [word, letters] : near)
        ++counts[word.substr(0, letters)];
    const auto commonest =
        std::max_element(near.begin(), near.end(), [&](const Near& left, const Near& right) {
            return counts[left.word.substr(0, left.letters)] < counts[right.word.substr(0, right.letters)];
        });
    Guess guess;
    if (commonest == near.end())
        return guess;
    if (const auto example = words.exactly(commonest->word))
        guess.shown = written_beginning(
            example->shown, [&](const std::string& folded) { return folded.size() == commonest->letters; });
    add(guess.meanings, words.beginning_with(commonest->word.substr(0, commonest->letters)), corrected_part);
    put_commonest_first(guess.meanings);
    return guess;
}

Guess made_of_two(Words& words, const std::string& typed)
{
    constexpr std::size_t shortest_half = 4;
    if (typed.size() < 2 * shortest_half || !is_latin(typed))
        return {};
    auto firsts = words.sounding_as_beginning_of(sound_key(typed));
    std::sort(firsts.begin(), firsts.end(),
              [](const Meaning& left, const Meaning& right) { return left.word.size() > right.word.size(); });
    for (const auto& first : firsts)
        for (auto at = shortest_half; at <= typed.size() - shortest_half; ++at) {
            if (sound_key(typed.substr(0, at)) != sound_key(first.word))
                continue;
            const auto half = second_half(words, typed.substr(at));
            auto postings = postings_of_both(first, half.meanings);
            if (postings.empty())
                continue;
            Guess guess{.meanings = {}, .shown = first.shown + ' ' + half.shown};
            guess.meanings.push_back({.word = fold(guess.shown),
                                      .postings = std::move(postings),
                                      .shown = guess.shown,
                                      .likeness = in_two_words});
            return guess;
        }
    return {};
}

} // namespace dorfnetz::search
