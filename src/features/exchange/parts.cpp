#include "features/exchange/exchange_pages.hpp"
#include "features/exchange/finding_things.hpp"
#include "features/exchange/thanks.hpp"

#include <algorithm>

// What stands on the pages of villages and organisations.
namespace dorfnetz::exchange {

namespace {

using organisations::Register;
using web::Context;

constexpr std::size_t most_in_village = 6;

struct Row
{
    std::string title;
    std::string path;
    std::string kind;
    std::string_view colour;
    std::string size = {};
};

Row row_of(const Context& context, const Post& post)
{
    const bool is_need = post.draft.kind == PostKind::need;
    return {.title = post.draft.title,
            .path = path_of(post),
            .kind = context.t(is_need ? "gesucht"_de : "angeboten"_de),
            .colour = is_need ? "lake" : "pine"};
}

Row row_of(const Context& context, const Thing& thing)
{
    return {.title = thing.draft.title,
            .path = path_of(thing),
            .kind = context.t("zu leihen"_de),
            .colour = "",
            .size = thing.draft.size};
}

html::Safe village_part(const Context& context, db::Reader& reader, std::string_view village)
{
    const auto entries = organisations::shared_register(context, reader);
    const auto* place = entries->village(VillageId{village});
    if (!place)
        return {};
    std::vector<Row> rows;
    for (const auto& post : open_posts(reader, context.network.id, context.today()))
        if (post.draft.village == place->id && is_public(*entries, context, post))
            rows.push_back(row_of(context, post));
    for (const auto& found : find_things(reader, context.network.id, *entries, {.around = place->id})) {
        if (rows.size() >= most_in_village)
            break;
        if (const auto thing = thing_by_id(reader, context.network.id, found.id))
            rows.push_back(row_of(context, *thing));
    }
    if (rows.empty())
        return {};
    html::Page page;
    page.set("BAND", "")
        .set("ALL_URL", context.url(std::string(board_path) + "?dorf=" + http::percent_encode(place->slug)))
        .set("ALL_TEXT", context.t("Was es in {1} zu leihen gibt"_de, {place->name}));
    if (const auto thanks = thanks_of_village(context, reader, village); !thanks.empty())
        page.add("THANKS").set("THANKS_TEXT", thanks);
    for (std::size_t i = 0; i < std::min(rows.size(), most_in_village); ++i) {
        auto row = page.add("ROW");
        row.set("TITLE", rows[i].title)
            .set("ROW_URL", context.url(rows[i].path))
            .set("KIND", rows[i].kind)
            .set("COLOUR", rows[i].colour);
        if (!rows[i].size.empty())
            row.add("SIZE").set("SIZE_TEXT", rows[i].size);
    }
    return context.render("exchange_part", page);
}

html::Safe organisation_part(const Context& context, db::Reader& reader, std::string_view id)
{
    const auto entries = organisations::shared_register(context, reader);
    const OrganisationId organisation{id};
    std::vector<Row> rows;
    for (const auto& post : posts_of(reader, context.network.id, organisation))
        if (is_public(*entries, context, post))
            rows.push_back(row_of(context, post));
    for (const auto& thing : things_of(reader, context.network.id, organisation))
        if (is_public(*entries, thing))
            rows.push_back(row_of(context, thing));
    if (rows.empty())
        return {};
    html::Page page;
    for (const auto& each : rows)
        page.add("ROW")
            .set("TITLE", each.title)
            .set("ROW_URL", context.url(each.path))
            .set("KIND", each.kind)
            .set("COLOUR", each.colour);
    return context.render("exchange_own", page);
}

} // namespace

void add_parts(web::Site& site)
{
    site.add(web::Part{std::string(villages::page_parts), 40, village_part});
    site.add(web::Part{std::string(organisations::page_parts), 40, organisation_part});
}

} // namespace dorfnetz::exchange
