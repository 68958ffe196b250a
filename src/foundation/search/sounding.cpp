#include "foundation/search/sounding.hpp"

#include "foundation/search/words.hpp"

#include <array>
#include <utility>

// Cologne phonetics, which compares the names of people (`features/people/sound.hpp`), is too coarse here: it
// drops all vowels and takes m for n, so that "Mussa" and "Messe" are one, and it knows no beginnings.
namespace dorfnetz::search {

namespace {

constexpr std::string_view vowels = "aeiou";

// The first that fits counts, so longer groups stand first. "S" and "C" stand for sch and ch, which no single
// letter writes.
constexpr auto sounds = std::to_array<std::pair<std::string_view, std::string_view>>(
    {{"sch", "S"}, {"chs", "ks"}, {"ai", "ai"}, {"au", "au"}, {"ay", "ai"}, {"ch", "C"},  {"ck", "k"},
     {"ei", "ai"}, {"eu", "au"},  {"ey", "ai"}, {"ie", "i"},  {"oi", "au"}, {"oy", "au"}, {"pf", "f"},
     {"ph", "f"},  {"qu", "kw"},  {"rh", "r"},  {"th", "t"},  {"tz", "z"},  {"b", "p"},   {"d", "t"},
     {"g", "k"},   {"q", "k"},    {"v", "f"},   {"x", "ks"},  {"y", "i"}});

bool is_one_of(char letter, std::string_view letters)
{
    return letters.find(letter) != std::string_view::npos;
}

// As e is not heard before l, m, n and r, whether or not an h stands between, but in the first syllable.
bool is_silent_e(std::string_view rest, std::string_view key)
{
    rest.remove_prefix(rest.starts_with("eh") ? 2 : 1);
    return !rest.empty() && is_one_of(rest.front(), "lmnr") &&
           key.find_first_of(vowels) != std::string_view::npos;
}

// How many letters at the beginning of `rest` make one sound, and which.
std::pair<std::size_t, std::string_view> next_sound(std::string_view rest, std::string_view key)
{
    for (const auto& [letters, sound] : sounds)
        if (rest.starts_with(letters)) {
            const bool as_in_chor =
                key.empty() && letters == "ch" && rest.size() > 2 && is_one_of(rest[2], "alor");
            return {letters.size(), as_in_chor ? "k" : sound};
        }
    if (rest.front() == 'e')
        return {rest.starts_with("eh") ? 2 : 1, is_silent_e(rest, key) ? "" : "e"};
    if (rest.front() == 'h' && !key.empty() && is_one_of(key.back(), vowels))
        return {1, ""};
    if (rest.front() == 'c')
        return {1, rest.size() > 1 && is_one_of(rest[1], "eiy") ? "z" : "k"};
    return {1, rest.substr(0, 1)};
}

} // namespace

std::string sound_key(std::string_view folded_word)
{
    std::string key;
    if (!is_latin(folded_word))
        return key;
    for (auto rest = folded_word; !rest.empty();) {
        const auto [letters, sound] = next_sound(rest, key);
        for (const char heard : sound)
            if (key.empty() || key.back() != heard)
                key += heard;
        rest.remove_prefix(letters);
    }
    return key;
}

std::string sound_version()
{
    return "1";
}

std::string root(std::string_view folded_word)
{
    for (const std::string_view ending : {"erinnen", "erin", "ern", "ers", "er"})
        if (folded_word.ends_with(ending))
            return stem(folded_word.substr(0, folded_word.size() - ending.size() + 2), "de");
    if (folded_word.ends_with("eln")) // which the stemmer leaves
        return std::string(folded_word.substr(0, folded_word.size() - 1));
    return {};
}

} // namespace dorfnetz::search
