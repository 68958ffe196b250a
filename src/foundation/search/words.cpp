#include "foundation/search/words.hpp"

#include "foundation/core/text.hpp"
#include "foundation/search/folding.hpp"

#include <algorithm>
#include <array>
#include <libstemmer.h>
#include <memory>
#include <stdexcept>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace dorfnetz::search {

namespace {

constexpr std::size_t longest_word = 60;

// Folded and sorted. Both languages at once: nobody says in which one they ask.
constexpr auto stop_words = std::to_array<std::string_view>(
    {"aber",  "als",   "am",    "an",       "and",  "are", "at",  "auch",  "auf",    "aus",   "bei",   "beim",
     "bis",   "by",    "das",   "dem",      "den",  "der", "des", "die",   "du",     "durch", "ein",   "eine",
     "einem", "einen", "einer", "eines",    "er",   "es",  "ev",  "for",   "from",   "fur",   "gegen", "hat",
     "ich",   "ihr",   "im",    "in",       "is",   "ist", "it",  "man",   "mit",    "nach",  "nicht", "noch",
     "nur",   "oder",  "of",    "ohne",     "on",   "or",  "our", "seit",  "sich",   "sie",   "sind",  "so",
     "that",  "the",   "this",  "to",       "um",   "und", "uns", "unser", "unsere", "unter", "us",    "vom",
     "von",   "vor",   "was",   "we",       "wer",  "wie", "wir", "wird",  "with",   "wo",    "you",   "your",
     "zu",    "zum",   "zur",   "zwischen", "uber", "ihre"});

bool is_stop_word(std::string_view word)
{
    return std::find(stop_words.begin(), stop_words.end(), word) != stop_words.end();
}

bool is_worth_finding(std::string_view word)
{
    const bool one_letter = word.size() == 1 && (word[0] < '0' || word[0] > '9');
    return !word.empty() && !one_letter && !is_stop_word(word);
}

// Soft hyphens and the like belong to the word around them.
bool is_inside_word(UChar32 letter)
{
    return letter > 0 && (u_isalnum(letter) || u_charType(letter) == U_NON_SPACING_MARK ||
                          u_hasBinaryProperty(letter, UCHAR_DEFAULT_IGNORABLE_CODE_POINT));
}

void add_run(std::vector<Token>& found, std::string_view run)
{
    if (run.empty())
        return;
    const std::string folded = fold(run);
    const auto pieces = split(folded, ' '); // several for "½" and the like
    for (const auto piece : pieces) {
        const auto word = truncate(piece, longest_word);
        if (is_worth_finding(word))
            found.push_back({std::string(word), std::string(pieces.size() == 1 ? run : piece)});
    }
}

struct FreeStemmer
{
    void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }
};

// A stemmer keeps the last word inside, so each thread has its own.
sb_stemmer* stemmer_for(std::string_view language)
{
    using Stemmer = std::unique_ptr<sb_stemmer, FreeStemmer>;
    const auto make = [](const char* name) {
        Stemmer made(sb_stemmer_new(name, "UTF_8"));
        if (!made)
            throw std::runtime_error(std::string("libstemmer does not know ") + name);
        return made;
    };
    thread_local const Stemmer german = make("german");
    thread_local const Stemmer english = make("english");
    return language == "de" ? german.get() : language == "en" ? english.get() : nullptr;
}

} // namespace

std::vector<Token> tokens(std::string_view text)
{
    std::vector<Token> found;
    const auto length = static_cast<int32_t>(text.size());
    const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
    int32_t begin = 0;
    for (int32_t at = 0; at < length;) {
        const int32_t here = at;
        UChar32 letter = 0;
        U8_NEXT(bytes, at, length, letter);
        if (is_inside_word(letter))
            continue;
        add_run(found, text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(here - begin)));
        begin = at;
    }
    add_run(found, text.substr(static_cast<std::size_t>(begin)));
    return found;
}

std::string stem(std::string_view word, std::string_view language)
{
    sb_stemmer* stemmer = stemmer_for(language);
    if (stemmer == nullptr)
        return std::string(word);
    const auto* stemmed = sb_stemmer_stem(stemmer, reinterpret_cast<const sb_symbol*>(word.data()),
                                          static_cast<int>(word.size()));
    if (stemmed == nullptr)
        throw std::bad_alloc();
    return {reinterpret_cast<const char*>(stemmed), static_cast<std::size_t>(sb_stemmer_length(stemmer))};
}

bool is_latin(std::string_view word)
{
    return std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

std::string kind_word(std::string_view kind)
{
    return '#' + std::string(kind);
}

} // namespace dorfnetz::search
