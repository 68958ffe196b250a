#include "features/directory/directory.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/search/folding.hpp"

namespace dorfnetz::directory {

namespace {

using organisations::Entry;
using organisations::Register;
using web::Context;

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

std::vector<std::string> labels(const Context& context, std::string_view list,
                                const std::vector<std::string>& keys)
{
    std::vector<std::string> words;
    for (const auto& key : keys)
        words.push_back(vocabularies::label(list, key, context.language));
    return words;
}

std::string shown_text(const Context& context, const Register& entries, const Entry& entry)
{
    const bool company = entry.kind == organisations::Kind::company;
    std::string text =
        entry.name + ' ' + entry.summary + ' ' +
        join(company ? labels(context, "support", entry.support) : labels(context, "fields", entry.fields),
             " ");
    for (const auto& id : entry.villages)
        if (const auto* village = entries.village(id))
            text += ' ' + village->name;
    return search::fold(text);
}

} // namespace

std::string match_reason(const Context& context, const Register& entries, const Entry& entry,
                         std::string_view searched)
{
    const auto shown = shown_text(context, entries, entry);
    for (const auto& word : split_list(search::fold(searched), " ")) {
        if (has_word(shown, word))
            continue;
        const auto kind = vocabularies::label("kinds", organisations::to_text(entry.kind), context.language);
        if (has_word(search::fold(kind), word))
            return context.t("Art: {1}"_de, {kind});
        if (has_word(search::fold(entry.short_name), word))
            return context.t("Kurz: {1}"_de, {entry.short_name});
        for (const auto& strength : labels(context, "strengths", entry.strengths))
            if (has_word(search::fold(strength), word))
                return context.t("Kann helfen mit: {1}"_de, {strength});
        for (const auto& field : labels(context, "fields", entry.fields))
            if (has_word(search::fold(field), word))
                return context.t("Einsatzfeld: {1}"_de, {field});
        return context.t("„{1}“ steht im Eintrag."_de, {word});
    }
    return {};
}

} // namespace dorfnetz::directory
