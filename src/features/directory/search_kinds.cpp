#include "features/directory/directory.hpp"
#include "features/directory/feature.hpp"

namespace dorfnetz::directory {

namespace {

std::optional<finding::SearchHit> entry_hit(const web::Context& context, db::Reader& reader,
                                            const std::string& id)
{
    const auto found =
        organisations::organisation_by_id(reader, context.network.id, organisations::OrganisationId{id});
    if (!found || !found->is_public())
        return std::nullopt;
    const auto& entry = found->entry;
    std::vector<std::string> places;
    for (const auto& id_of_village : entry.villages)
        if (const auto village = villages::village_by_id(reader, context.network.id, id_of_village))
            places.push_back(village->name);
    return finding::SearchHit{.title = entry.name,
                              .path = organisations::path_of(entry.kind, found->slug),
                              .summary = entry.purpose,
                              .is_example = organisations::needs_example_tag(entry.is_example, entry.name),
                              .places = std::move(places),
                              .clues = clues_of(context, entry)};
}

} // namespace

std::vector<finding::SearchKind> search_kinds()
{
    return {{.kind = std::string(organisations::search_kind),
             .key = "vereine",
             .heading = "Vereine, Gruppen und Firmen"_de,
             .show = entry_hit}};
}

} // namespace dorfnetz::directory
