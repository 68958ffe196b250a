#include "features/activities/activities_pages.hpp"
#include "features/activities/calendar_import.hpp"
#include "features/activities/import_pages.hpp"
#include "features/activities/import_store.hpp"
#include "foundation/web/form.hpp"

#include <algorithm>

// A calendar from elsewhere is looked at, and taken over.
namespace dorfnetz::activities {

namespace {

using web::Context;
using web::Field;
using web::FormValues;

constexpr std::string_view preview_pattern = "/redaktion/termine/einlesen/{id}";
constexpr std::string_view drop_pattern = "/redaktion/termine/einlesen/{id}/verwerfen";
constexpr std::size_t items_shown = 200;

std::vector<web::Crumb> crumbs_with_start(const Context& context)
{
    auto crumbs = crumbs_of(context);
    crumbs.push_back({context.t("Kalender einlesen"_de), std::string(import_path)});
    return crumbs;
}

struct Import
{
    import_store::Waiting waiting;
    ImportPlan plan;
};

// Judged anew each time: what was there a minute ago may have changed.
Result<Import> asked_import(const Context& context, db::Reader& reader)
{
    auto waiting = import_store::waiting(reader, context.network.id, context.parameter("id"));
    if (!waiting || !may_edit(context, reader, {waiting->choice.host}))
        return Error{.kind = Err::missing};
    const auto file = TRY(calendar::foreign_calendar_from_wire(waiting->content));
    const auto entries = organisations::shared_register(context, reader);
    auto plan = plan_import(
        reader,
        {.network = context.network,
         .entries = *entries,
         .choice = waiting->choice,
         .now = context.now(),
         .may_edit =
             [&](const std::vector<OrganisationId>& hosts) { return may_edit(context, reader, hosts); }},
        file);
    return Import{*std::move(waiting), std::move(plan)};
}

std::string seal_of(const Context& context, const ImportPlan& plan)
{
    return web::keyed_hash(context.environment, "calendar import", fingerprint(plan)).substr(0, 16);
}

German word_for(Outcome outcome)
{
    switch (outcome) {
    case Outcome::fresh:
        return "neu"_de;
    case Outcome::changed:
        return "geändert"_de;
    case Outcome::unchanged:
        return "unverändert"_de;
    case Outcome::left_out:
        return "bleibt draußen"_de;
    case Outcome::refused:
        return "nicht lesbar"_de;
    }
    return {};
}

std::string when_of(const Context& context, const ActivityDraft& draft)
{
    if (draft.first == LocalSpan{})
        return {};
    auto text =
        i18n::format_date(context.region(), calendar::date_of(draft.first.begin), i18n::DateStyle::weekday);
    if (!draft.all_day)
        text += ", " + context.t("{1} Uhr"_de, {calendar::clock_text(draft.first.begin)});
    if (const auto series = series_text(context, draft); !series.empty())
        text += "; " + series;
    return text;
}

// What needs a look comes first.
std::vector<const ImportItem*> in_order(const ImportPlan& plan)
{
    std::vector<const ImportItem*> items;
    for (const auto outcome :
         {Outcome::refused, Outcome::changed, Outcome::fresh, Outcome::left_out, Outcome::unchanged})
        for (const auto& item : plan.items)
            if (item.outcome == outcome)
                items.push_back(&item);
    return items;
}

void show_items(html::Page& page, const Context& context, const ImportPlan& plan)
{
    const auto items = in_order(plan);
    for (std::size_t i = 0; i < std::min(items.size(), items_shown); ++i) {
        const auto& item = *items[i];
        auto row = page.add("ITEM");
        row.set("TITLE", item.draft.title.empty() ? context.t("ohne Titel"_de) : item.draft.title)
            .set("WHEN", when_of(context, item.draft))
            .set("LINE", context.t("Zeile {1}"_de, {std::to_string(item.line)}))
            .set("OUTCOME", context.t(word_for(item.outcome)))
            .show_if(item.outcome == Outcome::refused, "REFUSED")
            .show_if(item.outcome == Outcome::fresh, "FRESH")
            .show_if(item.outcome == Outcome::changed, "CHANGED");
        row.show_if(item.outcome == Outcome::unchanged || item.outcome == Outcome::left_out, "REST");
        if (item.is_called_off)
            row.add("REMARK").set("REMARK_TEXT", context.t("Wird abgesagt."_de));
        for (const auto& remark : item.remarks)
            row.add("REMARK").set("REMARK_TEXT", context.t(remark.text, remark.values));
    }
    if (items.size() > items_shown)
        page.add("MORE").set(
            "MORE_TEXT", i18n::translate_count(context.language, "und ein weiterer"_de, "und {1} weitere"_de,
                                               static_cast<std::int64_t>(items.size() - items_shown)));
}

std::vector<Field> preview_fields(const Context& context, const ImportPlan& plan)
{
    std::vector<Field> fields;
    if (plan.count(Outcome::refused) > 0)
        fields.push_back(
            {.name = "ohne",
             .label = context.t("Ohne die nicht lesbaren übernehmen"_de),
             .input = web::Input::yes,
             .required = true,
             .help = context.t(
                 "Oder bring die Zeilen in Ordnung und lies die Datei noch einmal ein. Was dann schon da ist, kommt nicht doppelt."_de)});
    fields.push_back({.name = "stand", .label = "", .input = web::Input::hidden});
    return fields;
}

http::Response preview_page(const Context& context, const Import& import,
                            const std::vector<FieldError>& errors, German warning = {})
{
    const auto& plan = import.plan;
    html::Page page;
    for (const auto outcome :
         {Outcome::fresh, Outcome::changed, Outcome::unchanged, Outcome::left_out, Outcome::refused})
        if (const auto count = plan.count(outcome); count > 0)
            page.add("FIGURE")
                .set("FIGURE_NAME", context.t(word_for(outcome)))
                .set("FIGURE_COUNT", i18n::format_number(context.language, count));
    for (const auto& remark : plan.remarks)
        page.add("NOTICE")
            .set("ICON", web::icon("info"))
            .set("NOTICE_TEXT", context.t(remark.text, remark.values));
    if (!warning.empty())
        page.add("WARNING").set("ICON", web::icon("warning")).set("WARNING_TEXT", context.t(warning));
    show_items(page, context, plan);
    page.show_if(plan.items.empty(), "EMPTY")
        .show_if(!plan.items.empty() && !plan.changes_something(), "NOTHING_TO_DO");
    if (plan.changes_something()) {
        FormValues values;
        values.set("stand", seal_of(context, plan));
        page.set("FORM", web::draw_form(context,
                                        {.action = std::string(import_path) + '/' + import.waiting.id,
                                         .pattern = std::string(preview_pattern),
                                         .submit = context.t(import.waiting.choice.publish
                                                                 ? "Übernehmen und veröffentlichen"_de
                                                                 : "Als Entwürfe übernehmen"_de)},
                                        preview_fields(context, plan), values, errors));
    } else {
        page.set("FORM", html::Safe());
    }
    page.set("DROP", web::draw_button(context, {.action = std::string(import_path) + '/' + import.waiting.id +
                                                          "/verwerfen",
                                                .pattern = std::string(drop_pattern),
                                                .submit = context.t("Verwerfen"_de),
                                                .plain = true}));
    const int status = !errors.empty()   ? web::status_of(Err::invalid)
                       : warning.empty() ? 200
                                         : web::status_of(Err::stale);
    return web::page(context,
                     {.title = context.t("Was der Kalender bringt"_de),
                      .crumbs = crumbs_with_start(context),
                      .index = false},
                     context.render("activity_import_preview", page), status);
}

Result<http::Response> show_preview(Context& context)
{
    const auto import =
        TRY(context.pool().read([&](db::Reader& reader) { return asked_import(context, reader); }));
    return preview_page(context, import, {});
}

Result<http::Response> take_over(Context& context)
{
    const auto shown =
        TRY(context.pool().read([&](db::Reader& reader) { return asked_import(context, reader); }));
    const auto sent = web::read_form(context, preview_fields(context, shown.plan));
    if (!sent.ok())
        return preview_page(context, shown, sent.errors);
    const auto written = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        // What was shown must be what happens.
        const auto now = TRY(asked_import(context, tx));
        if (sent.values.text("stand") != seal_of(context, now.plan))
            return Error{.kind = Err::stale};
        TRY(apply_import(tx, context.network, now.plan, now.waiting.choice,
                         organisations::author_of(context)));
        import_store::drop(tx, context.network.id, now.waiting.id);
        return Done{};
    });
    if (written)
        return web::redirect_with_notice(context, desk_path, "Die Termine sind übernommen."_de);
    if (written.error().kind != Err::stale)
        return written.error();
    const auto now =
        TRY(context.pool().read([&](db::Reader& reader) { return asked_import(context, reader); }));
    return preview_page(context, now, {},
                        "Inzwischen hat jemand etwas geändert. Schau noch einmal, was jetzt geschieht."_de);
}

Result<http::Response> drop_import(Context& context)
{
    TRY(context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        const auto waiting = import_store::waiting(tx, context.network.id, context.parameter("id"));
        if (!waiting || !may_edit(context, tx, {waiting->choice.host}))
            return Error{.kind = Err::missing};
        import_store::drop(tx, context.network.id, waiting->id);
        return Done{};
    }));
    return web::redirect_with_notice(context, desk_path, "Verworfen. Nichts ist geändert."_de);
}

} // namespace

void add_preview_pages(web::Site& site)
{
    const auto editors = web::Access::entry_editors();
    site.get(std::string(preview_pattern), editors, show_preview);
    site.post(std::string(preview_pattern), editors, take_over);
    site.post(std::string(drop_pattern), editors, drop_import);
}

} // namespace dorfnetz::activities
