#include "accounts/pages.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/page.hpp"

namespace dorfnetz::accounts {

namespace {

using web::Context;

std::string greeting(const Context& context)
{
    const auto first_name = context.actor.name.substr(0, context.actor.name.find(' '));
    const auto midnight = i18n::local_time(context.region(), context.today(), std::chrono::minutes(0));
    const auto hour = std::chrono::floor<std::chrono::hours>(context.now() - midnight).count();
    if (hour < 11)
        return context.t("Guten Morgen, {1}"_de, {first_name});
    return hour < 18 ? context.t("Guten Tag, {1}"_de, {first_name})
                     : context.t("Guten Abend, {1}"_de, {first_name});
}

// Everything this person may open here, by name: the menu above is folded on phones.
void show_ways(html::Page& values, const Context& context)
{
    for (const auto& entry : context.site.navigation(web::NavigationEntry::Where::desk))
        if (entry.path != context.path && entry.access.allows(context.actor))
            values.add("WAY").set("WAY_URL", context.url(entry.path)).set("LABEL", context.t(entry.label));
}

Result<http::Response> show_desk(Context& context)
{
    const auto waiting = context.pool().read(
        [&](db::Reader& reader) { return context.site.parts(desk_parts, context, reader); });
    html::Page values;
    values.set("GREETING", greeting(context))
        .set("SIGN_OUT",
             web::draw_button(context, {.action = "/abmelden", .submit = context.t("Abmelden"_de)}));
    show_ways(values, context);
    if (waiting.empty())
        values.show("NOTHING");
    else
        values.add("WAITING").set("PARTS", waiting);
    return web::page(context, {.title = context.t("Schreibtisch"_de), .index = false},
                     context.render("desk", values));
}

} // namespace

void register_desk_page(web::Site& site)
{
    site.get("/redaktion", web::Access::signed_in(), show_desk);
}

} // namespace dorfnetz::accounts
