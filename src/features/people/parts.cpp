#include "features/people/consents.hpp"
#include "features/people/duplicates.hpp"
#include "features/people/people_pages.hpp"

namespace dorfnetz::people {

namespace {

using web::Context;

// The number alone: nothing about anybody.
html::Safe figure(const Context& context, db::Reader& reader, std::string_view)
{
    html::Page page;
    page.set("COUNT", i18n::format_number(context.language, count_people(reader, context.network.id)));
    return context.render("people_figure", page);
}

void add_item(html::Page& page, const Context& context, std::int64_t count, German heading, German text,
              std::string_view path)
{
    if (count == 0)
        return;
    page.add("ITEM")
        .set("STATE", "late")
        .set("COUNT", i18n::format_number(context.language, count))
        .set("HEADING", context.t(heading))
        .set("TEXT", context.t(text))
        .set("ITEM_URL", context.url(path));
}

html::Safe desk(const Context& context, db::Reader& reader, std::string_view)
{
    if (!may_review(context))
        return {};
    std::int64_t locked = 0;
    for (const auto& count : locked_by_village(reader, context.network.id))
        locked += count.locked;
    const auto pairs = count_open_duplicates(reader, context.network.id);
    if (locked + pairs == 0)
        return {};
    html::Page page;
    add_item(page, context, locked, "Menschen ohne Einwilligung"_de,
             "Frag sie mit Brief oder E-Mail, bevor die Frist abläuft."_de, locked_path);
    add_item(page, context, pairs, "Mögliche Doppelte"_de, "Schau nach, ob es ein Mensch ist oder zwei."_de,
             duplicates_path);
    return context.render("people_desk", page);
}

} // namespace

void add_parts(web::Site& site)
{
    site.add(web::Part{.page = "figures", .order = 41, .show = figure});
    site.add(web::Part{.page = "desk", .order = 30, .show = desk});
}

} // namespace dorfnetz::people
