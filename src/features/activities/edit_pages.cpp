#include "features/activities/activities_pages.hpp"
#include "features/activities/activity_form.hpp"
#include "features/activities/date_plan.hpp"
#include "features/activities/formalities_api.hpp"
#include "features/activities/formality_pages.hpp"
#include "features/activities/need_pages.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/question.hpp"
#include "foundation/web/sent_back.hpp"

#include <algorithm>

// A new activity, and one that is there.
namespace dorfnetz::activities {

namespace {

using web::Context;
using web::Field;
using web::FormValues;

constexpr std::string_view edit_pattern = "/redaktion/termine/{id}";
constexpr std::string_view publish_pattern = "/redaktion/termine/{id}/veroeffentlichen";
constexpr std::string_view cancel_pattern = "/redaktion/termine/{id}/absagen";
constexpr std::string_view remove_pattern = "/redaktion/termine/{id}/loeschen";

constexpr std::size_t dates_shown = 12;

std::shared_ptr<const organisations::Register> register_of(const Context& context)
{
    return organisations::shared_register(context.pool(), context.network.id);
}

// ---- New ----

using Origin = std::optional<lineage::Origin>;

Origin origin_of(const Context& context)
{
    return context.pool().read([&](db::Reader& reader) { return lineage::origin_of(context, reader); });
}

http::Response new_page(const Context& context, const FormGround& ground, const Origin& origin,
                        FormValues values, const std::vector<FieldError>& errors)
{
    auto fields = fields_of_form(context, ground, {});
    lineage::carry(origin, fields, values);
    html::Page page;
    page.set("ORIGIN", lineage::draw(origin));
    page.set("FORM", web::draw_form(context,
                                    {.action = std::string(new_path),
                                     .submit = context.t("Weiter"_de),
                                     .cancel = std::string(desk_path),
                                     .keeps_draft = true},
                                    fields, values, errors));
    return web::page(
        context, {.title = context.t("Neuer Termin"_de), .crumbs = crumbs_of(context), .index = false},
        context.render("activity_new", page), errors.empty() ? 200 : web::status_of(Err::invalid));
}

Result<http::Response> show_new(Context& context)
{
    const auto entries = register_of(context);
    const auto ground = form_ground(context, *entries);
    return new_page(context, ground, origin_of(context), values_of(ground, {}), {});
}

Result<http::Response> post_new(Context& context)
{
    const auto entries = register_of(context);
    const auto ground = form_ground(context, *entries);
    auto sent = web::read_form(context, fields_of_form(context, ground, {}));
    const auto draft = draft_from(sent.values, ground, {}, sent.errors);
    const auto origin = origin_of(context);
    if (!sent.ok())
        return new_page(context, ground, origin, sent.values, sent.errors);
    const auto created = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<ActivityId> {
        if (!may_edit(context, tx, draft.hosts))
            return Error{.kind = Err::missing};
        auto id = TRY(create(tx, context.network, draft, organisations::author_of(context)));
        lineage::link(tx, context.network.id, origin, lineage_record(id), context.now());
        return id;
    });
    if (created)
        return web::redirect_with_notice(
            context, edit_path(*created),
            "Gespeichert. Noch sieht es niemand: Schau es an und veröffentliche es."_de);
    if (created.error().kind != Err::invalid)
        return created.error();
    return new_page(context, ground, origin, sent.values, created.error().fields);
}

// ---- There already ----

std::string status_text(const Context& context, const Activity& activity)
{
    switch (activity.status) {
    case Status::draft:
        return context.t("Entwurf"_de);
    case Status::published:
        return context.t("öffentlich"_de);
    case Status::cancelled:
        return context.t("abgesagt"_de);
    }
    return {};
}

html::Safe buttons_of(const Context& context, const Activity& activity)
{
    const auto button = [&](std::string_view end, std::string_view pattern, German label, bool is_final) {
        return web::draw_button(context, {.action = edit_path(activity.id) + std::string(end),
                                          .pattern = std::string(pattern),
                                          .submit = context.t(label),
                                          .danger = is_final});
    };
    if (activity.status == Status::draft) {
        auto buttons = button("/veroeffentlichen", publish_pattern, "Veröffentlichen"_de, false);
        buttons += button("/loeschen", remove_pattern, "Entwurf löschen"_de, true);
        return buttons;
    }
    if (activity.status == Status::cancelled)
        return button("/veroeffentlichen", publish_pattern, "Findet doch statt"_de, false);
    return {};
}

void show_dates(html::Page& page, const Context& context, db::Reader& reader, const Activity& activity)
{
    std::size_t shown = 0;
    std::int64_t later = 0;
    for (const auto& date : dates_of(reader, context.network.id, activity.id)) {
        if (date.ends_at <= context.now())
            continue;
        if (shown == dates_shown) {
            ++later;
            continue;
        }
        ++shown;
        auto row = page.add("DATE");
        row.set("WHEN", when_text(context, date, activity.draft.all_day))
            .set("DATE_URL", context.url(edit_path(activity.id) + "/tage/" + date.id.text()))
            .show_if(date.status == DateStatus::cancelled, "CANCELLED")
            .show_if(date.status == DateStatus::postponed, "POSTPONED");
        if (!date.note.empty())
            row.add("NOTE").set("NOTE_TEXT", date.note);
        if (activity.status != Status::draft)
            row.add("PUBLIC").set("PUBLIC_URL", context.url(path_of(date)));
    }
    if (later > 0)
        page.add("LATER").set("LATER_TEXT", i18n::translate_count(context.language, "und ein weiterer"_de,
                                                                  "und {1} weitere"_de, later));
    page.show_if(shown == 0, "NO_DATES");
}

// What else belongs to it, on pages of their own.
void show_belongings(html::Page& page, const Context& context, db::Reader& reader, const Activity& activity)
{
    const auto needs = needs_of(reader, context.network.id, activity.id);
    std::vector<std::string> titles;
    for (const auto& need : needs)
        titles.push_back(need.draft.title);
    const auto formalities = formalities_of(reader, context.network.id, activity.id);
    const auto open = std::ranges::count(formalities, FormalityStatus::open, &Formality::status);
    const auto path = edit_path(activity.id);
    page.set("NEEDS_URL", context.url(needs_path(activity.id)))
        .set("NEEDS_TEXT", titles.empty() ? context.t("noch nichts"_de) : join(titles, ", "))
        .set("FORMALITIES_URL", context.url(formalities_path(activity.id)))
        .set("FORMALITIES_TEXT",
             formalities.empty() ? context.t("noch keine Liste"_de)
             : open == 0         ? context.t("alles erledigt"_de)
                         : i18n::translate_count(context.language, "eine offen"_de, "{1} offen"_de, open))
        .set("PICTURES_URL", context.url(path + "/bilder"))
        .set("COPY_URL", context.url(path + "/kopieren"))
        .set("PARTS", context.site.parts(desk_parts, context, reader, activity.id.text()));
}

http::Response edit_page(const Context& context, const Activity& activity, SentBack form)
{
    const auto entries = register_of(context);
    const auto ground = form_ground(context, *entries);
    html::Page page;
    page.set("TITLE", activity.draft.title)
        .set("STATUS", status_text(context, activity))
        .set("BUTTONS", buttons_of(context, activity));
    if (activity.status == Status::published)
        page.add("CANCEL").set("CANCEL_URL", context.url(edit_path(activity.id) + "/absagen"));
    if (const auto series = series_text(context, activity.draft); !series.empty())
        page.add("SERIES").set("SERIES_TEXT", series);
    context.pool().read([&](db::Reader& reader) {
        show_dates(page, context, reader, activity);
        show_belongings(page, context, reader, activity);
        page.set("CLASHES", draw_clashes(context, reader, activity.id));
    });
    show_refused(page, context, form.refused);
    auto fields = fields_of_form(context, ground, activity.draft);
    fields.push_back({.name = "version", .label = "", .input = web::Input::hidden});
    form.values.set("version", std::to_string(activity.version));
    page.set("FORM", web::draw_form(context,
                                    {.action = edit_path(activity.id),
                                     .pattern = std::string(edit_pattern),
                                     .submit = context.t("Speichern"_de),
                                     .cancel = std::string(desk_path)},
                                    fields, form.values, form.errors));
    return web::page(context, {.title = activity.draft.title, .crumbs = crumbs_of(context), .index = false},
                     context.render("activity_edit", page), web::form_status(form.errors, form.refused));
}

Result<http::Response> show_edit(Context& context)
{
    const auto activity =
        TRY(context.pool().read([&](db::Reader& reader) { return editable(context, reader); }));
    const auto entries = register_of(context);
    return edit_page(context, activity,
                     {.values = values_of(form_ground(context, *entries), activity.draft)});
}

Result<http::Response> post_edit(Context& context)
{
    const auto found =
        TRY(context.pool().read([&](db::Reader& reader) { return editable(context, reader); }));
    const auto entries = register_of(context);
    const auto ground = form_ground(context, *entries);
    auto sent = web::read_form(context, fields_of_form(context, ground, found.draft));
    const auto draft = draft_from(sent.values, ground, found.draft, sent.errors);
    if (!sent.ok())
        return edit_page(context, found, {.values = sent.values, .errors = sent.errors});
    const auto version = web::sent_version(context);
    const auto saved = write_editable(context, [&](db::Tx& tx) -> Result<Done> {
        if (!may_edit(context, tx, draft.hosts))
            return Error{.kind = Err::invalid,
                         .fields = {{"gastgeber", "Ein Verein, für den du schreibst, muss dabei sein."_de}}};
        return update(tx, context.network, found.id, version, draft, organisations::author_of(context));
    });
    if (saved)
        return web::redirect_with_notice(context, edit_path(found.id), "Gespeichert."_de);
    if (saved.error().kind == Err::missing)
        return saved.error();
    const auto now = TRY(context.pool().read([&](db::Reader& reader) { return editable(context, reader); }));
    return edit_page(context, now, sent_back(sent.values, saved.error()));
}

// ---- Published, called off, thrown away ----

Result<http::Response> post_publish(Context& context)
{
    const auto activity =
        TRY(context.pool().read([&](db::Reader& reader) { return editable(context, reader); }));
    const bool takes_place_after_all = activity.status == Status::cancelled;
    if (!web::is_sure(context)) {
        auto to_know = context.pool().read([&](db::Reader& reader) {
            auto open = draw_open_formalities(context, reader, activity.id);
            open += draw_clashes(context, reader, activity.id);
            return open;
        });
        // Nothing else is on and everything is done: nothing to ask.
        if (!to_know.empty())
            return web::question_page(
                context,
                {.heading =
                     context.t(takes_place_after_all ? "Findet es doch statt?"_de : "Veröffentlichen?"_de),
                 .what_happens = context.t(
                     takes_place_after_all
                         ? "„{1}“ steht dann wieder im Kalender, und wer zugesagt hat, bekommt Bescheid."_de
                         : "„{1}“ steht dann im Kalender, und alle sehen es."_de,
                     {activity.draft.title}),
                 .button = {.action = edit_path(activity.id) + "/veroeffentlichen",
                            .pattern = std::string(publish_pattern),
                            .submit = context.t(takes_place_after_all ? "Findet doch statt"_de
                                                                      : "Veröffentlichen"_de)},
                 .back = edit_path(activity.id),
                 .crumbs = crumbs_of(context, activity),
                 .more = std::move(to_know)});
    }
    TRY(write_editable(context, [&](db::Tx& tx) {
        return publish(tx, context.network, activity.id, organisations::author_of(context));
    }));
    return web::redirect_with_notice(context, edit_path(activity.id),
                                     takes_place_after_all
                                         ? "Es findet doch statt. Wer zugesagt hat, bekommt Bescheid."_de
                                         : "Jetzt sehen es alle."_de);
}

std::vector<Field> cancel_fields(const Context& context)
{
    return {{.name = "grund",
             .label = context.t("Warum?"_de),
             .help = context.t("Ein kurzer Satz, der öffentlich dabeisteht: „Zu viel Schnee.“"_de),
             .longest = 300}};
}

http::Response cancel_page(const Context& context, const Activity& activity, const FormValues& values,
                           const std::vector<FieldError>& errors)
{
    html::Page page;
    page.set("TITLE", activity.draft.title)
        .set("FORM", web::draw_form(context,
                                    {.action = edit_path(activity.id) + "/absagen",
                                     .pattern = std::string(cancel_pattern),
                                     .submit = context.t("Termin absagen"_de),
                                     .cancel = edit_path(activity.id),
                                     .danger = true},
                                    cancel_fields(context), values, errors));
    return web::page(
        context,
        {.title = context.t("Termin absagen"_de), .crumbs = crumbs_of(context, activity), .index = false},
        context.render("activity_cancel", page), errors.empty() ? 200 : web::status_of(Err::invalid));
}

Result<http::Response> show_cancel(Context& context)
{
    const auto activity =
        TRY(context.pool().read([&](db::Reader& reader) { return editable(context, reader); }));
    if (activity.status != Status::published)
        return Error{.kind = Err::missing};
    return cancel_page(context, activity, {}, {});
}

Result<http::Response> post_cancel(Context& context)
{
    const auto activity =
        TRY(context.pool().read([&](db::Reader& reader) { return editable(context, reader); }));
    const auto sent = web::read_form(context, cancel_fields(context));
    if (!sent.ok())
        return cancel_page(context, activity, sent.values, sent.errors);
    TRY(write_editable(context, [&](db::Tx& tx) {
        return cancel(tx, context.network, activity.id, sent.values.text("grund"),
                      organisations::author_of(context));
    }));
    return web::redirect_with_notice(
        context, edit_path(activity.id),
        "Abgesagt. Im Kalender steht es noch, mit dem Hinweis. Wer zugesagt hat, bekommt eine Mail; wer keine Adresse hat, steht auf der Telefonliste."_de);
}

Result<http::Response> post_remove(Context& context)
{
    const auto activity =
        TRY(context.pool().read([&](db::Reader& reader) { return editable(context, reader); }));
    if (!web::is_sure(context))
        return web::question_page(
            context, {.heading = context.t("Entwurf löschen?"_de),
                      .what_happens = context.t("„{1}“ hat noch niemand gesehen. Es ist dann weg."_de,
                                                {activity.draft.title}),
                      .button = {.action = edit_path(activity.id) + "/loeschen",
                                 .pattern = std::string(remove_pattern),
                                 .submit = context.t("Löschen"_de),
                                 .danger = true},
                      .back = edit_path(activity.id),
                      .crumbs = crumbs_of(context)});
    TRY(write_editable(context, [&](db::Tx& tx) {
        return remove_draft(tx, context.network, activity.id, organisations::author_of(context));
    }));
    return web::redirect_with_notice(context, desk_path, "Der Entwurf ist gelöscht."_de);
}

} // namespace

void add_edit_pages(web::Site& site)
{
    const auto editors = web::Access::entry_editors();
    site.get(std::string(new_path), editors, show_new);
    site.post(std::string(new_path), editors, post_new);
    site.get(std::string(edit_pattern), editors, show_edit, examples_of());
    site.post(std::string(edit_pattern), editors, post_edit);
    site.post(std::string(publish_pattern), editors, post_publish);
    site.get(std::string(cancel_pattern), editors, show_cancel);
    site.post(std::string(cancel_pattern), editors, post_cancel);
    site.post(std::string(remove_pattern), editors, post_remove);
}

} // namespace dorfnetz::activities
