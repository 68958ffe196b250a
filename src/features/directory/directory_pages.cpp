#include "features/directory/directory.hpp"
#include "features/pictures/api.hpp"
#include "features/vocabularies/api.hpp"

namespace dorfnetz::directory {

namespace {

using organisations::Counted;
using organisations::Register;
using organisations::Selection;
using web::Context;

constexpr std::int64_t entries_per_page = 40;

struct FilterGroup
{
    std::string_view name; // in the address
    German legend;
    const std::vector<Counted>* counts;
    std::string_view vocabulary; // empty: villages
};

std::string label_of(const Context& context, const Register& entries, const FilterGroup& group,
                     const std::string& value)
{
    if (!group.vocabulary.empty())
        return vocabularies::label(group.vocabulary, value, context.language);
    for (const auto& village : entries.villages)
        if (village.slug == value)
            return village.name;
    return value;
}

void show_group(html::Page& page, const Context& context, const Register& entries, const FilterGroup& group)
{
    if (group.counts->empty())
        return;
    const auto chosen = context.query.all(group.name);
    auto fieldset = page.add("GROUP");
    fieldset.set("LEGEND", context.t(group.legend));
    for (const auto& counted : *group.counts)
        fieldset.add("CHOICE")
            .set("PARAMETER", group.name)
            .set("VALUE", counted.value)
            .set("LABEL", label_of(context, entries, group, counted.value))
            .set("COUNT", counted.count)
            .show_if(std::find(chosen.begin(), chosen.end(), counted.value) != chosen.end(), "CHOSEN");
}

void show_filters(html::Page& page, const Context& context, const Register& entries,
                  const Selection& selection, Directory directory)
{
    const bool companies = directory == Directory::companies;
    show_group(page, context, entries, {"dorf", "Dorf"_de, &selection.villages, ""});
    if (companies)
        show_group(page, context, entries,
                   {"unterstuetzt", "Unterstützt mit"_de, &selection.support, "support"});
    else
        show_group(page, context, entries, {"art", "Art"_de, &selection.kinds, "kinds"});
    show_group(page, context, entries, {"feld", "Einsatzfeld"_de, &selection.fields, "fields"});
    show_group(page, context, entries, {"staerke", "Kann helfen mit"_de, &selection.strengths, "strengths"});
}

void show_chosen(html::Page& page, const Context& context, const Register& entries)
{
    const auto chosen = chosen_filters(context, entries);
    page.set("CHOSEN_COUNT",
             chosen.empty() ? std::string() : context.t("{1} gewählt"_de, {std::to_string(chosen.size())}));
    if (chosen.empty())
        return;
    auto list = page.add("ALL_CHOSEN");
    list.set("ALL_URL", context.url(context.path));
    for (const auto& filter : chosen)
        list.add("ONE")
            .set("LABEL", filter.label)
            .set("WITHOUT_URL", context.url(filter.path_without))
            .set("CLOSE_ICON", web::icon("close"));
}

void show_exports(html::Page& page, const Context& context, Directory directory)
{
    static constexpr std::pair<std::string_view, German> formats[] = {{"xlsx", "Tabelle (XLSX)"_de},
                                                                      {"ods", "Tabelle (ODS)"_de},
                                                                      {"csv", "CSV"_de},
                                                                      {"vcf", "Adressbuch (vCard)"_de},
                                                                      {"pdf", "PDF zum Aushängen"_de}};
    const auto query = web::with_query(context, {{"seite", ""}, {"ansicht", ""}}).substr(context.path.size());
    for (const auto& [ending, label] : formats)
        page.add("EXPORT")
            .set("EXPORT_URL", context.url(std::string(organisations::path_of(directory)) + "/liste." +
                                           std::string(ending) + query))
            .set("LABEL", context.t(label))
            .set("EXPORT_ICON", web::icon("table"));
}

void show_orders(html::Page& page, const Context& context)
{
    const auto asked = context.query.text("sortierung");
    const std::string_view now = asked == "neu" ? "neu" : "name";
    const auto add = [&](std::string_view value, German label) {
        page.add("ORDER")
            .set("ORDER_URL",
                 context.url(web::with_query(context, {{"sortierung", std::string(value)}, {"seite", ""}})))
            .set("LABEL", context.t(label))
            .show_if(now == value, "CURRENT");
    };
    add("name", "nach Name"_de);
    add("neu", "zuletzt bestätigt zuerst"_de);
}

html::Safe draw_list(const Context& context, Directory directory)
{
    const auto entries = organisations::shared_register(context.pool(), context.network.id);
    const auto asked = asked_for(context, directory);
    const auto selection = organisations::choose(*entries, asked.filter, context.today());
    const auto total = static_cast<std::int64_t>(selection.entries.size());
    const auto paging = web::paging(context, entries_per_page);
    const bool as_map = context.query.text("ansicht") == "karte";
    const std::string list_path(organisations::path_of(directory));
    html::Page page;
    page.set("HEADING", context.t(title_of(directory)))
        .set("LIST_URL", context.url(list_path))
        .set("Q", context.query.text("q"))
        .set("SEARCH_ICON", web::icon("search"))
        .set("FILTER_ICON", web::icon("filter"))
        .set("MAP_ICON", web::icon("pin"))
        .set("DOWNLOAD_ICON", web::icon("download"))
        .set("PRINT_ICON", web::icon("print"))
        .set("COUNT", i18n::format_number(context.language, total))
        .set("COUNT_LABEL", context.t(total == 1 ? "Eintrag"_de : "Einträge"_de))
        .set("MAP_URL",
             context.url(web::with_query(context, {{"ansicht", as_map ? "" : "karte"}, {"seite", ""}})))
        .set("MAP_LABEL", context.t(as_map ? "Liste"_de : "Karte"_de))
        .set("REPORT_URL", context.url("/vereine/melden"))
        .set("PAGES", web::paging_links(context, paging, total));
    show_filters(page, context, *entries, selection, directory);
    show_chosen(page, context, *entries);
    show_exports(page, context, directory);
    show_orders(page, context);
    if (!asked.corrected.empty())
        page.add("CORRECTED").set("UNDERSTOOD", asked.corrected);
    page.show_if(total == 0, "NOTHING");
    if (as_map)
        page.add("MAP").set("DRAWING", draw_counts(context, *entries, selection.villages, list_path));
    for (auto i = paging.offset(); i < std::min(total, paging.offset() + paging.per_page); ++i) {
        const auto& entry = *selection.entries[static_cast<std::size_t>(i)];
        auto row = show_entry(page, context, *entries, entry);
        if (const auto why = match_reason(context, *entries, entry, asked.searched); !why.empty())
            row.add("WHY").set("REASON", why);
    }
    return context.render("directory_list", page);
}

Result<http::Response> show_directory(Context& context, Directory directory)
{
    return web::page(context,
                     {.title = context.t(title_of(directory)),
                      .description = context.t(
                          directory == Directory::companies
                              ? "Firmen, die Vereine und Dörfer unterstützen: womit, wo und wen."_de
                              : "Wer macht was: Vereine, Räte, Feuerwehren und Gruppen in den Dörfern."_de),
                      .crumbs = {{context.t("Start"_de), "/"}},
                      .index = context.request.query.empty()},
                     draw_list(context, directory));
}

} // namespace

html::Values show_entry(html::Values& page, const Context& context, const Register& entries,
                        const organisations::Entry& entry)
{
    auto row = page.add("ENTRY");
    const auto path = organisations::path_of(entry.kind, entry.slug);
    row.set("NAME", entry.name).set("ENTRY_URL", context.url(path)).set("SUMMARY", entry.summary);
    for (const auto& id : entry.villages)
        if (const auto* village = entries.village(id))
            row.add("VILLAGE").set("LABEL", village->name);
    const auto& words = entry.kind == organisations::Kind::company ? entry.support : entry.fields;
    const auto list = entry.kind == organisations::Kind::company ? "support" : "fields";
    for (const auto& word : words)
        row.add("WORD").set("LABEL", vocabularies::label(list, word, context.language));
    row.show_if(organisations::needs_example_tag(entry.is_example, entry.name), "EXAMPLE");
    if (!entry.logo.empty())
        row.add("LOGO").set("LOGO_URL", pictures::picture_url(entry.logo, 400));
    row.show_if(!entry.logo.empty(), "WITH_LOGO");
    if (const auto stale =
            organisations::stale_text(context.language, entry.last_confirmed_on, context.today());
        !stale.empty())
        row.add("STALE").set("AGE", stale).set("CLOCK_ICON", web::icon("clock"));
    return row;
}

void add_list_pages(web::Site& site)
{
    for (const auto directory : directories)
        site.page(std::string(organisations::path_of(directory)),
                  [directory](Context& context) { return show_directory(context, directory); });
    using Where = web::NavigationEntry::Where;
    site.add(web::NavigationEntry{.where = Where::head,
                                  .order = 20,
                                  .path = "/vereine",
                                  .label = "Vereine"_de,
                                  .access = web::Access::everyone()});
    site.add(web::NavigationEntry{.where = Where::head,
                                  .order = 50,
                                  .path = "/firmen",
                                  .label = "Firmen"_de,
                                  .access = web::Access::everyone()});
}

} // namespace dorfnetz::directory
