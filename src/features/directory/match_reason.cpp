#include "features/directory/directory.hpp"
#include "features/vocabularies/api.hpp"

namespace dorfnetz::directory {

namespace {

using organisations::Entry;
using organisations::Register;
using web::Context;

std::string label(const Context& context, std::string_view list, std::string_view key)
{
    return vocabularies::label(list, key, context.language);
}

std::string shown_text(const Context& context, const Register& entries, const Entry& entry)
{
    const bool company = entry.kind == organisations::Kind::company;
    auto text = entry.name + ' ' + entry.summary;
    for (const auto& key : company ? entry.support : entry.fields)
        text += ' ' + label(context, company ? "support" : "fields", key);
    for (const auto& id : entry.villages)
        if (const auto* village = entries.village(id))
            text += ' ' + village->name;
    return text;
}

template <class Any>
std::vector<finding::Clue> clues_from(const Context& context, const Any& entry)
{
    std::vector<finding::Clue> clues{
        {"Art: {1}"_de, label(context, "kinds", organisations::to_text(entry.kind))},
        {"Kurz: {1}"_de, entry.short_name}};
    for (const auto& key : entry.strengths)
        clues.push_back({"Kann helfen mit: {1}"_de, label(context, "strengths", key)});
    for (const auto& key : entry.fields)
        clues.push_back({"Einsatzfeld: {1}"_de, label(context, "fields", key)});
    return clues;
}

} // namespace

std::vector<finding::Clue> clues_of(const Context& context, const organisations::OrganisationDraft& entry)
{
    return clues_from(context, entry);
}

std::string match_reason(const Context& context, const Register& entries, const Entry& entry,
                         std::string_view searched)
{
    // A list that nobody searched asks for no reasons.
    if (searched.empty())
        return {};
    return finding::match_reason(context.language, searched, shown_text(context, entries, entry),
                                 clues_from(context, entry));
}

} // namespace dorfnetz::directory
