#include "features/exchange/exchange_pages.hpp"
#include "features/exchange/feature.hpp"

// A need may come from a decision, an activity from a need.
namespace dorfnetz::exchange {

namespace {

using web::Context;

constexpr std::string_view need_key = "gesuch";
constexpr std::string_view offer_key = "angebot";
constexpr std::string_view thing_key = "sache";

std::map<std::string, lineage::Told> tell_posts(const Context& context, db::Reader& reader,
                                                const std::vector<std::string>& ids)
{
    std::map<std::string, lineage::Told> told;
    const auto entries = organisations::shared_register(context, reader);
    for (const auto& id : ids)
        if (const auto post = post_by_id(reader, context.network.id, PostId{id});
            post && may_see(context, *entries, *post))
            told[id] = {.title = post->draft.title, .path = path_of(*post)};
    return told;
}

std::map<std::string, lineage::Told> tell_things(const Context& context, db::Reader& reader,
                                                 const std::vector<std::string>& ids)
{
    std::map<std::string, lineage::Told> told;
    const auto entries = organisations::shared_register(context, reader);
    for (const auto& id : ids)
        if (const auto thing = thing_by_id(reader, context.network.id, ThingId{id});
            thing && may_see(context, *entries, *thing))
            told[id] = {.title = thing->draft.title, .path = path_of(*thing)};
    return told;
}

} // namespace

lineage::Record lineage_record(const Post& post)
{
    return {.kind = std::string(post.draft.kind == PostKind::need ? need_key : offer_key),
            .id = post.id.text()};
}

lineage::Record lineage_record(const Thing& thing)
{
    return {.kind = std::string(thing_key), .id = thing.id.text()};
}

std::vector<lineage::Kind> lineage_kinds()
{
    return {{.key = std::string(need_key),
             .singular = "Gesuch"_de,
             .describe = tell_posts,
             .making = lineage::Making{.path = std::string(new_post_path),
                                       .label = "Gesuch daraus machen"_de,
                                       .access = web::Access::entry_editors()}},
            {.key = std::string(offer_key), .singular = "Angebot"_de, .describe = tell_posts},
            {.key = std::string(thing_key), .singular = "Sache"_de, .describe = tell_things}};
}

} // namespace dorfnetz::exchange
