#include "features/experiences/experiences_pages.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/web/question.hpp"
#include "foundation/web/sent_back.hpp"

#include <algorithm>

// Writing an experience down.
namespace dorfnetz::experiences {

namespace {

using organisations::Register;
using web::Choice;
using web::Context;
using web::Field;
using web::FormValues;
using web::Input;
using web::SentBack;

constexpr std::string_view edit_pattern = "/redaktion/erfahrungen/{id}";
constexpr std::string_view publish_pattern = "/redaktion/erfahrungen/{id}/veroeffentlichen";
constexpr std::string_view take_back_pattern = "/redaktion/erfahrungen/{id}/zurueckziehen";
constexpr std::string_view remove_pattern = "/redaktion/erfahrungen/{id}/loeschen";

std::vector<Field> experience_fields(const Context& context, const Register& entries)
{
    const auto t = [&](German text) { return context.t(text); };
    std::vector<Choice> words;
    for (const auto& entry : vocabularies::entries("fields"))
        words.push_back({entry.key, entry.label(context.language)});
    return {
        {.name = "titel",
         .label = t("Titel"_de),
         .required = true,
         .help = t("Zum Beispiel: Unser Weg zur Streuobstwiese."_de),
         .longest = 120},
        {.name = "verein",
         .label = t("Für wen schreibst du?"_de),
         .input = Input::one_of,
         .required = true,
         .choices = own_organisations(context, entries)},
        {.name = "kurz",
         .label = t("In ein, zwei Sätzen"_de),
         .input = Input::long_text,
         .help = t("Das steht in der Liste."_de),
         .longest = 400},
        {.name = "was",
         .label = t("Wie habt ihr es gemacht?"_de),
         .input = Input::markdown,
         .required = true,
         .longest = 10'000},
        {.name = "kosten",
         .label = t("Was hat es gekostet?"_de),
         .help = t("Zum Beispiel: rund 800 €, davon 500 € Spenden."_de),
         .longest = 300},
        {.name = "hilfe",
         .label = t("Wer hat geholfen?"_de),
         .help = t("Zahlen und Gruppen, keine Namen: 12 Leute an zwei Samstagen, der Bauhof."_de),
         .longest = 300},
        {.name = "achtung",
         .label = t("Worauf sollten andere achten?"_de),
         .input = Input::markdown,
         .longest = 6'000},
        {.name = "vorlagen",
         .label = t("Links zu Vorlagen"_de),
         .input = Input::long_text,
         .help = t(
             "In jede Zeile einer. Zum Beispiel: Checkliste: https://www.example.org/liste.pdf. Dateien kannst du nach dem Speichern hochladen."_de),
         .longest = 2'000},
        {.name = "felder",
         .label = t("Einsatzfelder"_de),
         .input = Input::many_of,
         .choices = std::move(words)},
        {.name = "teilen",
         .label = t("auch für andere Netzwerke"_de),
         .input = Input::yes,
         .help = t("Andere Netzwerke können es dann lesen und weitergeben."_de),
         .mark_optional = false}};
}

FormValues values_of(const Draft& draft)
{
    FormValues values;
    values.set("titel", draft.title)
        .set("verein", draft.organisation.text())
        .set("kurz", draft.summary)
        .set("was", draft.what)
        .set("kosten", draft.costs)
        .set("hilfe", draft.helpers)
        .set("achtung", draft.pitfalls)
        .set("vorlagen", draft.templates)
        .set("felder", draft.fields)
        .set("teilen", draft.shared ? "1" : "");
    return values;
}

Draft draft_from(const FormValues& values)
{
    return {.organisation = OrganisationId{values.text("verein")},
            .title = values.text("titel"),
            .summary = values.text("kurz"),
            .what = values.text("was"),
            .costs = values.text("kosten"),
            .helpers = values.text("hilfe"),
            .pitfalls = values.text("achtung"),
            .templates = values.text("vorlagen"),
            .fields = values.all("felder"),
            .shared = values.has("teilen")};
}

std::shared_ptr<const Register> register_of(const Context& context)
{
    return organisations::shared_register(context.pool(), context.network.id);
}

// ---- New ----

using Origin = std::optional<lineage::Origin>;

Origin origin_of(const Context& context)
{
    return context.pool().read([&](db::Reader& reader) { return lineage::origin_of(context, reader); });
}

http::Response new_page(const Context& context, SentBack form)
{
    const auto entries = register_of(context);
    const auto origin = origin_of(context);
    auto fields = experience_fields(context, *entries);
    lineage::carry(origin, fields, form.values);
    html::Page page;
    page.set("HEADING", context.t("Erfahrung aufschreiben"_de)).set("ORIGIN", lineage::draw(origin));
    show_refused(page, context, form.refused);
    page.set("FORM", web::draw_form(context,
                                    {.action = std::string(new_path),
                                     .submit = context.t("Speichern"_de),
                                     .cancel = std::string(desk_path),
                                     .keeps_draft = true},
                                    fields, form.values, form.errors));
    return web::page(
        context,
        {.title = context.t("Erfahrung aufschreiben"_de), .crumbs = desk_crumbs(context), .index = false},
        context.render("experience_edit", page), status_of(form));
}

Result<http::Response> show_new(Context& context)
{
    const auto entries = register_of(context);
    const auto own = own_organisations(context, *entries);
    Draft draft;
    if (own.size() == 1)
        draft.organisation = OrganisationId{own.front().value};
    return new_page(context, {.values = values_of(draft)});
}

Result<http::Response> post_new(Context& context)
{
    const auto entries = register_of(context);
    const auto sent = web::read_form(context, experience_fields(context, *entries));
    if (!sent.ok())
        return new_page(context, {.values = sent.values, .errors = sent.errors});
    const auto draft = draft_from(sent.values);
    const auto added = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Experience> {
        if (!may_edit(context, *organisations::shared_register(context, tx), draft.organisation))
            return Error{.kind = Err::missing};
        auto experience = TRY(add(tx, context.network.id, draft, organisations::author_of(context)));
        lineage::link(tx, context.network.id, lineage::origin_of(context, tx), lineage_record(experience.id),
                      context.now());
        return experience;
    });
    if (added)
        return web::redirect_with_notice(
            context, edit_path(added->id),
            "Gespeichert. Noch sieht es niemand: Schau es an und veröffentliche es."_de);
    if (added.error().kind == Err::missing)
        return added.error();
    return new_page(context, sent_back(sent.values, added.error()));
}

// ---- There already ----

html::Safe buttons_of(const Context& context, const Experience& experience)
{
    const auto button = [&](std::string_view end, std::string_view pattern, German label, bool is_final) {
        return web::draw_button(context, {.action = edit_path(experience.id) + std::string(end),
                                          .pattern = std::string(pattern),
                                          .submit = context.t(label),
                                          .danger = is_final});
    };
    if (experience.status == Status::published)
        return button("/zurueckziehen", take_back_pattern, "Aus der Liste nehmen"_de, true);
    auto buttons = button("/veroeffentlichen", publish_pattern, "Veröffentlichen"_de, false);
    buttons += button("/loeschen", remove_pattern, "Entwurf löschen"_de, true);
    return buttons;
}

http::Response edit_page(const Context& context, const Experience& experience, SentBack form)
{
    const auto entries = register_of(context);
    const bool is_draft = experience.status == Status::draft;
    html::Page page;
    page.set("HEADING", experience.draft.title).set("ORIGIN", html::Safe());
    page.add("STATE")
        .set("COLOUR", is_draft ? "amber" : "pine")
        .set("STATE_TEXT", context.t(is_draft ? "Entwurf"_de : "öffentlich"_de));
    page.add("DECISION")
        .set("SHOW_URL", context.url(path_of(experience)))
        .set("FILES_URL", context.url(files_path(experience.id)))
        .set("BUTTONS", buttons_of(context, experience));
    show_refused(page, context, form.refused);
    auto fields = experience_fields(context, *entries);
    fields.push_back({.name = "version", .label = "", .input = Input::hidden});
    form.values.set("version", std::to_string(experience.version));
    page.set("FORM", web::draw_form(context,
                                    {.action = edit_path(experience.id),
                                     .pattern = std::string(edit_pattern),
                                     .submit = context.t("Speichern"_de),
                                     .cancel = std::string(desk_path)},
                                    fields, form.values, form.errors));
    return web::page(context,
                     {.title = experience.draft.title, .crumbs = desk_crumbs(context), .index = false},
                     context.render("experience_edit", page), status_of(form));
}

Result<http::Response> show_edit(Context& context)
{
    const auto experience =
        TRY(context.pool().read([&](db::Reader& reader) { return editable(context, reader); }));
    return edit_page(context, experience, {.values = values_of(experience.draft)});
}

Result<http::Response> post_edit(Context& context)
{
    const auto experience =
        TRY(context.pool().read([&](db::Reader& reader) { return editable(context, reader); }));
    const auto sent = web::read_form(context, experience_fields(context, *register_of(context)));
    if (!sent.ok())
        return edit_page(context, experience, {.values = sent.values, .errors = sent.errors});
    const auto version = web::sent_version(context);
    const auto draft = draft_from(sent.values);
    const auto saved = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        TRY(editable(context, tx));
        if (!may_edit(context, *organisations::shared_register(context, tx), draft.organisation))
            return Error{.kind = Err::missing};
        return change(tx, context.network.id, experience.id, version, draft,
                      organisations::author_of(context));
    });
    if (saved)
        return web::redirect_with_notice(context, edit_path(experience.id), "Gespeichert."_de);
    if (saved.error().kind == Err::missing)
        return saved.error();
    const auto now = TRY(context.pool().read([&](db::Reader& reader) { return editable(context, reader); }));
    return edit_page(context, now, sent_back(sent.values, saved.error()));
}

using Step = Result<Done> (*)(db::Tx&, const NetworkId&, const ExperienceId&, const Author&);

// Publishing it and taking it back.
Result<http::Response> post_step(Context& context, Step step, German done)
{
    const ExperienceId id{context.parameter("id")};
    const auto changed = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        TRY(editable(context, tx));
        return step(tx, context.network.id, id, organisations::author_of(context));
    });
    if (!changed)
        return changed.error();
    return web::redirect_with_notice(context, edit_path(id), done);
}

Result<http::Response> post_remove(Context& context)
{
    const auto experience =
        TRY(context.pool().read([&](db::Reader& reader) { return editable(context, reader); }));
    if (!web::is_sure(context))
        return web::question_page(
            context, {.heading = context.t("Entwurf löschen?"_de),
                      .what_happens = context.t("„{1}“ ist dann weg."_de, {experience.draft.title}),
                      .button = {.action = edit_path(experience.id) + "/loeschen",
                                 .pattern = std::string(remove_pattern),
                                 .submit = context.t("Löschen"_de),
                                 .danger = true},
                      .back = edit_path(experience.id),
                      .crumbs = desk_crumbs(context)});
    const auto done = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        TRY(editable(context, tx));
        return remove(tx, context.network.id, experience.id);
    });
    if (done)
        return web::redirect_with_notice(context, desk_path, "Der Entwurf ist gelöscht."_de);
    if (done.error().kind == Err::missing)
        return done.error();
    return edit_page(context, experience, {.values = values_of(experience.draft), .refused = done.error()});
}

std::vector<std::string> some_experience(db::Reader& reader, const web::Network& network)
{
    for (const auto& experience : published(reader, network.id))
        return {edit_path(experience.id)};
    return {};
}

} // namespace

std::vector<web::Crumb> desk_crumbs(const Context& context)
{
    return {{context.t("Schreibtisch"_de), "/redaktion"},
            {context.t("Erfahrungen"_de), std::string(desk_path)}};
}

Result<Experience> editable(const Context& context, db::Reader& reader)
{
    auto experience = experience_by_id(reader, context.network.id, ExperienceId{context.parameter("id")});
    if (!experience ||
        !may_edit(context, *organisations::shared_register(context, reader), experience->draft.organisation))
        return Error{.kind = Err::missing};
    return *std::move(experience);
}

void add_desk_pages(web::Site& site)
{
    const auto editors = web::Access::entry_editors();
    site.get(std::string(new_path), editors, show_new);
    site.post(std::string(new_path), editors, post_new);
    site.get(std::string(edit_pattern), editors, show_edit, some_experience);
    site.post(std::string(edit_pattern), editors, post_edit);
    site.post(std::string(publish_pattern), editors,
              [](Context& context) { return post_step(context, publish, "Jetzt sehen es alle."_de); });
    site.post(std::string(take_back_pattern), editors, [](Context& context) {
        return post_step(context, take_back, "Aus der Liste genommen. Ihr seht es hier weiter."_de);
    });
    site.post(std::string(remove_pattern), editors, post_remove);
}

} // namespace dorfnetz::experiences
