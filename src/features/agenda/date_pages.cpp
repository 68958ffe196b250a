#include "features/agenda/agenda.hpp"

#include "features/activities/api.hpp"
#include "features/agenda/structured_data.hpp"
#include "features/pictures/api.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/calendar/icalendar.hpp"
#include "foundation/core/text.hpp"
#include "foundation/html/html.hpp"
#include "foundation/web/share.hpp"

#include <fmt/format.h>

// The page of one date, with its file for calendars and its poster.
namespace dorfnetz::agenda {

namespace {

using activities::Activity;
using activities::DateStatus;
using web::Context;

constexpr std::string_view date_pattern = "/termine/{year}/{month}/{slug}";
constexpr std::size_t others_shown = 8;

struct Shown
{
    Listed listed;
    Activity activity;
    std::vector<activities::ActivityDate> others = {}; // of the same series, to come
    std::vector<pictures::Picture> pictures = {};      // the newest first
    std::shared_ptr<const organisations::Register> entries = {};
};

Result<Shown> read_date(const Context& context, db::Reader& reader)
{
    const auto month = fmt::format("{}-{}", context.parameter("year"), context.parameter("month"));
    auto listed = activities::date_by_address(reader, context.network.id, month, context.parameter("slug"));
    if (!listed || listed->status == activities::Status::draft)
        return Error{.kind = Err::missing};
    auto activity = activities::activity_by_id(reader, context.network.id, listed->date.activity).value();
    return Shown{.listed = *std::move(listed),
                 .activity = std::move(activity),
                 .entries = organisations::shared_register(context, reader)};
}

bool has_moved(const Context& context, const Shown& shown)
{
    return context.path != activities::path_of(shown.listed.date);
}

void show_status(html::Page& page, const Context& context, const Shown& shown)
{
    const auto& listed = shown.listed;
    const bool is_over = listed.date.ends_at <= context.now();
    if (listed.is_called_off()) {
        auto notice = page.add("OFF");
        notice.set("ICON", web::icon("warning"))
            .set("OFF_TEXT",
                 listed.date.status == DateStatus::postponed && listed.status != activities::Status::cancelled
                     ? context.t("Verschoben. Der neue Tag steht noch nicht fest."_de)
                     : context.t("Abgesagt."_de));
        if (!listed.date.note.empty())
            notice.add("WHY").set("WHY_TEXT", listed.date.note);
        return;
    }
    if (is_over)
        page.show("OVER");
    if (!listed.date.note.empty())
        page.add("NOTE").set("ICON", web::icon("info")).set("NOTE_TEXT", listed.date.note);
}

void add_fact(html::Page& page, const Context& context, German label, const std::string& text)
{
    if (!text.empty())
        page.add("FACT").set("LABEL", context.t(label)).set("TEXT", text);
}

void show_facts(html::Page& page, const Context& context, const Shown& shown)
{
    const auto& draft = shown.activity.draft;
    add_fact(page, context, "Kosten"_de, draft.cost);
    add_fact(page, context, "Mitbringen"_de, draft.bring);
    add_fact(page, context, "Plätze"_de, draft.capacity ? std::to_string(*draft.capacity) : std::string());
    add_fact(page, context, "Wie man hineinkommt"_de, draft.access_notes);
    std::vector<std::string> fields;
    for (const auto& field : draft.fields)
        fields.push_back(vocabularies::label("fields", field, context.language));
    add_fact(page, context, "Einsatzfelder"_de, join(fields, ", "));
}

void show_hosts(html::Page& page, const Context& context, const Shown& shown)
{
    for (const auto* host : activities::public_hosts(*shown.entries, shown.listed))
        page.add("HOST")
            .set("NAME", host->name)
            .set("HOST_URL", context.url(organisations::path_of(host->kind, host->slug)));
    std::optional<html::Values> whom;
    for (const auto& id : shown.listed.villages)
        if (const auto* village = shown.entries->village(id)) {
            if (!whom)
                whom = page.add("FOR");
            whom->add("VILLAGE")
                .set("NAME", village->name)
                .set("VILLAGE_URL", context.url("/doerfer/" + village->slug));
        }
}

void show_series(html::Page& page, const Context& context, const Shown& shown)
{
    const auto& draft = shown.activity.draft;
    const auto series = activities::series_text(context, draft);
    if (series.empty())
        return;
    auto block = page.add("SERIES");
    block.set("SERIES_TEXT", series);
    for (const auto& other : shown.others)
        block.add("OTHER")
            .set("WHEN", activities::when_text(context, other, draft.all_day))
            .set("OTHER_URL", context.url(activities::path_of(other)))
            .show_if(other.status != DateStatus::planned ||
                         shown.listed.status == activities::Status::cancelled,
                     "CANCELLED");
}

web::Shared shared_page(const Context& context, const Listed& listed)
{
    return {.title = listed.title,
            .path = activities::path_of(listed.date),
            .lead = activities::when_text(context, listed.date, listed.all_day)};
}

Result<http::Response> show_date(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        auto shown = TRY(read_date(context, reader));
        const auto& listed = shown.listed;
        const auto path = activities::path_of(listed.date);
        if (has_moved(context, shown))
            return web::redirect(context, path);
        for (const auto& date : activities::dates_of(reader, context.network.id, shown.activity.id))
            if (date.id != listed.date.id && date.ends_at > context.now() &&
                shown.others.size() < others_shown)
                shown.others.push_back(date);
        shown.pictures =
            pictures::pictures_of(reader, context.network.id, activities::picture_album(shown.activity.id));
        html::Page page;
        page.set("TITLE", listed.title)
            .set("KIND", vocabularies::label("activity_kinds", listed.kind, context.language))
            .set("DAY_TEXT", activities::day_text(context, listed.date))
            .set("BODY", html::markdown(shown.activity.draft.description))
            .set("SHARE", web::share_row(context, shared_page(context, listed)))
            .show_if(organisations::needs_example_tag(listed.is_example, listed.title), "EXAMPLE");
        const bool is_over = listed.date.ends_at <= context.now();
        // Before: what it is about, then what is needed for it. Afterwards how it was comes first.
        const auto parts = context.site.parts(activities::date_parts, context, reader, listed.date.id.text());
        page.set("PARTS", is_over ? html::Safe() : parts).set("REPORT", is_over ? parts : html::Safe());
        if (!is_over && !listed.is_called_off())
            page.add("COMING")
                .set("CALENDAR_URL", context.url(path + "/kalender.ics"))
                .set("CALENDAR_ICON", web::icon("calendar"));
        if (const auto hours = activities::hours_text(context, listed.date, listed.all_day); !hours.empty())
            page.add("AT").set("HOURS", hours);
        if (const auto place = activities::place_text(*shown.entries, listed); !place.empty())
            page.add("WHERE").set("PLACE", place);
        if (activities::may_edit(context, reader, listed.hosts))
            page.add("EDIT")
                .set("EDIT_URL", context.url("/redaktion/termine/" + shown.activity.id.text()))
                .set("EDIT_ICON", web::icon("edit"));
        show_status(page, context, shown);
        show_facts(page, context, shown);
        show_hosts(page, context, shown);
        show_series(page, context, shown);
        html::Safe location;
        if (listed.place_village)
            location = villages::draw_location(context, shown.entries->villages, {*listed.place_village});
        page.set("LOCATION", location).set("GALLERY", pictures::draw_gallery(context, shown.pictures));
        auto response = web::page(
            context,
            {.title = listed.title,
             .description = activities::when_text(context, listed.date, listed.all_day),
             .crumbs = {{context.t("Termine"_de), std::string(list_path)}},
             .structured_data = structured_data(context, reader, *shown.entries, listed, shown.activity),
             .picture = path + std::string(picture_end)},
            context.render("agenda_date", page));
        villages::allow_real_map(response, context.network);
        return response;
    });
}

Result<http::Response> show_file(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto shown = TRY(read_date(context, reader));
        return web::download(
            calendar::write({.name = {}, .events = {event_of(context, *shown.entries, shown.listed)}}),
            "text/calendar; charset=utf-8", shown.listed.date.slug + ".ics");
    });
}

Result<http::Response> show_date_picture(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto shown = TRY(read_date(context, reader));
        const auto& listed = shown.listed;
        std::vector<std::string> lines{activities::when_text(context, listed.date, listed.all_day)};
        if (const auto place = activities::place_text(*shown.entries, listed); !place.empty())
            lines.push_back(place);
        if (listed.is_called_off())
            lines.push_back(listed.date.status == DateStatus::postponed &&
                                    listed.status != activities::Status::cancelled
                                ? context.t("verschoben"_de)
                                : context.t("abgesagt"_de));
        else if (const auto hosts = activities::names_of(activities::public_hosts(*shown.entries, listed));
                 !hosts.empty())
            lines.push_back(hosts);
        return picture_of(context, listed.title, std::move(lines));
    });
}

Result<http::Response> show_poster(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto shown = TRY(read_date(context, reader));
        auto shared = shared_page(context, shown.listed);
        if (const auto place = activities::place_text(*shown.entries, shown.listed); !place.empty())
            shared.more.push_back(place);
        if (shown.listed.is_called_off())
            shared.more.push_back(context.t("Fällt aus."_de));
        return web::poster_page(context, shared, {{context.t("Termine"_de), std::string(list_path)}});
    });
}

std::vector<std::string> paths_of(db::Reader& reader, const web::Network& network, std::string_view end)
{
    std::vector<std::string> paths;
    for (const auto& listed : activities::dates_between(reader, network.id,
                                                        {.from = *date_from_iso("2020-01-01"),
                                                        .until = *date_from_iso("2999-01-01"),
                                                        .lists = Filter::Lists::no}))
        if (!listed.is_series || !listed.is_called_off())
            paths.push_back(activities::path_of(listed.date) + std::string(end));
    return paths;
}

} // namespace

void add_date_pages(web::Site& site)
{
    const auto examples = [](std::string_view end) {
        return
            [end](db::Reader& reader, const web::Network& network) { return paths_of(reader, network, end); };
    };
    site.page(std::string(date_pattern), show_date, examples(""));
    site.page(std::string(date_pattern) + "/kalender.ics", show_file);
    site.page(std::string(date_pattern) + std::string(picture_end), show_date_picture);
    site.page(std::string(date_pattern) + std::string(web::poster_end), show_poster);
}

} // namespace dorfnetz::agenda
