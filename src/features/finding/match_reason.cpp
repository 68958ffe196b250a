#include "features/finding/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/search/folding.hpp"

namespace dorfnetz::finding {

namespace {

// A word is there in whatever form: "Feuerwehren" where "Feuerwehr" stands, but "Chor" not where "Chemie"
// does.
bool has_word(std::string_view folded_text, std::string_view word)
{
    constexpr std::size_t longest_ending = 3;
    constexpr std::size_t shortest_stem = 4;
    const auto stem = word.substr(
        0, word.size() < shortest_stem + longest_ending ? word.size() : word.size() - longest_ending);
    return folded_text.find(stem) != std::string_view::npos;
}

// A compound is there if both its halves are, as "Heimatverein" in "Heimat- und Naturverein".
bool has_halves(std::string_view folded_text, std::string_view word)
{
    constexpr std::size_t shortest_half = 4;
    for (auto at = shortest_half; at + shortest_half <= word.size(); ++at)
        if (folded_text.find(word.substr(0, at)) != std::string_view::npos &&
            folded_text.find(word.substr(at)) != std::string_view::npos)
            return true;
    return false;
}

} // namespace

std::string match_reason(i18n::Language language, std::string_view understood, std::string_view shown,
                         const std::vector<Clue>& clues)
{
    const auto folded = search::fold(shown);
    for (const auto& word : split_list(understood, " ")) {
        if (has_word(folded, word) || has_halves(folded, word))
            continue;
        for (const auto& clue : clues)
            if (has_word(search::fold(clue.words), word))
                return i18n::translate(language, clue.sentence, {clue.words});
        return i18n::translate(language, "„{1}“ steht im Eintrag."_de, {word});
    }
    return {};
}

} // namespace dorfnetz::finding
