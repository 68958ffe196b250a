#include "accounts/policy.hpp"
#include "features/people/consents.hpp"
#include "features/people/people_pages.hpp"
#include "features/people/people_store.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>

namespace dorfnetz::people {

namespace {

using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

constexpr std::string_view new_path = "/redaktion/engagierte/neu";
constexpr std::string_view edit_pattern = "/redaktion/engagierte/{id}/bearbeiten";
constexpr std::string_view consent_pattern = "/redaktion/engagierte/{id}/einwilligung";
constexpr std::string_view no_consent = "keine";

html::Safe note(const Context& context, std::string_view kind, const std::string& text)
{
    html::Page values;
    values.set("KIND", kind).set("ICON", web::icon("warning")).set("TEXT", text);
    return context.render("person_note", values);
}

// ---- How a consent was given ----

web::Choice choice_of(const Context& context, Purpose purpose)
{
    return {std::string(to_text(purpose)), consent_text(purpose, context.network.name, context.language)};
}

std::vector<Purpose> purposes_from(const FormValues& values)
{
    std::vector<Purpose> purposes;
    for (const auto& key : values.all("zwecke"))
        if (const auto purpose = purpose_from_text(key))
            purposes.push_back(*purpose);
    return purposes;
}

std::vector<Field> consent_fields(const Context& context)
{
    std::vector<web::Choice> choices;
    for (const auto* key : {"paper", "phone"})
        choices.push_back({key, vocabularies::label("consent_ways", key, context.language)});
    choices.push_back({std::string(no_consent), context.t("noch gar nicht"_de)});
    std::vector<web::Choice> purposes{choice_of(context, Purpose::register_)};
    for (const auto purpose : offered_purposes)
        purposes.push_back(choice_of(context, purpose));
    purposes.push_back(choice_of(context, Purpose::special_fields));
    return {
        {.name = "einwilligung", .label = context.t("Einwilligung"_de), .input = Input::heading},
        {.name = "zwecke",
         .label = context.t("Wozu hat die Person Ja gesagt?"_de),
         .input = Input::many_of,
         .choices = std::move(purposes),
         .mark_optional = false},
        {.name = "weise",
         .label = context.t("Wie hat die Person zugestimmt?"_de),
         .input = Input::one_of,
         .required = true,
         .help = context.t("Ohne Einwilligung wird der Eintrag gesperrt, bis sie vorliegt."_de),
         .choices = std::move(choices)},
        {.name = "zugestimmt_am", .label = context.t("Wann?"_de), .input = Input::date},
        {.name = "zustimmung_notiz",
         .label = context.t("Wer war dabei, was wurde gesagt?"_de),
         .help = context.t("Am Telefon brauchen wir das als Nachweis."_de),
         .longest = 300},
    };
}

std::vector<FieldError> consent_problems(const FormValues& values, Date today)
{
    std::vector<FieldError> problems;
    const auto way = values.text("weise");
    if (way.empty() || way == no_consent)
        return problems;
    if (purposes_from(values).empty())
        problems.push_back({"zwecke", "Kreuz an, wozu die Person Ja gesagt hat."_de});
    const auto given_on = values.date("zugestimmt_am");
    if (!given_on)
        problems.push_back({"zugestimmt_am", "Das fehlt noch."_de});
    else if (*given_on > today)
        problems.push_back({"zugestimmt_am", "Dieser Tag kommt erst noch."_de});
    if (way == "phone" && !values.has("zustimmung_notiz"))
        problems.push_back(
            {"zustimmung_notiz", "Schreib kurz auf, wer angerufen hat und was gesagt wurde."_de});
    return problems;
}

std::optional<ConsentDraft> consent_from(db::Tx& tx, const Context& context, const FormValues& values)
{
    const auto way = consent_way_from_text(values.text("weise"));
    const auto given_on = values.date("zugestimmt_am");
    if (!way || !given_on)
        return std::nullopt;
    return ConsentDraft{.way = *way,
                        .given_on = *given_on,
                        .to = remember_consent_texts(tx, wordings_of(context), purposes_from(values)),
                        .note = values.text("zustimmung_notiz")};
}

// For somebody whose consent has come by now: it was given some day, in some way.
std::vector<Field> late_consent_fields(const Context& context)
{
    auto fields = consent_fields(context);
    for (auto& field : fields) {
        if (field.name == "weise") {
            field.help.clear();
            std::erase_if(field.choices, [](const web::Choice& way) { return way.value == no_consent; });
        }
        field.required = field.required || field.name == "zugestimmt_am";
    }
    return fields;
}

// ---- A new entry ----

struct NewForm
{
    FormValues values = {};
    std::vector<FieldError> errors = {};
    std::vector<Duplicate> alike = {}; // whom the actor may see
};

// Who somebody is and how to reach them stands open; the rest opens where something stands.
std::vector<Field> folded_fields(const Context& context, const std::vector<Village>& places)
{
    auto fields = entry_fields(context, places, Audience::editor);
    for (auto& field : fields)
        if (field.name == "was" || field.name == "wo" || field.name == "wann")
            field.input = Input::fold;
    return fields;
}

std::vector<Field> new_fields(const Context& context, const std::vector<Village>& places)
{
    auto fields = folded_fields(context, places);
    fields.push_back(
        {.name = "quelle", .label = context.t("Woher weißt du das?"_de), .input = Input::heading});
    fields.push_back({.name = "fuer",
                      .label = context.t("Wer hat dir das gesagt?"_de),
                      .help = context.t("Die Person selbst, jemand aus der Familie, der Verein …"_de),
                      .longest = 200});
    for (auto& field : consent_fields(context))
        fields.push_back(std::move(field));
    fields.push_back(
        {.name = "jung", .label = context.t("Nur unter 16: die Eltern"_de), .input = Input::fold});
    fields.push_back({.name = "unter16",
                      .label = context.t("Die Person ist noch keine 16. Ihre Eltern müssen zustimmen."_de),
                      .input = Input::yes});
    for (auto& field : parent_fields(context))
        fields.push_back(std::move(field));
    return fields;
}

http::Response new_page(const Context& context, const NewForm& form, int status = 200)
{
    auto fields = new_fields(context, places_of(context));
    html::Safe content;
    if (!form.alike.empty()) {
        content += alike_list(context, form.alike);
        fields.push_back({.name = "trotzdem",
                          .label = context.t("Das ist jemand anderes. Trotzdem eintragen."_de),
                          .input = Input::yes});
    }
    content += web::draw_form(context,
                              {.action = std::string(new_path),
                               .submit = context.t("Eintragen"_de),
                               .cancel = std::string(list_path),
                               .keeps_draft = true},
                              fields, form.values, form.errors);
    return plain_page(context, context.t("Jemanden eintragen"_de), content, status);
}

Result<http::Response> show_new(Context& context)
{
    FormValues values;
    const auto own = accounts::villages_for(context.actor, accounts::Right::record_person);
    if (own.size() == 1)
        values.set("dorf", own.front());
    return new_page(context, {.values = std::move(values)});
}

Result<http::Response> create_person(Context& context)
{
    auto sent = web::read_form(context, new_fields(context, places_of(context)));
    auto errors = std::move(sent.errors);
    for (auto& problem : consent_problems(sent.values, context.today()))
        errors.push_back(std::move(problem));
    const bool under_sixteen = sent.values.has("unter16");
    if (under_sixteen)
        for (auto& problem : parent_problems(sent.values))
            errors.push_back(std::move(problem));
    const auto draft = entry_from(sent.values, {});
    if (errors.empty() && !may_record(context.actor, draft.village))
        errors.push_back({"dorf", "Du kannst nur Menschen aus deinem Dorf eintragen."_de});
    if (!errors.empty())
        return new_page(context, {.values = sent.values, .errors = std::move(errors)}, 422);
    if (context.form.text("trotzdem").empty())
        if (auto alike = visible_duplicates(context, draft); !alike.empty())
            return new_page(context, {.values = sent.values, .alike = std::move(alike)}, 409);
    const auto created = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        NewPerson person{.data = draft,
                         .origin = Origin::editor,
                         .on_behalf = sent.values.text("fuer"),
                         .consent = consent_from(tx, context, sent.values)};
        if (under_sixteen)
            person.parent = parent_from(sent.values);
        const auto id = TRY(create_and_compare_later(tx, context.network.id, person, author_of(context)));
        return ask_parent(tx, context, id);
    });
    if (!created && created.error().kind == Err::invalid)
        return new_page(context, {.values = sent.values, .errors = created.error().fields}, 422);
    if (!created)
        return created.error();
    const auto purposes = purposes_from(sent.values);
    const bool has_yes = std::find(purposes.begin(), purposes.end(), Purpose::register_) != purposes.end();
    const bool locked = sent.values.text("weise") == no_consent || under_sixteen || !has_yes;
    return web::redirect_with_notice(context, list_path,
                                     locked ? "Eingetragen. Bis die Einwilligung da ist, sieht das nur die "
                                              "Koordination."_de
                                            : "Eingetragen."_de);
}

// ---- Editing ----

struct EditForm
{
    Person person;
    FormValues values;
    std::vector<FieldError> errors = {};
    bool somebody_was_faster = false;
};

EmailChange email_change(const Context& context)
{
    return may_review(context) ? EmailChange::allowed : EmailChange::refused;
}

std::vector<Field> edit_fields(const Context& context)
{
    auto fields = folded_fields(context, places_of(context));
    if (email_change(context) == EmailChange::refused)
        without_email(fields,
                      context.t("Die E-Mail-Adresse ändert nur die Koordination: Wer dort die Post liest, "
                                "sieht alles über die Person. Gibt es eine neue, sag der Koordination "
                                "Bescheid."_de));
    fields.push_back({.name = "version", .label = {}, .input = Input::hidden});
    return fields;
}

http::Response edit_page(const Context& context, EditForm form, int status = 200)
{
    const auto fields = edit_fields(context);
    form.values.set("version", std::to_string(form.person.version));
    html::Safe content;
    if (form.somebody_was_faster)
        content +=
            note(context, "warn",
                 context.t("Jemand anders hat diesen Eintrag inzwischen geändert. Unten steht, was du "
                           "getippt hast; im Verlauf siehst du die andere Änderung. Speicherst du noch "
                           "einmal, gilt deine Fassung."_de));
    content += web::draw_form(context,
                              {.action = person_path(form.person.id) + "/bearbeiten",
                               .pattern = std::string(edit_pattern),
                               .submit = context.t("Speichern"_de),
                               .cancel = person_path(form.person.id)},
                              fields, form.values, form.errors);
    return plain_page(context, form.person.data.name(), content, status);
}

// The form shows contact data, so that is written down first.
struct Editing
{
    Person person;
    accounts::Viewer viewer;
};

Result<Editing> person_to_edit(const Context& context)
{
    return context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Editing> {
        auto person = TRY(visible_person(tx, context, PersonId(context.parameter("id"))));
        if (!may_see_contact(context.actor, person))
            return Error{.kind = Err::missing};
        const auto viewer = record_contact_view(tx, context, person);
        return Editing{std::move(person), viewer};
    });
}

Result<http::Response> show_edit(Context& context)
{
    auto [person, viewer] = TRY(person_to_edit(context));
    auto values = entry_values(person.data, viewer);
    return edit_page(context, {.person = std::move(person), .values = std::move(values)});
}

Result<http::Response> save_edit(Context& context)
{
    auto person = TRY(person_to_edit(context)).person;
    auto sent = web::read_form(context, edit_fields(context));
    if (!sent.ok())
        return edit_page(
            context, {.person = std::move(person), .values = sent.values, .errors = std::move(sent.errors)},
            422);
    auto draft = entry_from(sent.values, person.data);
    if (email_change(context) == EmailChange::refused)
        draft.email = person.data.email;
    const auto saved = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        // A consent may have been withdrawn since the form was fetched.
        TRY(visible_person(tx, context, person.id));
        return update(tx, context.network.id, person.id, sent.values.number("version").value_or(0), draft,
                      email_change(context), author_of(context));
    });
    if (saved)
        return web::redirect_with_notice(context, list_path, "Gespeichert."_de);
    if (saved.error().kind == Err::stale)
        return edit_page(
            context, {.person = std::move(person), .values = sent.values, .somebody_was_faster = true}, 409);
    if (saved.error().kind != Err::invalid)
        return saved.error();
    return edit_page(
        context, {.person = std::move(person), .values = sent.values, .errors = saved.error().fields}, 422);
}

// ---- A consent that comes later ----

http::Response consent_page(const Context& context, const Person& person, const FormValues& values,
                            const std::vector<FieldError>& errors, int status = 200)
{
    return plain_page(context, person.data.name(),
                      web::draw_form(context,
                                     {.action = person_path(person.id) + "/einwilligung",
                                      .pattern = std::string(consent_pattern),
                                      .submit = context.t("Einwilligung eintragen"_de),
                                      .cancel = person_path(person.id)},
                                     late_consent_fields(context), values, errors),
                      status);
}

Result<Person> person_of(const Context& context)
{
    return context.pool().read([&](db::Reader& reader) {
        return visible_person(reader, context, PersonId(context.parameter("id")));
    });
}

Result<http::Response> show_consent(Context& context)
{
    return consent_page(context, TRY(person_of(context)), {}, {});
}

Result<http::Response> save_consent(Context& context)
{
    const auto person = TRY(person_of(context));
    auto sent = web::read_form(context, late_consent_fields(context));
    if (sent.ok())
        sent.errors = consent_problems(sent.values, context.today());
    if (!sent.ok())
        return consent_page(context, person, sent.values, sent.errors, 422);
    const auto recorded = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        return record_consent(tx, context.network.id, person.id, *consent_from(tx, context, sent.values),
                              author_of(context));
    });
    if (!recorded && recorded.error().kind == Err::invalid)
        return consent_page(context, person, sent.values, recorded.error().fields, 422);
    TRY(recorded);
    return web::redirect_with_notice(context, person_path(person.id), "Die Einwilligung ist eingetragen."_de);
}

} // namespace

void add_edit_pages(web::Site& site)
{
    site.get(std::string(new_path), web::Access::editors(), show_new);
    site.post(std::string(new_path), web::Access::editors(), create_person);
    site.get(std::string(edit_pattern), web::Access::editors(), show_edit);
    site.post(std::string(edit_pattern), web::Access::editors(), save_edit);
    site.get(std::string(consent_pattern), web::Access::coordinator(), show_consent);
    site.post(std::string(consent_pattern), web::Access::coordinator(), save_consent);
}

} // namespace dorfnetz::people
