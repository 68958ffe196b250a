#include "features/directory/directory.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/search/search.hpp"

namespace dorfnetz::directory {

namespace {

constexpr int most_hits = 1'000;

// A word of the vocabulary; what is no such word is kept, so that it finds nothing instead of everything.
std::vector<std::string> limited(std::vector<std::string> values)
{
    if (values.size() > 50)
        values.resize(50);
    return values;
}

void search_words(const web::Context& context, Asked& asked)
{
    const std::string typed(context.query.text("q"));
    if (typed.find_first_not_of(' ') == std::string::npos)
        return;
    const auto result = context.pool().read([&](db::Reader& reader) {
        return search::find(reader, {.network = context.network.id,
                                     .text = typed,
                                     .kinds = {std::string(organisations::search_kind)},
                                     .limit = most_hits});
    });
    std::vector<organisations::OrganisationId> found;
    for (const auto& hit : result.hits)
        found.emplace_back(hit.id);
    asked.filter.found = std::move(found);
    asked.filter.order = organisations::Order::by_relevance;
    asked.searched = search::understood(typed, result.corrections);
    for (const auto& correction : result.corrections)
        asked.corrected += (asked.corrected.empty() ? "" : " ") + correction.understood;
}

std::string label_of(const web::Context& context, const organisations::Register& entries,
                     std::string_view name, const std::string& value)
{
    if (name == "dorf") {
        for (const auto& village : entries.villages)
            if (village.slug == value)
                return village.name;
        return value;
    }
    const auto list = name == "feld"           ? "fields"
                      : name == "staerke"      ? "strengths"
                      : name == "unterstuetzt" ? "support"
                                               : "kinds";
    return vocabularies::label(list, value, context.language);
}

// The list's address without this one value.
std::string path_without(const web::Context& context, std::string_view name, std::string_view value)
{
    std::string query;
    for (const auto& [key, kept] : context.query.fields())
        if (!(key == name && kept == value) && key != "seite" && key != "meldung" && !kept.empty())
            query +=
                (query.empty() ? "?" : "&") + http::percent_encode(key) + '=' + http::percent_encode(kept);
    return context.path + query;
}

} // namespace

German title_of(Directory directory)
{
    return directory == Directory::companies ? "Firmen, die helfen"_de : "Vereine und Gruppen"_de;
}

Asked asked_for(const web::Context& context, Directory directory)
{
    Asked asked;
    auto& filter = asked.filter;
    filter.directory = directory;
    filter.villages = limited(context.query.all("dorf"));
    filter.fields = limited(context.query.all("feld"));
    filter.strengths = limited(context.query.all("staerke"));
    filter.support = limited(context.query.all("unterstuetzt"));
    for (const auto& kind : context.query.all("art"))
        if (const auto known = organisations::kind_from_text(kind))
            filter.kinds.push_back(*known);
    search_words(context, asked);
    if (const auto order = context.query.text("sortierung"); order == "name")
        filter.order = organisations::Order::by_name;
    else if (order == "neu")
        filter.order = organisations::Order::newest_confirmation;
    return asked;
}

std::vector<Chosen> chosen_filters(const web::Context& context, const organisations::Register& entries)
{
    std::vector<Chosen> chosen;
    for (const auto* name : {"dorf", "feld", "staerke", "unterstuetzt", "art"})
        for (const auto& value : limited(context.query.all(name)))
            if (!value.empty())
                chosen.push_back(
                    {label_of(context, entries, name, value), path_without(context, name, value)});
    if (const auto typed = std::string(context.query.text("q")); !typed.empty())
        chosen.push_back({"„" + typed + "“", path_without(context, "q", typed)});
    return chosen;
}

} // namespace dorfnetz::directory
