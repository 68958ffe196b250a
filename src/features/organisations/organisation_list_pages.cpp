#include "accounts/desk.hpp"
#include "features/organisations/organisation_pages.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/search/folding.hpp"

#include <algorithm>

namespace dorfnetz::organisations {

namespace {

using web::Context;

// The search index knows public entries only, so editors search by name.
std::optional<std::vector<OrganisationId>> with_name(const Register& entries, std::string_view typed)
{
    const auto wanted = search::fold(typed);
    if (wanted.empty())
        return std::nullopt;
    std::vector<OrganisationId> found;
    for (const auto& entry : entries.entries)
        if (entry.folded_name.find(wanted) != std::string::npos ||
            search::fold(entry.short_name).find(wanted) != std::string::npos)
            found.push_back(entry.id);
    return found;
}

// Ids that both have; nothing stands for all.
std::optional<std::vector<OrganisationId>> both(std::optional<std::vector<OrganisationId>> one,
                                                const std::vector<OrganisationId>& other)
{
    if (!one)
        return other;
    std::erase_if(*one, [&](const OrganisationId& id) {
        return std::find(other.begin(), other.end(), id) == other.end();
    });
    return one;
}

Filter filter_of(const Context& context, const Register& entries)
{
    Filter filter{.statuses = {},
                  .found = with_name(entries, context.query.text("q")),
                  .only = editable_by(context.actor)};
    if (context.query.text("ohne") == "1")
        filter.found = both(std::move(filter.found), context.pool().read([&](db::Reader& reader) {
            return without_responsible(reader, context.network.id);
        }));
    if (const auto status = status_from_text(context.query.text("stand")))
        filter.statuses = {*status};
    if (const auto village = std::string(context.query.text("dorf")); !village.empty())
        filter.villages = {village};
    if (const auto kind = kind_from_text(context.query.text("art")))
        filter.kinds = {*kind};
    filter.stale_only = context.query.text("alt") == "1";
    return filter;
}

std::string village_names(const Register& entries, const Entry& entry)
{
    std::vector<std::string> names;
    for (const auto& id : entry.villages)
        if (const auto* village = entries.village(id))
            names.push_back(village->name);
    return join(names, ", ");
}

void show_row(html::Page& page, const Context& context, const Register& entries, const Entry& entry)
{
    const auto stale = stale_text(context.language, entry.last_confirmed_on, context.today());
    auto row = page.add("ROW");
    row.set("ENTRY_URL", context.url(edit_path(entry.id)))
        .set("NAME", entry.name)
        .set("KIND", vocabularies::label("kinds", to_text(entry.kind), context.language))
        .set("VILLAGES", village_names(entries, entry))
        .set("STATUS", context.t(status_label(entry.status)));
    row.show_if(entry.is_example, "EXAMPLE");
    if (!stale.empty())
        row.add("STALE").set("AGE", stale);
}

void add_option(html::Page& page, std::string_view section, std::string_view value, std::string_view label,
                std::string_view chosen)
{
    page.add(section).set("VALUE", value).set("LABEL", label).show_if(value == chosen, "CHOSEN");
}

void show_filter(html::Page& page, const Context& context, const Register& entries)
{
    page.set("Q", context.query.text("q")).set("LIST_URL", context.url(desk_path));
    for (const auto status : {Status::reported, Status::confirmed, Status::published, Status::archived})
        add_option(page, "STATUS_OPTION", to_text(status), context.t(status_label(status)),
                   context.query.text("stand"));
    for (const auto& village : entries.villages)
        add_option(page, "VILLAGE_OPTION", village.slug, village.name, context.query.text("dorf"));
    for (const auto& kind : vocabularies::entries("kinds"))
        add_option(page, "KIND_OPTION", kind.key, kind.label(context.language), context.query.text("art"));
    page.show_if(context.query.text("alt") == "1", "STALE_CHOSEN");
    page.show_if(context.query.text("ohne") == "1", "UNCARED_CHOSEN");
}

Result<http::Response> show_list(Context& context)
{
    const auto entries = shared_register(context.pool(), context.network.id);
    const auto selection = choose(*entries, filter_of(context, *entries), context.today());
    const auto total = static_cast<std::int64_t>(selection.entries.size());
    const auto paging = web::paging(context);
    html::Page page;
    show_filter(page, context, *entries);
    page.set("COUNT", i18n::format_number(context.language, total))
        .set("COUNT_LABEL", context.t(total == 1 ? "Eintrag"_de : "Einträge"_de))
        .set("PAGES", web::paging_links(context, paging, total));
    if (web::Access::editors().allows(context.actor))
        page.add("NEW")
            .set("NEW_URL", context.url("/redaktion/organisationen/neu"))
            .set("MAIL_ICON", web::icon("mail"))
            .set("MESSAGE_URL",
                 context.url("/redaktion/nachricht/vereine" +
                             (context.request.query.empty() ? "" : '?' + context.request.query)));
    for (auto i = paging.offset(); i < std::min(total, paging.offset() + paging.per_page); ++i)
        show_row(page, context, *entries, *selection.entries[static_cast<std::size_t>(i)]);
    return web::page(context,
                     {.title = context.t("Vereine und Firmen"_de),
                      .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"}},
                      .index = false},
                     context.render("organisation_list", page));
}

Result<http::Response> show_review(Context& context)
{
    const auto entries = shared_register(context.pool(), context.network.id);
    const auto selection = choose(
        *entries, {.statuses = {Status::reported}, .only = editable_by(context.actor)}, context.today());
    html::Page page;
    for (const auto* entry : selection.entries)
        show_row(page, context, *entries, *entry);
    page.show_if(selection.entries.empty(), "NOTHING");
    return web::page(context,
                     {.title = context.t("Gemeldete Einträge prüfen"_de),
                      .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"}},
                      .index = false},
                     context.render("organisation_review", page));
}

} // namespace

std::vector<OrganisationId> listed_entries(const Context& context)
{
    const auto entries = shared_register(context.pool(), context.network.id);
    std::vector<OrganisationId> listed;
    for (const auto* entry : choose(*entries, filter_of(context, *entries), context.today()).entries)
        listed.push_back(entry->id);
    return listed;
}

void add_list_pages(web::Site& site)
{
    site.get(std::string(desk_path), web::Access::entry_editors(), show_list);
    site.get(std::string(review_path), web::Access::editors(), show_review);
    site.add(web::NavigationEntry{.where = web::NavigationEntry::Where::desk,
                                  .order = 20,
                                  .path = std::string(desk_path),
                                  .label = "Vereine und Firmen"_de,
                                  .access = web::Access::entry_editors(),
                                  .group = accounts::desk_group::clubs});
    site.add(web::NavigationEntry{.where = web::NavigationEntry::Where::desk,
                                  .order = 25,
                                  .path = std::string(review_path),
                                  .label = "Prüfen"_de,
                                  .access = web::Access::editors(),
                                  .group = accounts::desk_group::clubs});
    site.add(web::DeskItems{.order = 10, .waiting = desk_items});
}

} // namespace dorfnetz::organisations
