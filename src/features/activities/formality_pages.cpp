#include "features/activities/formality_pages.hpp"
#include "features/activities/activities_pages.hpp"
#include "features/activities/formalities_api.hpp"
#include "features/vocabularies/api.hpp"

#include <algorithm>

// The checklist of an activity: what has to be asked for or arranged before.
namespace dorfnetz::activities {

namespace {

using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

constexpr std::string_view checklist_pattern = "/redaktion/termine/{id}/formalitaeten";
constexpr std::string_view new_formality_pattern = "/redaktion/termine/{id}/formalitaeten/neu";
constexpr std::string_view formality_pattern = "/redaktion/termine/{id}/formalitaeten/{formalitaet}";
constexpr std::string_view status_pattern = "/redaktion/termine/{id}/formalitaeten/{formalitaet}/stand";
constexpr std::string_view remove_formality_pattern =
    "/redaktion/termine/{id}/formalitaeten/{formalitaet}/loeschen";
constexpr int days_before_due = 14; // from then on it waits on the desk

std::string formality_path(const Formality& formality)
{
    return formalities_path(formality.activity) + '/' + formality.id.text();
}

std::string day_in_words(const Context& context, Date day)
{
    return i18n::format_date(context.region(), day, i18n::DateStyle::weekday);
}

// By which day; nothing if no day of the activity is to come.
std::optional<Date> due_day(db::Reader& reader, const Context& context, const Formality& formality)
{
    for (const auto& date : dates_of(reader, context.network.id, formality.activity))
        if (date.status == DateStatus::planned && date.last_day >= context.today())
            return add_days(date.first_day, -static_cast<int>(formality.draft.lead_days));
    return std::nullopt;
}

// ---- The list ----

html::Safe status_button(const Context& context, const Formality& formality, FormalityStatus status,
                         German label, bool plain)
{
    return web::draw_button(context,
                            {.action = formality_path(formality) + "/stand",
                             .pattern = std::string(status_pattern),
                             .submit = context.t(label),
                             .plain = plain},
                            {{"stand", std::string(to_text(status))}});
}

void show_formality_row(html::Values row, const Context& context, db::Reader& reader,
                        const Formality& formality)
{
    row.set("NAME", formality.name(context.language))
        .set("FORMALITY_URL", context.url(formality_path(formality)));
    const auto* entry = vocabularies::find("formalities", formality.draft.key);
    if (const auto text = !formality.draft.note.empty() ? formality.draft.note
                          : entry                       ? entry->hint(context.language)
                                                        : std::string();
        !text.empty())
        row.add("ABOUT").set("ABOUT_TEXT", text);
    if (!formality.draft.who.empty())
        row.add("WHO").set("WHO_TEXT", context.t("macht: {1}"_de, {formality.draft.who}));
    html::Safe buttons;
    switch (formality.status) {
    case FormalityStatus::open:
        if (const auto due = due_day(reader, context, formality))
            row.add(*due < context.today() ? "LATE" : "DUE")
                .set("DUE_TEXT", context.t(*due < context.today() ? "überfällig seit {1}"_de : "bis {1}"_de,
                                           {day_in_words(context, *due)}));
        buttons = status_button(context, formality, FormalityStatus::done, "Erledigt"_de, false);
        buttons += status_button(context, formality, FormalityStatus::needless, "Nicht nötig"_de, true);
        break;
    case FormalityStatus::done:
        row.show("DONE");
        buttons = status_button(context, formality, FormalityStatus::open, "Doch noch offen"_de, true);
        break;
    case FormalityStatus::needless:
        row.show("NEEDLESS");
        buttons = status_button(context, formality, FormalityStatus::open, "Doch nötig"_de, true);
        break;
    }
    row.set("BUTTONS", buttons);
}

std::vector<Field> suggestion_fields(const Context& context, const std::vector<Formality>& there)
{
    std::vector<web::Choice> choices;
    for (const auto& entry : vocabularies::entries("formalities"))
        if (std::ranges::none_of(there, [&](const Formality& each) { return each.draft.key == entry.key; }))
            choices.push_back({entry.key, entry.label(context.language)});
    if (choices.empty())
        return {};
    return {{.name = "vorschlaege",
             .label = context.t("Was davon müsst ihr bedenken?"_de),
             .input = Input::many_of,
             .help = context.t("Angekreuzt ist, was bei so einem Termin üblich ist."_de),
             .choices = std::move(choices),
             .mark_optional = false}};
}

Result<http::Response> show_checklist(Context& context)
{
    html::Page page;
    const auto activity = context.pool().read([&](db::Reader& reader) -> Result<Activity> {
        auto found = TRY(editable(context, reader));
        const auto there = formalities_of(reader, context.network.id, found.id);
        for (const auto& formality : there)
            show_formality_row(page.add("FORMALITY"), context, reader, formality);
        page.set("TITLE", found.draft.title)
            .set("BACK_URL", context.url(edit_path(found.id)))
            .set("NEW_URL", context.url(formalities_path(found.id) + "/neu"))
            .show_if(there.empty(), "NOTHING");
        FormValues values;
        values.set("vorschlaege", suggested_formalities(found.draft.kind, there));
        if (const auto fields = suggestion_fields(context, there); !fields.empty())
            page.add("SUGGESTIONS")
                .set("FORM", web::draw_form(context,
                                            {.action = formalities_path(found.id),
                                             .pattern = std::string(checklist_pattern),
                                             .submit = context.t("Auf die Liste"_de)},
                                            fields, values));
        return found;
    });
    if (!activity)
        return activity.error();
    return web::page(
        context,
        {.title = context.t("Formalitäten"_de), .crumbs = crumbs_of(context, *activity), .index = false},
        context.render("formalities_desk", page));
}

Result<http::Response> post_suggestions(Context& context)
{
    const auto activity =
        TRY(context.pool().read([&](db::Reader& reader) { return editable(context, reader); }));
    const auto sent = web::read_form(context, suggestion_fields(context, {}));
    TRY(write_editable(context, [&](db::Tx& tx) -> Result<Done> {
        add_formalities(tx, context.network.id, activity.id, sent.values.all("vorschlaege"),
                        organisations::author_of(context));
        return Done{};
    }));
    return web::redirect(context, formalities_path(activity.id));
}

// ---- One of them ----

struct EditableFormality
{
    Activity activity;
    Formality formality;
};

Result<EditableFormality> editable_formality(const Context& context, db::Reader& reader)
{
    auto activity = TRY(editable(context, reader));
    auto formality =
        formality_by_id(reader, context.network.id, FormalityId{context.parameter("formalitaet")});
    if (!formality || formality->activity != activity.id)
        return Error{.kind = Err::missing};
    return EditableFormality{.activity = std::move(activity), .formality = *std::move(formality)};
}

std::vector<Field> formality_fields(const Context& context, bool is_own)
{
    std::vector<Field> fields;
    if (is_own)
        fields.push_back({.name = "titel", .label = context.t("Was ist zu erledigen?"_de), .required = true});
    fields.push_back({.name = "vorlauf",
                      .label = context.t("Wie viele Tage vorher muss es fertig sein?"_de),
                      .input = Input::number,
                      .required = true,
                      .most = longest_lead});
    fields.push_back(
        {.name = "wer",
         .label = context.t("Wer kümmert sich?"_de),
         .help = context.t("Die Aufgabe im Verein, keinen Namen: Vorstand, Kasse, Festausschuss."_de),
         .longest = 120});
    fields.push_back({.name = "notiz",
                      .label = context.t("Notiz"_de),
                      .input = Input::long_text,
                      .help = context.t("Wo beantragt, was es kostet, Aktenzeichen."_de),
                      .longest = 1000});
    fields.push_back({.name = "version", .label = "", .input = Input::hidden});
    return fields;
}

FormalityDraft formality_from(const FormValues& values, FormalityDraft draft)
{
    if (draft.key.empty())
        draft.title = values.text("titel");
    draft.lead_days = values.number("vorlauf").value_or(0);
    draft.who = values.text("wer");
    draft.note = values.text("notiz");
    return draft;
}

FormValues values_of(const Formality& formality)
{
    FormValues values;
    values.set("titel", formality.draft.title)
        .set("vorlauf", std::to_string(formality.draft.lead_days))
        .set("wer", formality.draft.who)
        .set("notiz", formality.draft.note)
        .set("version", std::to_string(formality.version));
    return values;
}

http::Response formality_page(const Context& context, const Activity& activity, const Formality& formality,
                              const SentBack& back)
{
    const bool is_new = formality.id.empty();
    const auto title = is_new ? context.t("Noch etwas zu erledigen"_de) : formality.name(context.language);
    html::Page page;
    page.set("HEADING", title).set("TITLE", activity.draft.title);
    show_refused(page, context, back.refused);
    html::Safe remove;
    if (!is_new)
        remove = web::draw_button(context, {.action = formality_path(formality) + "/loeschen",
                                            .pattern = std::string(remove_formality_pattern),
                                            .submit = context.t("Von der Liste nehmen"_de),
                                            .danger = true});
    page.set("REMOVE", remove)
        .set("FORM",
             web::draw_form(
                 context,
                 {.action = is_new ? formalities_path(activity.id) + "/neu" : formality_path(formality),
                  .pattern = std::string(is_new ? new_formality_pattern : formality_pattern),
                  .submit = context.t("Speichern"_de),
                  .cancel = formalities_path(activity.id)},
                 formality_fields(context, formality.draft.key.empty()), back.values, back.errors));
    auto crumbs = crumbs_of(context, activity);
    crumbs.push_back({context.t("Formalitäten"_de), formalities_path(activity.id)});
    return web::page(context, {.title = title, .crumbs = std::move(crumbs), .index = false},
                     context.render("time_form", page), web::status_of(back));
}

Result<http::Response> show_new_formality(Context& context)
{
    const auto activity =
        TRY(context.pool().read([&](db::Reader& reader) { return editable(context, reader); }));
    return formality_page(context, activity, {}, {.values = values_of(Formality{})});
}

Result<http::Response> post_new_formality(Context& context)
{
    const auto activity =
        TRY(context.pool().read([&](db::Reader& reader) { return editable(context, reader); }));
    const auto sent = web::read_form(context, formality_fields(context, true));
    if (!sent.ok())
        return formality_page(context, activity, {}, {.values = sent.values, .errors = sent.errors});
    const auto added = write_editable(context, [&](db::Tx& tx) {
        return add_formality(tx, context.network.id, activity.id, formality_from(sent.values, {}),
                             organisations::author_of(context));
    });
    if (added)
        return web::redirect_with_notice(context, formalities_path(activity.id), "Gespeichert."_de);
    if (added.error().kind == Err::missing)
        return added.error();
    return formality_page(context, activity, {}, sent_back(sent.values, added.error()));
}

Result<http::Response> show_formality(Context& context)
{
    const auto found =
        TRY(context.pool().read([&](db::Reader& reader) { return editable_formality(context, reader); }));
    return formality_page(context, found.activity, found.formality, {.values = values_of(found.formality)});
}

Result<http::Response> post_formality(Context& context)
{
    auto found =
        TRY(context.pool().read([&](db::Reader& reader) { return editable_formality(context, reader); }));
    auto& formality = found.formality;
    auto sent = web::read_form(context, formality_fields(context, formality.draft.key.empty()));
    if (!sent.ok())
        return formality_page(context, found.activity, formality,
                              {.values = sent.values, .errors = sent.errors});
    const auto saved = write_editable(context, [&](db::Tx& tx) {
        auto now = formality;
        now.draft = formality_from(sent.values, formality.draft);
        now.version = sent.values.number("version").value_or(0);
        return change_formality(tx, context.network.id, now);
    });
    if (saved)
        return web::redirect_with_notice(context, formalities_path(found.activity.id), "Gespeichert."_de);
    if (saved.error().kind == Err::missing)
        return saved.error();
    // What was typed stays; sent once more, it counts.
    sent.values.set("version", std::to_string(formality.version));
    return formality_page(context, found.activity, formality, sent_back(sent.values, saved.error()));
}

Result<http::Response> post_status(Context& context)
{
    const auto found =
        TRY(context.pool().read([&](db::Reader& reader) { return editable_formality(context, reader); }));
    const auto status = formality_status_from_text(context.form.text("stand"));
    if (!status)
        return Error{.kind = Err::invalid};
    TRY(write_editable(context, [&](db::Tx& tx) -> Result<Done> {
        set_formality_status(tx, context.network.id, found.formality.id, *status);
        return Done{};
    }));
    return web::redirect(context, formalities_path(found.activity.id));
}

Result<http::Response> post_remove_formality(Context& context)
{
    const auto found =
        TRY(context.pool().read([&](db::Reader& reader) { return editable_formality(context, reader); }));
    TRY(write_editable(context, [&](db::Tx& tx) -> Result<Done> {
        remove_formality(tx, context.network.id, found.formality.id);
        return Done{};
    }));
    return web::redirect_with_notice(context, formalities_path(found.activity.id),
                                     "Von der Liste genommen."_de);
}

// ---- Elsewhere ----

std::vector<web::Waiting> formalities_waiting(const Context& context, db::Reader& reader)
{
    if (!web::Access::entry_editors().allows(context.actor))
        return {};
    const auto soon = add_days(context.today(), days_before_due);
    std::map<ActivityId, bool> mine;
    web::Waiting waiting{.link = context.t("Ansehen"_de)};
    for (const auto& [formality, title, due] :
         open_formalities(reader, context.network.id, context.today())) {
        if (due > soon)
            break;
        const auto [known, is_new] = mine.try_emplace(formality.activity, false);
        if (is_new)
            known->second = may_edit(
                context, reader, activity_by_id(reader, context.network.id, formality.activity)->draft.hosts);
        if (!known->second)
            continue;
        if (++waiting.count > 1)
            continue;
        waiting.state = due < context.today() ? web::Waiting::State::late : web::Waiting::State::open;
        waiting.text =
            context.t(due < context.today() ? "„{1}“: {2}, seit {3}."_de : "„{1}“: {2}, bis {3}."_de,
                      {title, formality.name(context.language), day_in_words(context, due)});
        waiting.path = formalities_path(formality.activity);
    }
    if (waiting.count == 0)
        return {};
    waiting.heading = context.t(waiting.state == web::Waiting::State::late ? "Überfällige Formalitäten"_de
                                                                           : "Formalitäten, bald fällig"_de);
    return {waiting};
}

std::vector<std::string> some_formality(db::Reader& reader, const web::Network& network)
{
    for (const auto& [formality, title, due] :
         open_formalities(reader, network.id, *date_from_iso("2020-01-01")))
        return {formality_path(formality)};
    return {};
}

} // namespace

std::string formalities_path(const ActivityId& id)
{
    return edit_path(id) + "/formalitaeten";
}

html::Safe draw_open_formalities(const Context& context, db::Reader& reader, const ActivityId& id)
{
    html::Page page;
    bool any = false;
    for (const auto& formality : formalities_of(reader, context.network.id, id)) {
        if (formality.status != FormalityStatus::open)
            continue;
        any = true;
        auto row = page.add("OPEN");
        row.set("NAME", formality.name(context.language));
        if (const auto due = due_day(reader, context, formality))
            row.add("DUE").set("DUE_TEXT", context.t("bis {1}"_de, {day_in_words(context, *due)}));
    }
    if (!any)
        return {};
    page.set("LIST_URL", context.url(formalities_path(id)));
    return context.render("formalities_open", page);
}

std::map<ActivityId, std::int64_t> count_open_formalities(const Context& context, db::Reader& reader)
{
    std::map<ActivityId, std::int64_t> counts;
    for (const auto& open : open_formalities(reader, context.network.id, context.today()))
        ++counts[open.formality.activity];
    return counts;
}

void add_formality_pages(web::Site& site)
{
    const auto editors = web::Access::entry_editors();
    site.get(std::string(checklist_pattern), editors, show_checklist, examples_of("/formalitaeten"));
    site.post(std::string(checklist_pattern), editors, post_suggestions);
    site.get(std::string(new_formality_pattern), editors, show_new_formality,
             examples_of("/formalitaeten/neu"));
    site.post(std::string(new_formality_pattern), editors, post_new_formality);
    site.get(std::string(formality_pattern), editors, show_formality, some_formality);
    site.post(std::string(formality_pattern), editors, post_formality);
    site.post(std::string(status_pattern), editors, post_status);
    site.post(std::string(remove_formality_pattern), editors, post_remove_formality);
    site.add(web::DeskItems{.order = 40, .waiting = formalities_waiting});
}

} // namespace dorfnetz::activities
