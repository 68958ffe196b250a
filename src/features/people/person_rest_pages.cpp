#include "accounts/audit.hpp"
#include "features/people/consents.hpp"
#include "features/people/history.hpp"
#include "features/people/own_data.hpp"
#include "features/people/parents.hpp"
#include "features/people/people_pages.hpp"
#include "features/people/people_store.hpp"
#include "features/people/resting.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"

#include <fmt/format.h>

// What the editors enter for somebody who has no e-mail: the same as on "Meine Daten".
namespace dorfnetz::people {

namespace {

using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

std::string action_pattern(std::string_view action)
{
    return fmt::format("{}/{{id}}/{}", list_path, action);
}

Result<Person> person_here(db::Reader& reader, const Context& context)
{
    return visible_person(reader, context, PersonId(context.parameter("id")));
}

// How somebody said it, with a note as the proof.
std::vector<Field> said_fields(const Context& context)
{
    std::vector<web::Choice> choices;
    for (const auto* key : {"phone", "paper"})
        choices.push_back({key, vocabularies::label("consent_ways", key, context.language)});
    return {{.name = "weise",
             .label = context.t("Auf welchem Weg?"_de),
             .input = Input::one_of,
             .required = true,
             .choices = std::move(choices)},
            {.name = "notiz",
             .label = context.t("Wer hat es wann gesagt?"_de),
             .required = true,
             .longest = 300}};
}

http::Response form_page(const Context& context, const Person& person, std::string_view action,
                         German heading, German submit, const std::vector<Field>& fields,
                         const FormValues& values, const std::vector<FieldError>& errors)
{
    html::Page note;
    note.set("KIND", "").set("ICON", web::icon("info")).set("TEXT", context.t(heading));
    auto content = context.render("person_note", note);
    content += web::draw_form(context,
                              {.action = fmt::format("{}/{}", person_path(person.id), action),
                               .pattern = action_pattern(action),
                               .submit = context.t(submit),
                               .cancel = person_path(person.id)},
                              fields, values, errors);
    return plain_page(context, person.data.name(), content, errors.empty() ? 200 : 422);
}

// ---- Taking a consent back ----

std::vector<Field> withdrawal_fields(const Context& context, const Person& person)
{
    std::vector<web::Choice> purposes;
    for (const auto purpose : person.agreed)
        purposes.push_back({std::string(to_text(purpose)), purpose_label(purpose, context.language)});
    auto fields = said_fields(context);
    fields.insert(fields.begin(), {.name = "zweck",
                                   .label = context.t("Was nimmt die Person zurück?"_de),
                                   .input = Input::one_of,
                                   .required = true,
                                   .choices = std::move(purposes)});
    return fields;
}

constexpr German withdrawal_heading =
    "Das gilt ab sofort. Ohne „Aufheben und ansprechen“ wird der ganze Eintrag gesperrt und nach 30 Tagen gelöscht."_de;

Result<http::Response> show_spoken_withdrawal(Context& context)
{
    const auto person =
        TRY(context.pool().read([&](db::Reader& reader) { return person_here(reader, context); }));
    FormValues values;
    values.set("zweck", std::string(context.query.text("zweck")));
    return form_page(context, person, "zuruecknehmen", withdrawal_heading, "Zurücknehmen"_de,
                     withdrawal_fields(context, person), values, {});
}

Result<http::Response> take_spoken_withdrawal(Context& context)
{
    const auto person =
        TRY(context.pool().read([&](db::Reader& reader) { return person_here(reader, context); }));
    const auto sent = web::read_form(context, withdrawal_fields(context, person));
    const auto purpose = purpose_from_text(sent.values.text("zweck"));
    if (!sent.ok() || !purpose)
        return form_page(context, person, "zuruecknehmen", withdrawal_heading, "Zurücknehmen"_de,
                         withdrawal_fields(context, person), sent.values, sent.errors);
    const auto done = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        TRY(person_here(tx, context));
        return withdraw_consent(
            tx, context.network.id, person.id,
            {.purpose = *purpose,
             .way = consent_way_from_text(sent.values.text("weise")).value_or(ConsentWay::phone),
             .note = sent.values.text("notiz")},
            author_of(context));
    });
    TRY(done);
    return web::redirect_with_notice(context, list_path, "Die Einwilligung ist zurückgenommen."_de);
}

// ---- The parents of somebody under 16 ----

std::vector<Field> parents_yes_fields(const Context& context, const KnownParent& parent,
                                      const accounts::Viewer& viewer)
{
    auto fields = said_fields(context);
    fields.insert(fields.begin(), {.name = "wer",
                                   .label = join({parent.data.name, parent.data.phone.seen_by(viewer),
                                                  parent.data.email.seen_by(viewer)},
                                                 " "),
                                   .input = Input::note});
    return fields;
}

constexpr German parents_heading =
    "Trag ein, wie die Eltern zugestimmt haben. Danach wird der Eintrag benutzt."_de;

struct Child
{
    Person person;
    KnownParent parent;
    accounts::Viewer viewer;
};

// The form shows how to reach the parents, so that is written down first.
Result<Child> child_here(db::Tx& tx, const Context& context)
{
    auto person = TRY(person_here(tx, context));
    auto parent = parent_of(tx, context.network.id, person.id);
    if (!parent)
        return Error{.kind = Err::missing};
    const auto viewer = record_contact_view(tx, context, person);
    return Child{std::move(person), std::move(*parent), viewer};
}

Result<http::Response> show_parents_yes(Context& context)
{
    const auto child =
        TRY(context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) { return child_here(tx, context); }));
    return form_page(context, child.person, "eltern", parents_heading, "Eintragen"_de,
                     parents_yes_fields(context, child.parent, child.viewer), {}, {});
}

Result<http::Response> take_parents_yes(Context& context)
{
    const auto child =
        TRY(context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) { return child_here(tx, context); }));
    const auto sent = web::read_form(context, parents_yes_fields(context, child.parent, child.viewer));
    if (!sent.ok())
        return form_page(context, child.person, "eltern", parents_heading, "Eintragen"_de,
                         parents_yes_fields(context, child.parent, child.viewer), sent.values, sent.errors);
    TRY(context.pool().write(context.scope(), [&](db::Tx& tx) {
        return parent_agrees(
            tx, context.network.id, child.person.id,
            {.way = consent_way_from_text(sent.values.text("weise")).value_or(ConsentWay::phone),
             .note = sent.values.text("notiz")},
            author_of(context));
    }));
    return web::redirect_with_notice(context, person_path(child.person.id),
                                     "Das Ja der Eltern ist eingetragen."_de);
}

// ---- Resting ----

constexpr German release_heading =
    "Die Person wollte, dass ihre Angaben ruhen. Gib sie nur frei, wenn ihr das besprochen habt."_de;

Result<http::Response> ask_before_release(Context& context)
{
    const auto person =
        TRY(context.pool().read([&](db::Reader& reader) { return person_here(reader, context); }));
    return form_page(context, person, "freigeben", release_heading, "Freigeben"_de, {}, {}, {});
}

Result<http::Response> release_person(Context& context)
{
    auto found_person = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Person> {
        auto found = TRY(person_here(tx, context));
        TRY(release(tx, context.network.id, found.id, author_of(context)));
        return found;
    });
    const auto person = TRY(std::move(found_person));
    return web::redirect_with_notice(context, person_path(person.id),
                                     "Der Eintrag ist wieder freigegeben."_de);
}

// ---- Everything on paper, for somebody without e-mail ----

Result<http::Response> print_letter(Context& context, const Elsewheres& elsewhere)
{
    auto found_data = context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<OwnData> {
        const auto person = TRY(person_here(tx, context));
        audit(tx, context.network.id, person.id, "person.told", author_of(context));
        return own_data_of(tx, context, person, elsewhere);
    });
    const auto data = TRY(std::move(found_data));
    return web::download(TRY(letter_with(context, data)), "application/pdf",
                         fmt::format("auskunft-{}.pdf", to_iso(context.today())));
}

} // namespace

void add_rest_pages(web::Site& site, const Elsewheres& elsewhere)
{
    const auto coordinator = web::Access::coordinator();
    site.get(action_pattern("zuruecknehmen"), web::Access::editors(), show_spoken_withdrawal);
    site.post(action_pattern("zuruecknehmen"), web::Access::editors(), take_spoken_withdrawal);
    site.get(action_pattern("eltern"), coordinator, show_parents_yes);
    site.post(action_pattern("eltern"), coordinator, take_parents_yes);
    site.get(action_pattern("freigeben"), coordinator, ask_before_release);
    site.post(action_pattern("freigeben"), coordinator, release_person);
    site.get(action_pattern("auskunft.pdf"), coordinator,
             [elsewhere](Context& context) { return print_letter(context, elsewhere); });
}

} // namespace dorfnetz::people
