#include "features/agenda/agenda.hpp"

#include "features/agenda/month.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"

#include <fmt/format.h>

// The calendar: what is on, as a list from a day on, as a month, or on the map.
namespace dorfnetz::agenda {

namespace {

using web::Context;

constexpr std::int64_t on_a_page = 30;
constexpr int days_listed = 400;

enum class View { list, month, map };

View view_of(const Context& context)
{
    const auto wanted = context.query.text("ansicht");
    return wanted == "monat" ? View::month : wanted == "karte" ? View::map : View::list;
}

void add_options(html::Page& page, std::string_view section, const std::vector<web::Choice>& choices,
                 std::string_view chosen)
{
    for (const auto& choice : choices) {
        auto option = page.add(section);
        option.set("VALUE", choice.value).set("LABEL", choice.label);
        option.show_if(choice.value == chosen, "CHOSEN");
    }
}

std::vector<web::Choice> words(const Context& context, std::string_view list)
{
    std::vector<web::Choice> choices;
    for (const auto& entry : vocabularies::entries(list))
        choices.push_back({entry.key, entry.label(context.language)});
    return choices;
}

void show_filter(html::Page& page, const Context& context, const organisations::Register& entries,
                 const Chosen& chosen)
{
    std::vector<web::Choice> villages;
    for (const auto& village : entries.villages)
        if (village.in_network)
            villages.push_back({village.slug, village.name});
    const auto count = static_cast<int>(!chosen.village.empty()) +
                       static_cast<int>(!chosen.filter.kind.empty()) +
                       static_cast<int>(!chosen.filter.field.empty());
    page.set("FILTER_ICON", web::icon("filter"))
        .set("CHOSEN_COUNT",
             count == 0 ? std::string() : context.t("{1} gewählt"_de, {std::to_string(count)}));
    add_options(page, "VILLAGE_OPTION", villages, chosen.village);
    add_options(page, "KIND_OPTION", words(context, "activity_kinds"), chosen.filter.kind);
    add_options(page, "FIELD_OPTION", words(context, "fields"), chosen.filter.field);
    if (!chosen.host.empty())
        if (const auto* host = entries.entry(*chosen.filter.host))
            page.add("HOST")
                .set("HOST_SLUG", chosen.host)
                .set("HOST_NAME", host->name)
                .set("WITHOUT_URL", context.url(web::with_query(context, {{"verein", ""}})));
}

void show_views(html::Page& page, const Context& context, View view)
{
    const auto url = [&](std::string_view wanted) {
        return context.url(
            web::with_query(context, {{"ansicht", std::string(wanted)}, {"ab", ""}, {"monat", ""}}));
    };
    page.set("LIST_URL", url(""))
        .set("MONTH_URL", url("monat"))
        .set("MAP_URL", url("karte"))
        .show_if(view == View::list, "IS_LIST")
        .show_if(view == View::month, "IS_MONTH")
        .show_if(view == View::map, "IS_MAP");
}

void show_list(html::Page& page, const Context& context, db::Reader& reader,
               const organisations::Register& entries, Filter filter)
{
    filter.from = std::max(date_from_iso(context.query.text("ab")).value_or(context.today()),
                           add_days(context.today(), -days_listed));
    filter.until = add_days(filter.from, days_listed);
    filter.most = on_a_page + 1;
    auto dates = next_dates(reader, context.network.id, filter);
    std::optional<Date> next;
    if (static_cast<std::int64_t>(dates.size()) > on_a_page) {
        // Never break a day in two, unless it fills the page.
        next = std::max(dates.back().date.first_day, add_days(filter.from, 1));
        std::erase_if(dates, [&](const Listed& listed) { return listed.date.first_day >= *next; });
    }
    auto list = page.add("LIST");
    list.show_if(dates.empty(), "NOTHING");
    std::optional<html::Values> block;
    std::string shown;
    for (const auto& listed : dates) {
        // What began earlier is still on.
        const auto first = std::max(listed.date.first_day, filter.from);
        auto month = i18n::format_date(context.region(), first, i18n::DateStyle::month);
        if (shown != month) {
            block = list.add("BLOCK");
            block->set("MONTH_TEXT", month);
            shown = std::move(month);
        }
        auto row = block->add("ROW");
        fill_row(row, context, entries, listed);
        row.show_if(first == context.today(), "TODAY");
    }
    if (next)
        list.add("LATER").set("LATER_URL", context.url(web::with_query(context, {{"ab", to_iso(*next)}})));
}

void show_map(html::Page& page, const Context& context, db::Reader& reader,
              const organisations::Register& entries, Filter filter)
{
    filter.from = context.today();
    filter.until = add_months(context.today(), 3);
    filter.lists = Filter::Lists::no;
    std::map<villages::VillageId, std::int64_t> counts;
    for (const auto& listed : activities::dates_between(reader, context.network.id, filter)) {
        if (listed.is_called_off())
            continue;
        if (listed.place_village)
            ++counts[*listed.place_village];
    }
    std::vector<villages::MapEntry> map;
    auto block = page.add("MAP");
    for (const auto& village : entries.villages) {
        if (!village.in_network)
            continue;
        const auto count = counts[village.id];
        const auto text = i18n::translate_count(context.language, "ein Termin"_de, "{1} Termine"_de, count);
        const auto url = context.url(web::with_query(context, {{"ansicht", ""}, {"dorf", village.slug}}));
        map.push_back(
            {.village = village, .has_lead = count > 0, .url = url, .label = village.name + ", " + text});
        block.add("VILLAGE").set("NAME", village.name).set("VILLAGE_URL", url).set("COUNT_TEXT", text);
    }
    block.set("DRAWING", villages::draw_map(map, context.t("Wo in den nächsten drei Monaten etwas ist"_de)));
}

Result<http::Response> show_calendar(Context& context)
{
    const auto view = view_of(context);
    html::Page page;
    context.pool().read([&](db::Reader& reader) {
        const auto entries = organisations::shared_register(context, reader);
        const auto chosen = chosen_by(context, reader, *entries);
        show_filter(page, context, *entries, chosen);
        if (view == View::month)
            page.add("MONTH").set("GRID", draw_month(context, reader, *entries, chosen.filter));
        else if (view == View::map)
            show_map(page, context, reader, *entries, chosen.filter);
        else
            show_list(page, context, reader, *entries, chosen.filter);
    });
    show_views(page, context, view);
    page.set("FORM_URL", context.url(list_path))
        .set("FEED_URL", context.url("/termine.ics"))
        .set("FEED_ICON", web::icon("calendar"))
        .set("EMBED_URL", context.url("/termine/einbinden"));
    if (view == View::month)
        page.add("KEEP_VIEW").set("VIEW", "monat");
    return web::page(
        context,
        {.title = context.t("Termine"_de),
         .description = context.t("Was in unseren Dörfern los ist, und wo du mitmachen kannst."_de),
         .feed = "/termine.atom",
         .picture = std::string(list_picture_path)},
        context.render("agenda_list", page));
}

// The address of a date, shortened by hand: its month.
Result<http::Response> lead_to_month(Context& context)
{
    const auto month = fmt::format("{}-{}", context.parameter("year"), context.parameter("month"));
    if (!date_from_iso(month + "-01"))
        return Error{Err::missing};
    return web::redirect(context, fmt::format("{}?ansicht=monat&monat={}", list_path, month));
}

Result<http::Response> show_list_picture(Context& context)
{
    return picture_of(context, context.t("Termine"_de),
                      {context.t("Was in unseren Dörfern los ist, und wo du mitmachen kannst."_de)});
}

} // namespace

void add_list_page(web::Site& site)
{
    site.page(std::string(list_path), show_calendar);
    site.get("/termine/{year}/{month}", web::Access::everyone(), lead_to_month);
    site.page(std::string(list_picture_path), show_list_picture);
}

} // namespace dorfnetz::agenda
