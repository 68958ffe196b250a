#include "features/exchange/search_kinds.hpp"

#include "features/exchange/exchange_pages.hpp"
#include "features/exchange/exchange_service.hpp"
#include "features/exchange/feature.hpp"
#include "foundation/search/search.hpp"

namespace dorfnetz::exchange {

namespace {

using web::Context;

std::string village_name(db::Reader& reader, const NetworkId& network, const VillageId& id)
{
    const auto village = villages::village_by_id(reader, network, id);
    return village ? village->name : std::string();
}

std::optional<finding::SearchHit> thing_hit(const Context& context, db::Reader& reader, const std::string& id)
{
    const auto thing = thing_by_id(reader, context.network.id, ThingId{id});
    const auto entries = organisations::shared_register(context, reader);
    if (!thing || !is_public(*entries, *thing))
        return std::nullopt;
    const auto* village = entries->village(thing->draft.village);
    return finding::SearchHit{
        .title = thing->draft.title,
        .path = path_of(*thing),
        .summary = context.t("Zu leihen von {1}"_de, {entries->entry(thing->draft.owner)->name}),
        .is_example = thing->draft.is_example,
        .places = {village ? village->name : std::string()}};
}

std::optional<finding::SearchHit> post_hit(const Context& context, db::Reader& reader, const std::string& id)
{
    const auto post = post_by_id(reader, context.network.id, PostId{id});
    const auto entries = organisations::shared_register(context, reader);
    if (!post || !is_public(*entries, context, *post))
        return std::nullopt;
    const auto* village = entries->village(post->draft.village);
    return finding::SearchHit{
        .title = post->draft.title,
        .path = path_of(*post),
        .summary =
            context.t(post->draft.kind == PostKind::need ? "Gesucht von {1}"_de : "Angeboten von {1}"_de,
                      {entries->entry(post->draft.organisation)->name}),
        .is_example = post->draft.is_example,
        .places = {village ? village->name : std::string()}};
}

} // namespace

void index_thing(db::Tx& tx, const NetworkId& network, const ThingId& id)
{
    const auto thing = thing_by_id(tx, network, id);
    if (!thing || thing->status != ThingStatus::offered) {
        search::remove(tx, network, std::string(thing_search_kind), id.text());
        return;
    }
    const auto& draft = thing->draft;
    search::put(tx, {.network = network,
                     .kind = std::string(thing_search_kind),
                     .id = id.text(),
                     .fields = {{draft.title + ' ' + draft.size, 3},
                                {village_name(tx, network, draft.village) + ' ' +
                                     organisations::public_name(tx, network, draft.owner),
                                 2},
                                {draft.place + ' ' + draft.description, 1}}});
}

void index_post(db::Tx& tx, const NetworkId& network, const PostId& id)
{
    const auto post = post_by_id(tx, network, id);
    if (!post || post->status != PostStatus::open) {
        search::remove(tx, network, std::string(post_search_kind), id.text());
        return;
    }
    const auto& draft = post->draft;
    search::put(tx, {.network = network,
                     .kind = std::string(post_search_kind),
                     .id = id.text(),
                     .fields = {{draft.title, 3},
                                {village_name(tx, network, draft.village) + ' ' +
                                     organisations::public_name(tx, network, draft.organisation),
                                 2},
                                {draft.description, 1}}});
}

std::vector<finding::SearchKind> search_kinds()
{
    return {{.kind = std::string(thing_search_kind),
             .key = "leihen",
             .heading = "Zu leihen"_de,
             .show = thing_hit},
            {.kind = std::string(post_search_kind),
             .key = "gesuche",
             .heading = "Gesuche und Angebote"_de,
             .show = post_hit}};
}

} // namespace dorfnetz::exchange
