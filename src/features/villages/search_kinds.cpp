#include "features/villages/api.hpp"
#include "features/villages/feature.hpp"

namespace dorfnetz::villages {

std::vector<finding::SearchKind> search_kinds()
{
    return {{.kind = std::string(search_kind),
             .key = "doerfer",
             .heading = "Dörfer"_de,
             .show = [](const web::Context& context, db::Reader& reader,
                        const std::string& id) -> std::optional<finding::SearchHit> {
                 const auto village = village_by_id(reader, context.network.id, VillageId{id});
                 if (!village || !village->in_network)
                     return std::nullopt;
                 return finding::SearchHit{.title = village->name,
                                           .path = "/doerfer/" + village->slug,
                                           .summary = village->description(context.language),
                                           .language = village->description_language(context.language)};
             }}};
}

} // namespace dorfnetz::villages
