#include "app/search_kinds.hpp"

#include "features/organisations/api.hpp"
#include "features/pages/feature.hpp"
#include "features/villages/api.hpp"

#include <utility>

namespace dorfnetz::app {

namespace {

std::optional<finding::SearchHit> village_hit(db::Reader& reader, const web::Network& network,
                                              const std::string& id, i18n::Language language)
{
    const auto village = villages::village_by_id(reader, network.id, villages::VillageId{id});
    if (!village || !village->in_network)
        return std::nullopt;
    return finding::SearchHit{.title = village->name,
                              .path = "/doerfer/" + village->slug,
                              .summary = village->description(language),
                              .language = village->description_language(language)};
}

std::optional<finding::SearchHit> organisation_hit(db::Reader& reader, const web::Network& network,
                                                   const std::string& id, i18n::Language)
{
    const auto found =
        organisations::organisation_by_id(reader, network.id, organisations::OrganisationId{id});
    if (!found || !found->is_public())
        return std::nullopt;
    std::vector<std::string> places;
    for (const auto& id_of_village : found->entry.villages)
        if (const auto village = villages::village_by_id(reader, network.id, id_of_village))
            places.push_back(village->name);
    return finding::SearchHit{
        .title = found->entry.name,
        .path = organisations::path_of(found->entry.kind, found->slug),
        .summary = found->entry.purpose,
        .is_example = organisations::needs_example_tag(found->entry.is_example, found->entry.name),
        .places = std::move(places)};
}

} // namespace

std::vector<finding::SearchKind> search_kinds()
{
    std::vector<finding::SearchKind> kinds{
        {.kind = std::string(villages::search_kind),
         .key = "doerfer",
         .heading = "Dörfer"_de,
         .show = village_hit},
        {.kind = std::string(organisations::search_kind),
         .key = "vereine",
         .heading = "Vereine, Gruppen und Firmen"_de,
         .show = organisation_hit},
    };
    for (auto& kind : pages::search_kinds())
        kinds.push_back(std::move(kind));
    return kinds;
}

} // namespace dorfnetz::app
