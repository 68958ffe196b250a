#include "features/groups/group_search.hpp"

#include "features/groups/feature.hpp"
#include "features/groups/groups_store.hpp"
#include "foundation/search/search.hpp"

#include <algorithm>

namespace dorfnetz::groups {

namespace {

constexpr std::string_view search_kind = "group";

std::vector<std::string> village_names(db::Reader& reader, const NetworkId& network, const Group& group)
{
    std::vector<std::string> names;
    const auto& chosen = group.draft.villages;
    for (const auto& village : villages::villages_of(reader, network))
        if (std::find(chosen.begin(), chosen.end(), village.id) != chosen.end())
            names.push_back(village.name);
    return names;
}

std::optional<finding::SearchHit> hit(const web::Context& context, db::Reader& reader, const std::string& id)
{
    const auto group = group_by_id(reader, context.network.id, GroupId(id));
    if (!group || group->has_ended())
        return std::nullopt;
    return finding::SearchHit{.title = group->draft.title,
                              .path = path_of(*group),
                              .summary = group->draft.summary,
                              .is_example = group->draft.is_example,
                              .places = village_names(reader, context.network.id, *group)};
}

} // namespace

void index_group(db::Tx& tx, const NetworkId& network, const GroupId& id)
{
    const auto group = group_by_id(tx, network, id);
    if (!group || group->has_ended()) {
        search::remove(tx, network, std::string(search_kind), id.text());
        return;
    }
    std::string words = group->draft.summary;
    for (const auto& name : village_names(tx, network, *group))
        words += ' ' + name;
    auto rest = html::markdown_as_text(group->draft.aims);
    for (const auto& page : store::pages_of(tx, network, id))
        if (page.draft.audience == Audience::everybody)
            rest += ' ' + page.draft.title + ' ' + html::markdown_as_text(page.draft.text);
    search::put(tx, {.network = network,
                     .kind = std::string(search_kind),
                     .id = id.text(),
                     .fields = {{group->draft.title, 3}, {words, 2}, {rest, 1}}});
}

std::vector<finding::SearchKind> search_kinds()
{
    return {{.kind = std::string(search_kind),
             .key = "arbeitsgruppen",
             .heading = "Arbeitsgruppen"_de,
             .show = hit}};
}

} // namespace dorfnetz::groups
