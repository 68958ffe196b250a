#include "features/organisations/organisations_service.hpp"
#include "features/organisations/organisations_store.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/search/search.hpp"

namespace dorfnetz::organisations {

namespace {

void add_terms(std::string& text, std::string_view list, const std::vector<std::string>& keys)
{
    for (const auto& key : keys)
        text += ' ' + vocabularies::label(list, key, i18n::Language::de);
}

// Only what the entry's public page says; never a contact person.
search::Document document_of(const NetworkId& network, const Organisation& organisation,
                             const std::vector<villages::Village>& places)
{
    const auto& entry = organisation.entry;
    std::string words;
    add_terms(words, "fields", entry.fields);
    add_terms(words, "strengths", entry.strengths);
    add_terms(words, "support", entry.support);
    add_terms(words, "purposes", entry.purposes);
    for (const auto& village : places)
        if (std::find(entry.villages.begin(), entry.villages.end(), village.id) != entry.villages.end())
            words += ' ' + village.name;
    return {.network = network,
            .kind = std::string(search_kind),
            .id = organisation.id.text(),
            .fields = {
                {entry.name, 3},
                {entry.short_name, 3},
                {vocabularies::label("kinds", to_text(entry.kind), i18n::Language::de), 2},
                {entry.purpose, 2},
                {words, 2},
                {entry.aims + '\n' + entry.strengths_text + '\n' + entry.offers + '\n' + entry.supports_whom,
                 1}}};
}

void index_these(db::Tx& tx, const NetworkId& network, const std::vector<Organisation>& organisations)
{
    const auto places = villages::villages_of(tx, network);
    std::vector<search::Document> documents;
    for (const auto& organisation : organisations) {
        if (organisation.is_public())
            documents.push_back(document_of(network, organisation, places));
        else
            search::remove(tx, network, std::string(search_kind), organisation.id.text());
    }
    search::put(tx, documents);
}

} // namespace

void index_entry(db::Tx& tx, const NetworkId& network, const Organisation& organisation)
{
    index_these(tx, network, {organisation});
}

void index_entries(db::Tx& tx, const NetworkId& network, const std::vector<OrganisationId>& ids)
{
    std::vector<Organisation> organisations;
    for (const auto& id : ids)
        if (auto found = store::by_id(tx, network, id))
            organisations.push_back(std::move(*found));
    index_these(tx, network, organisations);
}

void index_all(db::Tx& tx, const NetworkId& network)
{
    index_these(tx, network, store::all(tx, network));
}

} // namespace dorfnetz::organisations
