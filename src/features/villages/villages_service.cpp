#include "features/villages/villages_service.hpp"

#include "features/villages/villages_store.hpp"
#include "foundation/search/search.hpp"

namespace dorfnetz::villages {

namespace {

search::Document document(const NetworkId& network, const Village& village)
{
    return {.network = network,
            .kind = std::string(search_kind),
            .id = village.id.text(),
            .fields = {{village.name, 3}, {village.description_de, 2}, {village.description_en, 1}}};
}

} // namespace

void put_place(db::Tx& tx, const NetworkId& network, const Village& village, Timestamp now)
{
    save_place(tx, network, village, now);
    if (!village.in_network)
        return;
    // A repeated import keeps the id that the village already has.
    if (const auto saved = village_by_slug(tx, network, village.slug))
        search::put(tx, document(network, *saved));
}

Result<Done> describe(const web::Context& context, const Village& village)
{
    return context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        if (update_description(tx, context.network.id, village, context.now()) == 0)
            return Error{.kind = Err::stale};
        search::put(tx, document(context.network.id, village));
        return Done{};
    });
}

} // namespace dorfnetz::villages
