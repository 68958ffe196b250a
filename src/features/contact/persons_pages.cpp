#include "accounts/audit.hpp"
#include "features/contact/contact_pages.hpp"
#include "features/contact/persons_store.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/page.hpp"

namespace dorfnetz::contact {

namespace {

using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

constexpr std::string_view list_path = "/redaktion/ansprechpersonen";

std::vector<Field> person_fields(const Context& context)
{
    return {{.name = "aufgabe",
             .label = context.t("Aufgabe"_de),
             .required = true,
             .help = context.t("Zum Beispiel: Koordination"_de)},
            {.name = "aufgabe_en", .label = context.t("Aufgabe auf Englisch"_de)},
            {.name = "name", .label = context.t("Name"_de)},
            {.name = "telefon", .label = context.t("Telefon"_de), .input = Input::phone},
            {.name = "email", .label = context.t("E-Mail-Adresse"_de), .input = Input::email},
            {.name = "ja",
             .label = context.t("Die Person hat zugestimmt, dass das öffentlich steht."_de),
             .input = Input::yes},
            {.name = "platz",
             .label = context.t("Platz in der Liste"_de),
             .input = Input::number,
             .help = context.t("1 steht oben."_de),
             .most = 1000},
            {.name = "fassung", .label = {}, .input = Input::hidden}};
}

FormValues values_of(const SiteContact& contact)
{
    FormValues values;
    values.set("aufgabe", contact.duty_de)
        .set("aufgabe_en", contact.duty_en)
        .set("name", contact.name)
        .set("telefon", contact.phone)
        .set("email", contact.email)
        .set("ja", contact.consent_on ? "1" : "")
        .set("platz", std::to_string(contact.position))
        .set("fassung", std::to_string(contact.version));
    return values;
}

SiteContact contact_from(const Context& context, const FormValues& values, SiteContact contact)
{
    contact.duty_de = values.text("aufgabe");
    contact.duty_en = values.text("aufgabe_en");
    contact.name = values.text("name");
    contact.phone = values.text("telefon");
    contact.email = values.text("email");
    contact.position = values.number("platz").value_or(0);
    if (values.text("ja") != "1")
        contact.consent_on.reset();
    else if (!contact.consent_on)
        contact.consent_on = context.today();
    contact.version = values.number("fassung").value_or(0);
    return contact;
}

// Rule 11: nobody's data become public without their yes.
void check_consent(web::SentForm& sent, const SiteContact& contact)
{
    if (contact.is_personal() && !contact.consent_on)
        sent.errors.push_back({"ja", "Ohne das Ja der Person bleiben Name, Telefon und E-Mail leer."_de});
}

void record(db::Tx& tx, const Context& context, const SiteContactId& id, std::string_view action)
{
    accounts::record(tx,
                     {.network = context.network.id,
                      .user = context.actor.user,
                      .action = std::string(action),
                      .subject_kind = "site_contact",
                      .subject = id.text()},
                     context.environment.clock, context.environment.random);
}

http::Response persons_page(const Context& context, const FormValues& values,
                            const std::vector<FieldError>& errors, int status = 200)
{
    const auto contacts =
        context.pool().read([&](db::Reader& reader) { return all_contacts(reader, context.network.id); });
    html::Page page;
    page.show_if(contacts.empty(), "NOBODY");
    if (!contacts.empty()) {
        auto list = page.add("LIST");
        for (const auto& contact : contacts)
            list.add("ITEM")
                .set("EDIT_URL", context.url(std::string(list_path) + '/' + contact.id.text()))
                .set("DUTY", contact.duty_de)
                .set("NAME", contact.name);
    }
    page.set("FORM",
             web::draw_form(context, {.action = std::string(list_path), .submit = context.t("Eintragen"_de)},
                            person_fields(context), values, errors));
    return web::page(context,
                     {.title = context.t("Ansprechpersonen"_de),
                      .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"}},
                      .index = false},
                     context.render("persons_desk", page), status);
}

Result<http::Response> show_persons(Context& context)
{
    return persons_page(context, {}, {});
}

Result<http::Response> add_person(Context& context)
{
    auto sent = web::read_form(context, person_fields(context));
    auto contact = contact_from(context, sent.values, {});
    check_consent(sent, contact);
    if (!sent.ok())
        return persons_page(context, sent.values, sent.errors, web::status_of(Err::invalid));
    contact.id = new_id<SiteContactId>(context.environment.clock, context.environment.random);
    TRY(context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        insert_contact(tx, context.network.id, contact);
        record(tx, context, contact.id, "site_contact.added");
        return Done{};
    }));
    return web::redirect_with_notice(context, list_path, "Eingetragen."_de);
}

std::optional<SiteContact> stored_person(const Context& context)
{
    return context.pool().read([&](db::Reader& reader) {
        return contact_by_id(reader, context.network.id, SiteContactId{context.parameter("id")});
    });
}

http::Response person_page(const Context& context, const SiteContact& contact, const FormValues& values,
                           const std::vector<FieldError>& errors, int status = 200)
{
    const auto action = std::string(list_path) + '/' + contact.id.text();
    html::Page page;
    page.set("DUTY", contact.duty_de)
        .set("FORM", web::draw_form(context,
                                    {.action = action,
                                     .pattern = std::string(list_path) + "/{id}",
                                     .submit = context.t("Speichern"_de),
                                     .cancel = std::string(list_path)},
                                    person_fields(context), values, errors))
        .set("DELETE", web::draw_button(context, {.action = action + "/loeschen",
                                                  .pattern = std::string(list_path) + "/{id}/loeschen",
                                                  .submit = context.t("Ja, löschen"_de),
                                                  .danger = true}));
    return web::page(context,
                     {.title = contact.duty_de,
                      .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"},
                                 {context.t("Ansprechpersonen"_de), std::string(list_path)}},
                      .index = false},
                     context.render("person_edit", page), status);
}

Result<http::Response> show_person(Context& context)
{
    const auto contact = stored_person(context);
    if (!contact)
        return Error{.kind = Err::missing};
    return person_page(context, *contact, values_of(*contact), {});
}

Result<http::Response> save_person(Context& context)
{
    const auto known = stored_person(context);
    if (!known)
        return Error{.kind = Err::missing};
    auto sent = web::read_form(context, person_fields(context));
    const auto contact = contact_from(context, sent.values, *known);
    check_consent(sent, contact);
    if (!sent.ok())
        return person_page(context, *known, sent.values, sent.errors, web::status_of(Err::invalid));
    const auto done = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        const auto before = contact_by_id(tx, context.network.id, contact.id);
        if (!before || !update_contact(tx, context.network.id, *before, contact, context.now()))
            return Error{.kind = Err::stale};
        record(tx, context, contact.id, "site_contact.changed");
        return Done{};
    });
    if (!done) {
        auto values = sent.values;
        values.set("fassung", std::to_string(known->version));
        return person_page(
            context, *known, values,
            {{"aufgabe", "Jemand hat inzwischen etwas anderes gespeichert. Schau noch einmal hin."_de}},
            web::status_of(Err::stale));
    }
    return web::redirect_with_notice(context, list_path, "Gespeichert."_de);
}

Result<http::Response> remove_person(Context& context)
{
    TRY(context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        const SiteContactId id{context.parameter("id")};
        if (!delete_contact(tx, context.network.id, id))
            return Error{.kind = Err::missing};
        record(tx, context, id, "site_contact.removed");
        return Done{};
    }));
    return web::redirect_with_notice(context, list_path, "Gelöscht."_de);
}

} // namespace

void register_persons_editing(web::Site& site)
{
    using web::Access;
    const std::string path(list_path);
    site.get(path, Access::coordinator(), show_persons);
    site.post(path, Access::coordinator(), add_person);
    site.get(path + "/{id}", Access::coordinator(), show_person);
    site.post(path + "/{id}", Access::coordinator(), save_person);
    site.post(path + "/{id}/loeschen", Access::coordinator(), remove_person);
}

} // namespace dorfnetz::contact
