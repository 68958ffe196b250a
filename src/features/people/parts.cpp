#include "features/people/consents.hpp"
#include "features/people/duplicates.hpp"
#include "features/people/people_pages.hpp"
#include "features/people/people_store.hpp"
#include "foundation/core/kept.hpp"

namespace dorfnetz::people {

namespace {

using web::Context;

// The number alone: nothing about anybody. Counting goes through everyone, so it is kept until somebody
// writes.
html::Safe figure(const Context& context, db::Reader& reader, std::string_view)
{
    static Kept<std::int64_t> counts(200);
    const auto& network = context.network.id;
    const auto count =
        counts.of(network.text(), context.generation, [&] { return count_people(reader, network); });
    html::Page page;
    page.set("COUNT", i18n::format_number(context.language, *count));
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
    const auto& network = context.network.id;
    const auto pairs = count_open_duplicates(reader, network);
    const auto parents = store::count_locked(reader, network, Lock::parent);
    const auto resting = store::count_locked(reader, network, Lock::restricted) +
                         store::count_locked(reader, network, Lock::objected);
    if (locked + pairs + parents + resting == 0)
        return {};
    html::Page page;
    add_item(page, context, locked, "Menschen ohne Einwilligung"_de,
             "Frag sie mit Brief oder E-Mail, bevor die Frist abläuft."_de, locked_path);
    const auto all_locked = std::string(list_path) + "?gesperrt=ja";
    add_item(page, context, parents, "Eltern, die noch zustimmen müssen"_de,
             "Ruf sie an, wenn auf die E-Mail niemand antwortet."_de, all_locked);
    add_item(page, context, resting, "Angaben, die ruhen sollen"_de,
             "Sprich mit ihnen und klär, wie es weitergeht."_de, all_locked);
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
