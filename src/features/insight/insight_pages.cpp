#include "accounts/desk.hpp"
#include "features/insight/feature.hpp"
#include "features/insight/insight.hpp"
#include "foundation/web/page.hpp"

// "Wo Hilfe fehlt": counts for meetings of the network.
namespace dorfnetz::insight {

namespace {

using web::Context;

constexpr std::string_view insight_path = "/redaktion/wo-hilfe-fehlt";

std::string number(const Context& context, std::int64_t count)
{
    return i18n::format_number(context.language, count);
}

void add_needs(html::Page& page, const Context& context, German caption, German kind,
               const std::vector<NeedCount>& counts)
{
    auto table = page.add("NEEDS");
    table.set("CAPTION", context.t(caption)).set("KIND", context.t(kind));
    for (const auto& count : counts)
        table.add("ROW")
            .set("NAME", count.name)
            .set("SHIFTS", number(context, count.shifts))
            .set("NOBODY", number(context, count.nobody))
            .set("TOO_FEW", number(context, count.too_few))
            .set("MAX", std::to_string(count.shifts))
            .set("ENOUGH", std::to_string(count.enough()))
            .set("BAR_LABEL",
                 context.t("{1}: für {2} von {3} genug gefunden"_de,
                           {count.name, number(context, count.enough()), number(context, count.shifts)}));
}

void add_offers(html::Page& page, const Context& context, German caption, German kind,
                const std::vector<OfferCount>& counts)
{
    auto table = page.add("OFFERS");
    table.set("CAPTION", context.t(caption)).set("KIND", context.t(kind));
    for (const auto& count : counts) {
        auto row = table.add("ROW");
        row.set("NAME", count.name);
        if (!count.is_told()) {
            row.set("PEOPLE", context.t("unter {1}"_de, {number(context, fewest_told)})).set("NEVER", "–");
            continue;
        }
        row.set("PEOPLE", number(context, count.people))
            .set("NEVER", number(context, count.people - count.asked));
        // An empty bar in each row says nothing.
        if (count.asked == 0) {
            row.add("NOBODY");
            continue;
        }
        row.add("BAR")
            .set("MAX", std::to_string(count.people))
            .set("ASKED", std::to_string(count.asked))
            .set("BAR_LABEL",
                 context.t("{1}: {2} von {3} gefragt"_de,
                           {count.name, number(context, count.asked), number(context, count.people)}));
    }
}

void add_uses(html::Page& page, std::string_view block, const Context& context,
              const std::vector<UseCount>& counts, German bar)
{
    if (counts.empty())
        return;
    auto table = page.add(block);
    for (const auto& count : counts)
        table.add("ROW")
            .set("NAME", count.name)
            .set("ALL", number(context, count.all))
            .set("NEVER", number(context, count.all - count.used))
            .set("MAX", std::to_string(count.all))
            .set("USED", std::to_string(count.used))
            .set("BAR_LABEL",
                 context.t(bar, {count.name, number(context, count.used), number(context, count.all)}));
}

Result<http::Response> show_insight(Context& context)
{
    const auto insight =
        context.pool().read([&](db::Reader& reader) { return insight_for(reader, context); });
    html::Page page;
    page.set("FEWEST", number(context, fewest_told)).show_if(insight.is_of_some_villages, "OWN_VILLAGES");
    if (insight.needs_of_villages.empty())
        page.show("NO_NEEDS");
    else {
        add_needs(page, context, "Nach Dörfern"_de, "Dorf"_de, insight.needs_of_villages);
        add_needs(page, context, "Nach Einsatzfeldern"_de, "Einsatzfeld"_de, insight.needs_of_fields);
    }
    if (insight.offers_of_villages.empty())
        page.show("NO_OFFERS");
    else {
        add_offers(page, context, "Nach Dörfern"_de, "Dorf"_de, insight.offers_of_villages);
        add_offers(page, context, "Nach Einsatzfeldern"_de, "Einsatzfeld"_de, insight.offers_of_fields);
    }
    add_uses(page, "POSTS", context, insight.posts_of_villages, "{1}: {2} von {3} Gesuchen erfüllt"_de);
    add_uses(page, "THINGS", context, insight.things_of_villages, "{1}: {2} von {3} gefragt"_de);
    return web::page(context,
                     {.title = context.t("Wo Hilfe fehlt"_de),
                      .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"}},
                      .index = false},
                     context.render("insight", page));
}

} // namespace

void register_feature(web::Site& site)
{
    const auto access =
        web::Access::roles({web::Role::coordinator, web::Role::lead_editor, web::Role::adviser});
    site.get(std::string(insight_path), access, show_insight);
    site.add(web::NavigationEntry{.where = web::NavigationEntry::Where::desk,
                                  .order = 37,
                                  .path = std::string(insight_path),
                                  .label = "Wo Hilfe fehlt"_de,
                                  .access = access,
                                  .group = accounts::desk_group::people});
}

} // namespace dorfnetz::insight
