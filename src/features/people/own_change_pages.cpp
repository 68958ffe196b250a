#include "features/people/consents.hpp"
#include "features/people/own_pages.hpp"
#include "features/people/parents.hpp"
#include "features/people/people_pages.hpp"
#include "features/people/resting.hpp"

#include <algorithm>

// What somebody changes about themselves on "Meine Daten".
namespace dorfnetz::people {

namespace {

using web::Context;
using web::Field;
using web::Input;

// ---- Consents ----

template <class Work>
Result<http::Response> change_own(Context& context, German notice, const Work& work)
{
    const auto done = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        return work(tx, TRY(acting_person(tx, context)));
    });
    TRY(done);
    return web::redirect_with_notice(context, own_path_here(context), notice);
}

Result<http::Response> withdraw_own(Context& context)
{
    const auto purpose = purpose_from_text(context.form.text("zweck"));
    if (!purpose)
        return Error{.kind = Err::missing};
    return change_own(context, "Das ist zurückgenommen und gilt ab sofort."_de,
                      [&](db::Tx& tx, const Person& person) {
                          return withdraw_consent(tx, context.network.id, person.id, {.purpose = *purpose},
                                                  the_person(context));
                      });
}

Result<http::Response> allow_own(Context& context)
{
    const auto purpose = purpose_from_text(context.form.text("zweck"));
    if (!purpose)
        return Error{.kind = Err::missing};
    return change_own(
        context, "Danke, das ist eingetragen."_de, [&](db::Tx& tx, const Person& person) -> Result<Done> {
            if (person.agreed_to(*purpose))
                return Done{}; // a second click
            // Under 16 nobody agrees alone (Art. 8 GDPR); taking back is another matter.
            if (parent_of(tx, context.network.id, person.id))
                return Error{Err::forbidden,
                             "Das dürfen nur deine Eltern mit dir zusammen erlauben. Ruft zusammen die "
                             "Koordination an."_de};
            return record_consent(
                tx, context.network.id, person.id,
                {.way = ConsentWay::web,
                 .given_on = context.today(),
                 .to = remember_consent_texts(tx, wordings_of(context), std::span(&*purpose, 1))},
                the_person(context));
        });
}

// ---- Resting ----

std::vector<Field> rest_fields(const Context& context)
{
    return {{.name = "was",
             .label = context.t("Was möchtest du?"_de),
             .input = Input::one_of,
             .required = true,
             .choices = {{"ruhen", context.t("Meine Angaben ruhen lassen, bis ich sie wieder freigebe"_de)},
                         {"widerspruch",
                          context.t(
                              "Widersprechen: Ihr sollt meine Angaben nicht nutzen. Nach {1} Tagen sind sie "
                              "gelöscht, wenn ich sie nicht vorher freigebe"_de,
                              {std::to_string(days_after_objection)})}}},
            {.name = "grund",
             .label = context.t("Magst du sagen, warum?"_de),
             .input = Input::long_text,
             .longest = 1000}};
}

http::Response rest_page(const Context& context, const web::FormValues& values,
                         const std::vector<FieldError>& errors, int status = 200)
{
    html::Page page;
    page.set("HEADING", context.t("Ruhen lassen oder widersprechen"_de))
        .set("LEAD",
             context.t("Deine Angaben bleiben gespeichert, aber nur die Koordination sieht sie, und niemand "
                       "spricht dich darauf an."_de))
        .set("CONTENT", web::draw_form(context,
                                       {.action = own_path_here(context) + "/ruhen",
                                        .pattern = std::string(own_person_pattern) + "/ruhen",
                                        .submit = context.t("So machen"_de),
                                        .cancel = own_path_here(context)},
                                       rest_fields(context), values, errors));
    return web::page(context, {.title = context.t("Meine Daten"_de), .index = false},
                     context.render("own_simple", page), status);
}

Result<http::Response> show_rest(Context& context)
{
    TRY(context.pool().read([&](db::Reader& reader) { return own_person(reader, context); }));
    return rest_page(context, {}, {});
}

Result<http::Response> take_rest(Context& context)
{
    const auto sent = web::read_form(context, rest_fields(context));
    if (!sent.ok())
        return rest_page(context, sent.values, sent.errors, 422);
    return change_own(context, "Deine Angaben ruhen jetzt. Nur die Koordination sieht sie noch."_de,
                      [&](db::Tx& tx, const Person& person) {
                          return let_rest(tx, context.network.id, person.id,
                                          {.why = sent.values.text("was") == "widerspruch" ? Lock::objected
                                                                                           : Lock::restricted,
                                           .reason = sent.values.text("grund")},
                                          the_person(context));
                      });
}

Result<http::Response> release_own(Context& context)
{
    return change_own(context, "Deine Angaben sind wieder freigegeben."_de,
                      [&](db::Tx& tx, const Person& person) {
                          return release(tx, context.network.id, person.id, the_person(context));
                      });
}

// ---- Correcting ----

std::vector<Field> change_fields(const Context& context, const std::vector<Village>& places)
{
    auto fields = entry_fields(context, places, Audience::stranger);
    // It has a button of its own on the page.
    std::erase_if(fields, [&](const Field& field) {
        return field.name == consent_box(context, Purpose::special_fields).name;
    });
    without_email(
        fields,
        context.t("Deine E-Mail-Adresse ändert die Koordination für dich. Ruf an oder schreib uns."_de));
    fields.push_back({.name = "version", .label = {}, .input = Input::hidden});
    return fields;
}

http::Response change_page(const Context& context, const std::vector<Field>& fields, web::FormValues values,
                           const Person& person, const std::vector<FieldError>& errors, int status = 200)
{
    values.set("version", std::to_string(person.version));
    html::Page page;
    page.set("HEADING", context.t("Etwas ändern"_de))
        .set("LEAD", context.t(status == 409
                                   ? "Inzwischen hat jemand anders deinen Eintrag geändert. Unten steht, "
                                     "was du getippt hast. Speicherst du noch einmal, gilt deine Fassung."_de
                                   : "Was du hier änderst, gilt sofort."_de))
        .set("CONTENT", web::draw_form(context,
                                       {.action = own_path_here(context) + "/aendern",
                                        .pattern = std::string(own_person_pattern) + "/aendern",
                                        .submit = context.t("Speichern"_de),
                                        .cancel = own_path_here(context)},
                                       fields, values, errors));
    return web::page(context, {.title = context.t("Meine Daten"_de), .index = false},
                     context.render("own_simple", page), status);
}

struct Changing
{
    Person person;
    std::vector<Field> fields;
};

Result<Changing> changing(const Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<Changing> {
        auto person = TRY(own_person(reader, context));
        return Changing{std::move(person),
                        change_fields(context, villages::all_places(reader, context.network.id))};
    });
}

Result<http::Response> show_change(Context& context)
{
    const auto form = TRY(changing(context));
    return change_page(context, form.fields, entry_values(form.person.data, accounts::the_owner()),
                       form.person, {});
}

Result<http::Response> take_change(Context& context)
{
    const auto form = TRY(changing(context));
    const auto sent = web::read_form(context, form.fields);
    if (!sent.ok())
        return change_page(context, form.fields, sent.values, form.person, sent.errors, 422);
    auto draft = entry_from(sent.values, form.person.data);
    draft.birth_year = form.person.data.birth_year; // strangers are not asked for it
    draft.email = form.person.data.email;
    const auto saved = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        const auto person = TRY(acting_person(tx, context));
        return update(tx, context.network.id, person.id, sent.values.number("version").value_or(0), draft,
                      EmailChange::refused, the_person(context));
    });
    if (saved)
        return web::redirect_with_notice(context, own_path_here(context), "Gespeichert."_de);
    if (saved.error().kind != Err::stale && saved.error().kind != Err::invalid)
        return saved.error();
    return change_page(context, form.fields, sent.values, form.person, saved.error().fields,
                       saved.error().kind == Err::stale ? 409 : 422);
}

// ---- Erasing ----

Result<http::Response> ask_before_erasing_own(Context& context)
{
    const auto person =
        TRY(context.pool().read([&](db::Reader& reader) { return own_person(reader, context); }));
    html::Page page;
    page.set("NAME", person.data.name())
        .set("FORM", web::draw_form(context,
                                    {.action = own_path_here(context) + "/loeschen",
                                     .pattern = std::string(own_person_pattern) + "/loeschen",
                                     .submit = context.t("Alles endgültig löschen"_de),
                                     .cancel = own_path_here(context),
                                     .danger = true},
                                    {}, {}));
    return web::page(context, {.title = context.t("Alles löschen"_de), .index = false},
                     context.render("own_erase", page));
}

Result<http::Response> erase_own(Context& context, const Elsewheres& elsewhere)
{
    const auto done = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        const auto person = TRY(acting_person(tx, context));
        erase(tx, context.network.id, person.id, elsewhere);
        note_erasure(tx, context);
        return Done{};
    });
    TRY(done);
    return web::redirect(context, erased_path);
}

} // namespace

void add_own_change_pages(web::Site& site, const Elsewheres& elsewhere)
{
    const auto everyone = web::Access::everyone();
    const std::string person(own_person_pattern);
    site.post(person + "/zuruecknehmen", everyone, withdraw_own);
    site.post(person + "/erlauben", everyone, allow_own);
    site.get(person + "/ruhen", everyone, show_rest);
    site.post(person + "/ruhen", everyone, take_rest);
    site.post(person + "/freigeben", everyone, release_own);
    site.get(person + "/aendern", everyone, show_change);
    site.post(person + "/aendern", everyone, take_change);
    site.get(person + "/loeschen", everyone, ask_before_erasing_own);
    site.post(person + "/loeschen", everyone,
              [elsewhere](Context& context) { return erase_own(context, elsewhere); });
}

} // namespace dorfnetz::people
