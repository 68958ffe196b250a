#include "features/activities/activities_pages.hpp"
#include "features/activities/activities_store.hpp"
#include "features/activities/date_plan.hpp"
#include "foundation/web/form.hpp"

// One day of an activity: moved, called off, or with a word about what is different.
namespace dorfnetz::activities {

namespace {

using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

constexpr std::string_view day_pattern = "/redaktion/termine/{id}/tage/{tag}";

struct Day
{
    Activity activity;
    ActivityDate date;
};

Result<Day> editable_day(const Context& context, db::Reader& reader)
{
    auto activity = TRY(editable(context, reader));
    const auto date = store::date(reader, context.network.id, DateId{context.parameter("tag")});
    if (!date || date->activity != activity.id)
        return Error{.kind = Err::missing};
    return Day{std::move(activity), *date};
}

std::string day_path(const Day& day)
{
    return edit_path(day.activity.id) + "/tage/" + day.date.id.text();
}

std::vector<Field> fields_of(const Context& context, const Activity& activity)
{
    std::vector<Field> fields{
        {.name = "stand",
         .label = context.t("Findet es statt?"_de),
         .input = Input::one_of,
         .required = true,
         .choices = {{"planned", context.t("ja"_de)},
                     {"cancelled", context.t("nein, abgesagt"_de)},
                     {"postponed", context.t("später, der neue Tag steht noch nicht fest"_de)}}},
        {.name = "hinweis",
         .label = context.t("Hinweis"_de),
         .help = context.t("Steht öffentlich dabei: „Diesmal im Saal“, „Der Chor ist krank“."_de),
         .longest = 300},
        {.name = "tag", .label = context.t("Tag"_de), .input = Input::date, .required = true}};
    if (!activity.draft.all_day) {
        fields.push_back(
            {.name = "beginn", .label = context.t("Beginn"_de), .input = Input::time, .required = true});
        fields.push_back(
            {.name = "ende", .label = context.t("Ende"_de), .input = Input::time, .required = true});
    }
    fields.push_back({.name = "bis_tag",
                      .label = context.t("Bis zum Tag"_de),
                      .input = Input::date,
                      .help = context.t("Nur wenn es mehrere Tage dauert."_de)});
    fields.push_back({.name = "ort",
                      .label = context.t("Ort"_de),
                      .help = context.t("Leer: wie sonst, {1}."_de, {activity.draft.place_name})});
    fields.push_back({.name = "folge", .label = "", .input = Input::hidden});
    return fields;
}

FormValues values_of(const Context& context, const Day& day)
{
    const auto span = span_of(day.date, context.region(), day.activity.draft.all_day);
    FormValues values;
    values.set("stand", std::string(to_text(day.date.status)))
        .set("hinweis", day.date.note)
        .set("tag", to_iso(day.date.first_day))
        .set("ort", day.date.place_name)
        .set("folge", std::to_string(day.date.sequence));
    if (!day.activity.draft.all_day)
        values.set("beginn", calendar::clock_text(span.begin)).set("ende", calendar::clock_text(span.end));
    if (day.date.last_day != day.date.first_day)
        values.set("bis_tag", to_iso(day.date.last_day));
    return values;
}

DateChange change_from(const FormValues& values, const Activity& activity)
{
    DateChange change{.status = date_status_from_text(values.text("stand")).value_or(DateStatus::planned),
                      .place_name = values.text("ort"),
                      .note = values.text("hinweis")};
    const auto first_day = values.date("tag").value();
    const auto last_day = values.date("bis_tag");
    change.when = activity.draft.all_day ? whole_days(first_day, last_day.value_or(first_day))
                                         : span_of({.first = first_day,
                                                    .last = last_day,
                                                    .begin = values.time("beginn").value(),
                                                    .end = values.time("ende").value()});
    return change;
}

http::Response day_page(const Context& context, const Day& day, const FormValues& values,
                        const std::vector<FieldError>& errors, const std::optional<Error>& refused = {})
{
    const auto when = i18n::format_date(context.region(), day.date.first_day, i18n::DateStyle::full);
    html::Page page;
    page.set("TITLE", day.activity.draft.title).set("WHEN", when);
    show_refused(page, context, refused);
    page.set("FORM", web::draw_form(context,
                                    {.action = day_path(day),
                                     .pattern = std::string(day_pattern),
                                     .submit = context.t("Speichern"_de),
                                     .cancel = edit_path(day.activity.id)},
                                    fields_of(context, day.activity), values, errors));
    page.set("PARTS", context.pool().read([&](db::Reader& reader) {
        return context.site.parts(day_parts, context, reader, day.date.id.text());
    }));
    return web::page(context, {.title = when, .crumbs = crumbs_of(context, day.activity), .index = false},
                     context.render("activity_day", page), web::form_status(errors, refused));
}

Result<http::Response> show_day(Context& context)
{
    const auto day =
        TRY(context.pool().read([&](db::Reader& reader) { return editable_day(context, reader); }));
    return day_page(context, day, values_of(context, day), {});
}

Result<http::Response> post_day(Context& context)
{
    const auto day =
        TRY(context.pool().read([&](db::Reader& reader) { return editable_day(context, reader); }));
    auto sent = web::read_form(context, fields_of(context, day.activity));
    if (!sent.ok())
        return day_page(context, day, sent.values, sent.errors);
    const auto saved = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        const auto now = editable_day(context, tx);
        if (!now)
            return now.error();
        return change_date(tx, context.network, now->date.id, sent.values.number("folge").value_or(-1),
                           change_from(sent.values, now->activity), organisations::author_of(context));
    });
    if (saved)
        return web::redirect_with_notice(context, edit_path(day.activity.id), "Gespeichert."_de);
    if (saved.error().kind == Err::missing)
        return saved.error();
    if (saved.error().kind == Err::invalid)
        return day_page(context, day, sent.values, saved.error().fields);
    // What was typed stays; sent once more, it counts.
    sent.values.set("folge", std::to_string(day.date.sequence));
    return day_page(context, day, sent.values, {}, saved.error());
}

} // namespace

void add_date_pages(web::Site& site)
{
    site.get(std::string(day_pattern), web::Access::entry_editors(), show_day,
             [](db::Reader& reader, const web::Network& network) -> std::vector<std::string> {
                 const auto date = any_date(reader, network);
                 if (!date)
                     return {};
                 return {edit_path(date->activity) + "/tage/" + date->id.text()};
             });
    site.post(std::string(day_pattern), web::Access::entry_editors(), post_day);
}

} // namespace dorfnetz::activities
