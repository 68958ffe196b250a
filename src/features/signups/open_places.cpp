#include "features/signups/signups_pages.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <span>

// Where hands and things are still wanted: on "Mitmachen", the next ones first, and on the page of a date.
namespace dorfnetz::signups {

namespace {

using activities::OpenShift;
using web::Context;

constexpr std::int64_t most_shown = 200;   // shifts
constexpr std::int64_t most_of_series = 2; // dates

struct Span
{
    std::string_view key;
    German label;
    int until_days; // after today
};

constexpr std::array<Span, 3> spans{{{"heute", "heute"_de, 0},
                                     {"woche", "in den nächsten sieben Tagen"_de, 6},
                                     {"monat", "in den nächsten vier Wochen"_de, 27}}};
constexpr std::string_view weekend = "wochenende";

// What the address asks for: ?dorf=, ?feld=, ?wann= or ?tag=. What does not exist is not asked for.
struct Chosen
{
    activities::ShiftFilter filter = {};
    std::string village = {}; // slug
    std::string span = {};
    std::optional<Date> day = {};

    bool is_any() const { return village.empty() && filter.field.empty() && span.empty() && !day; }
};

// Saturday and Sunday; on a Sunday the one that is left.
std::pair<Date, Date> weekend_after(Date today)
{
    const auto days = std::chrono::sys_days(today);
    const auto to_sunday = static_cast<int>(7 - std::chrono::weekday(days).iso_encoding());
    const auto sunday = add_days(today, to_sunday);
    return {to_sunday == 0 ? today : add_days(sunday, -1), sunday};
}

// From the beginning of the first day, but nothing that is over, to the end of the last one.
void limit_to(Chosen& chosen, const Context& context, Date from, Date until)
{
    const auto midnight = [&](Date day) { return i18n::local_time(context.region(), day, {}); };
    chosen.filter.after = std::max(context.now(), midnight(from));
    chosen.filter.before = midnight(add_days(until, 1));
}

void choose_days(Chosen& chosen, const Context& context)
{
    const auto wanted = context.query.text("wann");
    if (wanted == weekend) {
        const auto [from, until] = weekend_after(context.today());
        chosen.span = weekend;
        limit_to(chosen, context, from, until);
    }
    for (const auto& span : spans)
        if (wanted == span.key) {
            chosen.span = span.key;
            limit_to(chosen, context, context.today(), add_days(context.today(), span.until_days));
        }
    if (const auto day = date_from_iso(context.query.text("tag")); day && chosen.span.empty()) {
        chosen.day = day;
        limit_to(chosen, context, *day, *day);
    }
}

Chosen chosen_by(const Context& context, const organisations::Register& entries)
{
    Chosen chosen;
    chosen.filter.after = context.now();
    chosen.filter.most = most_shown;
    for (const auto& village : entries.villages)
        if (village.in_network && village.slug == context.query.text("dorf")) {
            chosen.village = village.slug;
            chosen.filter.village = village.id;
        }
    if (const std::string field(context.query.text("feld")); vocabularies::find("fields", field))
        chosen.filter.field = field;
    choose_days(chosen, context);
    return chosen;
}

void add_option(html::Page& page, std::string_view section, const web::Choice& choice,
                std::string_view chosen)
{
    page.add(section)
        .set("VALUE", choice.value)
        .set("LABEL", choice.label)
        .show_if(choice.value == chosen, "CHOSEN");
}

void show_filter(html::Page& page, const Context& context, const organisations::Register& entries,
                 const Chosen& chosen)
{
    page.set("FORM_URL", context.url(places_path));
    for (const auto& village : entries.villages)
        if (village.in_network)
            add_option(page, "VILLAGE_OPTION", {village.slug, village.name}, chosen.village);
    for (const auto& field : vocabularies::entries("fields"))
        add_option(page, "FIELD_OPTION", {field.key, field.label(context.language)}, chosen.filter.field);
    add_option(page, "DAY_OPTION", {std::string(spans[0].key), context.t(spans[0].label)}, chosen.span);
    add_option(page, "DAY_OPTION", {std::string(weekend), context.t("am Wochenende"_de)}, chosen.span);
    for (const auto& span : {spans[1], spans[2]})
        add_option(page, "DAY_OPTION", {std::string(span.key), context.t(span.label)}, chosen.span);
    if (chosen.day)
        page.add("ONE_DAY")
            .set("DAY_VALUE", to_iso(*chosen.day))
            .set("DAY_TEXT", i18n::format_date(context.region(), *chosen.day, i18n::DateStyle::full))
            .set("WITHOUT_URL", context.url(web::with_query(context, {{"tag", ""}})));
}

void show_shift(html::Values row, const Context& context, const OpenShift& open)
{
    const auto free_places = open.shift.free_places();
    row.set("NEED", open.need.draft.title)
        .set("PLACES", places_text(context, open.shift, open.need))
        .set("COLOUR", free_places > 0 ? "pine" : "amber")
        .set("PROMISE_URL", context.url(promise_path(open.shift.id)))
        .set("BUTTON", promise_button(context, open.shift, open.need));
    row.show_if(free_places == 0, "FULL");
    if (const auto hours = activities::shift_hours_text(context, open.shift, open.listed.date);
        !hours.empty())
        row.add("HOURS").set("HOURS_TEXT", hours);
    if (!open.need.draft.description.empty())
        row.add("ABOUT").set("ABOUT_TEXT", open.need.draft.description);
    if (const auto conditions = conditions_text(context, open.need); !conditions.empty())
        row.add("CONDITIONS").set("CONDITIONS_TEXT", conditions);
}

html::Safe draw_shifts(const Context& context, std::span<const OpenShift> shifts)
{
    html::Page page;
    for (const auto& open : shifts)
        show_shift(page.add("SHIFT"), context, open);
    return context.render("signups_shifts", page);
}

// One block for each date, with what it needs below it. All of a date stand together.
void show_dates(html::Page& page, const Context& context, const organisations::Register& entries,
                std::span<const OpenShift> shifts)
{
    const auto& weekdays = vocabularies::entries("weekdays");
    while (!shifts.empty()) {
        const auto& listed = shifts.front().listed;
        const auto next = std::find_if(shifts.begin(), shifts.end(), [&](const OpenShift& open) {
            return open.listed.date.id != listed.date.id;
        });
        const auto of_date = shifts.first(static_cast<std::size_t>(next - shifts.begin()));
        const auto weekday =
            std::chrono::weekday(std::chrono::sys_days(listed.date.first_day)).iso_encoding();
        auto block = page.add("DATE");
        block.set("DAY", static_cast<std::int64_t>(static_cast<unsigned>(listed.date.first_day.day())))
            .set("WEEKDAY", std::string(truncate(weekdays[weekday - 1].label(context.language), 2)))
            .set("TITLE", listed.title)
            .set("DATE_URL", context.url(activities::path_of(listed.date)))
            .set("WHEN", activities::when_text(context, listed.date, listed.all_day))
            .set("SHIFTS", draw_shifts(context, of_date))
            .show_if(listed.is_series, "OFTEN")
            .show_if(organisations::needs_example_tag(listed.is_example, listed.title), "EXAMPLE");
        if (const auto place = activities::place_text(entries, listed); !place.empty())
            block.add("WHERE").set("PLACE", place);
        shifts = shifts.subspan(of_date.size());
    }
}

html::Safe draw_places(const Context& context, db::Reader& reader, std::string_view)
{
    const auto entries = organisations::shared_register(context, reader);
    const auto chosen = chosen_by(context, *entries);
    auto shifts = activities::open_shifts(reader, context.network.id, chosen.filter);
    if (shifts.empty() && chosen.is_any())
        return {};
    html::Page page;
    show_filter(page, context, *entries, chosen);
    page.show_if(!chosen.is_any(), "CHOSEN_SOME");
    page.show_if(shifts.empty(), "NOTHING");
    page.show_if(std::ssize(shifts) == most_shown, "MORE");
    // Of one date together, whatever else begins in between.
    std::map<DateId, std::size_t> first;
    for (std::size_t i = 0; i < shifts.size(); ++i)
        first.try_emplace(shifts[i].listed.date.id, i);
    std::stable_sort(shifts.begin(), shifts.end(), [&](const OpenShift& left, const OpenShift& right) {
        return first.at(left.listed.date.id) < first.at(right.listed.date.id);
    });
    // Of what comes again each week the next ones; else the library would fill the page.
    std::map<activities::ActivityId, std::set<DateId>> shown;
    std::erase_if(shifts, [&](const OpenShift& open) {
        auto& dates = shown[open.listed.date.activity];
        return !dates.contains(open.listed.date.id) &&
               (std::ssize(dates) == most_of_series || !dates.insert(open.listed.date.id).second);
    });
    show_dates(page, context, *entries, shifts);
    return context.render("signups_places", page);
}

// What a date needs, with a way in for each.
html::Safe draw_needs(const Context& context, db::Reader& reader, std::string_view date)
{
    const auto listed = activities::date_by_id(reader, context.network.id, DateId(date));
    if (!listed || listed->is_called_off() || listed->date.ends_at <= context.now())
        return {};
    std::vector<OpenShift> shifts;
    for (auto& [shift, need] : activities::shifts_of_date(reader, context.network.id, listed->date.id))
        if (shift.status == activities::ShiftStatus::planned && shift.ends_at > context.now())
            shifts.push_back({.shift = std::move(shift), .need = std::move(need), .listed = *listed});
    if (shifts.empty())
        return {};
    html::Page page;
    page.set("SHIFTS", draw_shifts(context, shifts));
    return context.render("signups_needs", page);
}

} // namespace

std::string promise_path(const ShiftId& id)
{
    return std::string(places_path) + '/' + id.text();
}

void add_open_places(web::Site& site)
{
    site.add(web::Part{"page/mitmachen", 10, draw_places});
    site.add(web::Part{std::string(activities::date_parts), 10, draw_needs});
}

} // namespace dorfnetz::signups
