#include "features/people/sound.hpp"

namespace dorfnetz::people {

namespace {

bool is_one_of(char letter, std::string_view letters)
{
    return letter != '\0' && letters.find(letter) != std::string_view::npos;
}

std::string_view code_of_c(char before, char after, bool first)
{
    if (first)
        return is_one_of(after, "ahkloqrux") ? "4" : "8";
    if (is_one_of(before, "sz"))
        return "8";
    return is_one_of(after, "ahkoqux") ? "4" : "8";
}

std::string_view code_of(char before, char letter, char after, bool first)
{
    if (is_one_of(letter, "aeijouy"))
        return "0";
    if (letter == 'p')
        return after == 'h' ? "3" : "1";
    if (is_one_of(letter, "dt"))
        return is_one_of(after, "csz") ? "8" : "2";
    if (letter == 'c')
        return code_of_c(before, after, first);
    if (letter == 'x')
        return is_one_of(before, "ckq") ? "8" : "48";
    if (letter == 'b')
        return "1";
    if (is_one_of(letter, "fvw"))
        return "3";
    if (is_one_of(letter, "gkq"))
        return "4";
    if (letter == 'l')
        return "5";
    if (is_one_of(letter, "mn"))
        return "6";
    if (letter == 'r')
        return "7";
    if (is_one_of(letter, "sz"))
        return "8";
    return ""; // h is silent
}

} // namespace

std::string sound_of(std::string_view folded_word)
{
    std::string letters;
    for (const char c : folded_word)
        if (c >= 'a' && c <= 'z')
            letters += c;
    std::string sound;
    char last = '\0';
    for (std::size_t i = 0; i < letters.size(); ++i) {
        const char before = i > 0 ? letters[i - 1] : '\0';
        const char after = i + 1 < letters.size() ? letters[i + 1] : '\0';
        for (const char digit : code_of(before, letters[i], after, i == 0)) {
            // Equal neighbours count once, and a vowel only at the beginning.
            if (digit != last && (digit != '0' || sound.empty()))
                sound += digit;
            last = digit;
        }
    }
    return sound;
}

} // namespace dorfnetz::people
