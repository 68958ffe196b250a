#include "accounts/audit.hpp"
#include "accounts/desk.hpp"
#include "accounts/policy.hpp"
#include "features/people/people_pages.hpp"
#include "features/people/people_store.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/pdf/pdf.hpp"
#include "foundation/search/folding.hpp"

#include <fmt/format.h>

namespace dorfnetz::people {

namespace {

using store::Filter;
using web::Context;

constexpr std::size_t most_words = 4;
constexpr std::int64_t most_exported = 1'000'000;

Filter filter_of(const Context& context, const std::vector<Village>& places)
{
    Filter filter;
    if (!may_review(context))
        filter.only_villages = accounts::villages_for(context.actor, accounts::Right::see_people);
    const auto slug = context.query.text("dorf");
    for (const auto& place : places)
        if (place.slug == slug)
            filter.village = place.id.text();
    filter.field = context.query.text("feld");
    filter.task = context.query.text("aufgabe");
    filter.weekday = context.query.text("tag");
    filter.reach = context.query.text("weg");
    if (const auto locked = context.query.text("gesperrt"); !locked.empty())
        filter.locked = locked == "ja" ? Filter::Locked::yes : Filter::Locked::no;
    const auto folded = search::fold(truncate(context.query.text("q"), 100)); // the words point into it
    for (const auto word : split(folded, ' '))
        if (!word.empty() && filter.name_parts.size() < most_words)
            filter.name_parts.emplace_back(word);
    return filter;
}

// What the list can be narrowed down by.
struct Select
{
    std::string_view id;
    German label;
    std::vector<web::Choice> choices;
};

std::vector<web::Choice> words_of(i18n::Language language, std::string_view list)
{
    std::vector<web::Choice> choices;
    for (const auto& entry : vocabularies::entries(list))
        if (!entry.special)
            choices.push_back({entry.key, entry.label(language)});
    return choices;
}

std::vector<Select> selects(const Context& context, const std::vector<Village>& places,
                            i18n::Language language)
{
    std::vector<web::Choice> homes;
    for (const auto& place : places)
        if (place.in_network)
            homes.push_back({place.slug, place.name});
    std::vector<Select> all{{"dorf", "Hilft in"_de, std::move(homes)},
                            {"aufgabe", "Hilft bei"_de, words_of(language, "tasks")},
                            {"feld", "Einsatzfeld"_de, words_of(language, "fields")},
                            {"tag", "Hat Zeit am"_de, words_of(language, "weekdays")},
                            {"weg", "Will erreicht werden"_de, words_of(language, "contact_ways")}};
    if (may_review(context))
        all.push_back({"gesperrt",
                       "Einwilligung"_de,
                       {{"nein", i18n::translate(language, "liegt vor"_de)},
                        {"ja", i18n::translate(language, "fehlt"_de)}}});
    return all;
}

std::string chosen_filters(const Context& context, const std::vector<Village>& places,
                           i18n::Language language)
{
    std::vector<std::string> filters;
    for (const auto& [id, label, choices] : selects(context, places, language)) {
        auto chosen = std::string(truncate(context.query.text(id), 40)); // if typed into the address
        for (const auto& choice : choices)
            if (choice.value == chosen)
                chosen = choice.label;
        if (!chosen.empty())
            filters.push_back(fmt::format("{}: {}", i18n::translate(language, label), chosen));
    }
    return join(filters, ", ");
}

void add_selects(html::Page& page, const Context& context, const std::vector<Village>& places)
{
    for (const auto& [id, label, choices] : selects(context, places, context.language)) {
        auto select = page.add("SELECT");
        select.set("ID", id).set("LABEL", context.t(label));
        for (const auto& choice : choices)
            select.add("OPTION")
                .set("VALUE", choice.value)
                .set("CHOICE", choice.label)
                .show_if(choice.value == context.query.text(id), "CHOSEN");
    }
}

// The filters, for addresses that keep them.
std::string query_of(const Context& context)
{
    return context.request.query.empty() ? std::string() : '?' + context.request.query;
}

void add_exports(html::Page& page, const Context& context)
{
    if (!may_export(context))
        return;
    auto exports = page.add("EXPORTS");
    exports.set("DOWNLOAD_ICON", web::icon("download"));
    const auto query = query_of(context);
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> formats{
        {{"xlsx", "XLSX"}, {"ods", "ODS"}, {"csv", "CSV"}, {"pdf", "PDF"}, {"vcf", "vCard"}}};
    for (const auto& [ending, name] : formats)
        exports.add("FORMAT")
            .set("FORMAT_URL", context.url(fmt::format("{}/ausgabe/{}{}", list_path, ending, query)))
            .set("FORMAT_NAME", name);
}

struct Found
{
    std::vector<Village> places;
    std::vector<Person> people;
    std::int64_t total = 0;
};

enum class Use { show, take_along };

Found find(const Context& context, Use purpose, std::int64_t limit, std::int64_t offset)
{
    return context.pool().read([&](db::Reader& reader) {
        Found found;
        found.places = villages::all_places(reader, context.network.id);
        auto filter = filter_of(context, found.places);
        // Whoever has not agreed stands in no list that leaves the program, unless asked for by name.
        if (purpose == Use::take_along && filter.locked == Filter::Locked::any)
            filter.locked = Filter::Locked::no;
        found.total = store::count(reader, context.network.id, filter);
        found.people = store::list(reader, context.network.id, filter, limit, offset);
        return found;
    });
}

Result<http::Response> show_list(Context& context)
{
    const auto paging = web::paging(context);
    const auto found = find(context, Use::show, paging.per_page, paging.offset());
    html::Page page;
    page.set("LIST_URL", context.url(list_path))
        .set("NEW_URL", context.url(std::string(list_path) + "/neu"))
        .set("Q", context.query.text("q"))
        .set("COUNT", i18n::format_number(context.language, found.total))
        .set("COUNT_LABEL", context.t(found.total == 1 ? "engagierter Mensch"_de : "Engagierte"_de))
        .set("PLUS_ICON", web::icon("plus"))
        .set("MAIL_ICON", web::icon("mail"))
        .set("MESSAGE_URL", context.url("/redaktion/nachricht/engagierte" + query_of(context)))
        .set("PAGES", web::paging_links(context, paging, found.total))
        .show_if(found.people.empty(), "NOBODY");
    add_selects(page, context, found.places);
    add_exports(page, context);
    for (const auto& person : found.people) {
        auto row = page.add("ROW");
        row.set("PERSON_URL", context.url(person_path(person.id)))
            .set("NAME", person.data.name())
            .set("VILLAGE", village_name(found.places, person.data.village))
            .set("TASKS", words(context.language, "tasks", person.data.tasks))
            .set("FIELDS", words(context.language, "fields", person.data.fields))
            .set("TIMES", times_text(context.language, person.data.free_times))
            .show_if(person.data.is_example, "EXAMPLE");
        if (person.is_locked())
            row.add("LOCKED")
                .set("LOCK_ICON", web::icon("lock"))
                .set("LOCK_TEXT", lock_text(context, person.lock));
    }
    return web::page(context,
                     {.title = context.t("Engagierte"_de),
                      .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"}},
                      .index = false},
                     context.render("person_list", page));
}

// The columns that fit on paper.
Result<std::string> list_as_pdf(const Context& context, const Found& found)
{
    pdf::TableDocument document;
    document.properties.title = context.t("Engagierte"_de);
    document.properties.author = context.network.name;
    document.properties.language = i18n::code(context.language);
    document.properties.created = context.now();
    document.properties.page_text = context.t("Seite {1} von {2}"_de, {"{1}", "{2}"});
    document.subtitle = context.t("Vertraulich. Nicht aushängen, nicht weitergeben."_de);
    document.empty_text = context.t("Keine Einträge"_de);
    document.orientation = pdf::Orientation::landscape;
    document.columns = {{.title = context.t("Name"_de), .width = 3},
                        {.title = context.t("Wohnt in"_de), .width = 2},
                        {.title = context.t("Telefon"_de), .width = 2},
                        {.title = context.t("E-Mail"_de), .width = 3},
                        {.title = context.t("Aufgaben"_de), .width = 4}};
    const auto sheet = sheet_of(found.people, found.places, context.language, export_viewer(context));
    const auto cell = [](const sheet::Value& value) {
        const auto* text = std::get_if<std::string>(&value);
        return text == nullptr ? std::string() : *text;
    };
    for (std::size_t i = 0; i < found.people.size(); ++i) {
        const auto& row = sheet.rows[i];
        const auto numbers = std::vector{cell(row[7]), cell(row[8])};
        document.rows.push_back({found.people[i].data.name(), cell(row[3]),
                                 std::string(trim(join(numbers, " "))), cell(row[9]), cell(row[12])});
    }
    return pdf::render_table(document);
}

Result<std::string> rendered(const Context& context, const Found& found, std::string_view format)
{
    if (format == "vcf")
        return vcards_of(found.people, found.places, export_viewer(context));
    if (format == "pdf")
        return list_as_pdf(context, found);
    const auto sheet = sheet_of(found.people, found.places, context.language, export_viewer(context));
    if (format == "xlsx")
        return sheet::write_xlsx(sheet);
    if (format == "ods")
        return sheet::write_ods(sheet);
    return sheet::write_csv(sheet);
}

std::string_view media_type(std::string_view format)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> types{
        {{"csv", "text/csv; charset=utf-8"},
         {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
         {"ods", "application/vnd.oasis.opendocument.spreadsheet"},
         {"pdf", "application/pdf"},
         {"vcf", "text/vcard; charset=utf-8"}}};
    for (const auto& [known, type] : types)
        if (known == format)
            return type;
    return {};
}

// For the log, in its language: how much was taken along and which filters were set, but not which name was
// searched, since nobody would erase it from there.
std::string told_in_log(const Context& context, const Found& found, std::string_view format)
{
    constexpr auto german = i18n::Language::de;
    auto text = fmt::format(
        "{} als {}",
        i18n::translate_count(german, "ein Eintrag"_de, "{1} Einträge"_de, std::ssize(found.people)), format);
    if (!context.query.text("q").empty())
        text += ", " + i18n::translate(german, "nach einem Namen gesucht"_de);
    if (const auto filters = chosen_filters(context, found.places, german); !filters.empty())
        text += ", " + filters;
    return text;
}

Result<http::Response> export_list(Context& context)
{
    const auto format = context.parameter("format");
    const auto type = media_type(format);
    if (type.empty() || !may_export(context))
        return Error{.kind = Err::missing};
    const auto found = find(context, Use::take_along, most_exported, 0);
    auto bytes = TRY(rendered(context, found, format));
    TRY(context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        accounts::record_of_network(tx, context, "people.exported", told_in_log(context, found, format));
        return Done{};
    }));
    return web::download(std::move(bytes), type, fmt::format("engagierte.{}", format));
}

} // namespace

std::vector<Person> listed_people(const Context& context)
{
    return find(context, Use::show, most_exported, 0).people;
}

std::string filters_in_words(const Context& context, i18n::Language language)
{
    return chosen_filters(context, places_of(context), language);
}

void add_list_pages(web::Site& site)
{
    const auto path = std::string(list_path);
    site.get(path, web::Access::editors(), show_list);
    site.get(path + "/ausgabe/{format}", web::Access::coordinator(), export_list,
             [](db::Reader&, const web::Network&) {
                 return std::vector<std::string>{std::string(list_path) + "/ausgabe/csv"};
             });
    site.add(web::NavigationEntry{.where = web::NavigationEntry::Where::desk,
                                  .order = 30,
                                  .path = path,
                                  .label = "Engagierte"_de,
                                  .access = web::Access::editors(),
                                  .group = accounts::desk_group::people});
}

} // namespace dorfnetz::people
