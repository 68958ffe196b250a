#include "features/organisations/organisation_pages.hpp"
#include "features/organisations/organisation_values.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/web/sent_back.hpp"

namespace dorfnetz::organisations {

namespace {

using web::Context;
using web::Field;
using web::FormValues;

constexpr std::string_view new_pattern = "/redaktion/organisationen/{id}/ansprechpersonen/neu";
constexpr std::string_view contact_pattern = "/redaktion/organisationen/{id}/ansprechpersonen/{contact}";
constexpr std::string_view remove_pattern =
    "/redaktion/organisationen/{id}/ansprechpersonen/{contact}/entfernen";

std::vector<Field> contact_fields(const Context& context, const ContactDraft& draft,
                                  const accounts::Viewer& viewer)
{
    std::vector<web::Choice> ways;
    for (const auto& way : vocabularies::entries("consent_ways"))
        ways.push_back({way.key, way.label(context.language)});
    std::vector<Field> fields{
        {.name = "contact_name", .label = context.t("Name"_de), .required = true, .autocomplete = "off"},
        {.name = "contact_duty",
         .label = context.t("Aufgabe"_de),
         .help = context.t("Zum Beispiel Vorsitz, Kasse, Jugendwart."_de),
         .longest = 120}};
    add_guarded_fields(fields, context,
                       {.name = "contact_phone",
                        .label = context.t("Telefon"_de),
                        .input = web::Input::phone,
                        .longest = longest_phone},
                       draft.phone, viewer);
    add_guarded_fields(fields, context,
                       {.name = "contact_email",
                        .label = context.t("E-Mail"_de),
                        .input = web::Input::email,
                        .longest = longest_email},
                       draft.email, viewer);
    const std::vector<Field> more{
        {.name = "is_responsible",
         .label = context.t("Ist für den Eintrag verantwortlich"_de),
         .input = web::Input::yes,
         .help = context.t("Diese Person fragen wir einmal im Jahr, ob alles noch stimmt."_de)},
        {.name = "", .label = context.t("Einwilligung"_de), .input = web::Input::heading},
        {.name = "",
         .label =
             context.t("Ohne Einwilligung sehen nur die Redaktion und die Koordination diese Person. Mit "
                       "Einwilligung stehen Name und Aufgabe öffentlich; Telefon und E-Mail so, wie ihr es "
                       "oben wählt."_de),
         .input = web::Input::note},
        {.name = "consent_on",
         .label = context.t("Einwilligung vom"_de),
         .input = web::Input::date,
         .help = context.t("Leer lassen, solange es keine gibt."_de)},
        {.name = "consent_way",
         .label = context.t("Einwilligung durch"_de),
         .input = web::Input::one_of,
         .choices = std::move(ways)},
        {.name = "consent_note",
         .label = context.t("Notiz zur Einwilligung"_de),
         .help = context.t("Zum Beispiel: Formular liegt im Ordner des Vereins."_de),
         .longest = 1000},
    };
    fields.insert(fields.end(), more.begin(), more.end());
    return fields;
}

FormValues values_of(const ContactDraft& draft, const accounts::Viewer& viewer)
{
    FormValues values;
    for (const auto& [name, text] : texts_of(draft, viewer))
        values.set(name, text);
    return values;
}

struct Found
{
    Organisation organisation;
    accounts::Viewer viewer;
    std::optional<Contact> contact = {};

    ContactDraft draft() const { return contact ? contact->data : ContactDraft{}; }
};

ContactDraft contact_from(const FormValues& values, const Found& found)
{
    auto draft = found.draft();
    draft.name = values.text("contact_name");
    draft.duty = values.text("contact_duty");
    take_guarded(draft.phone, values, "contact_phone", found.viewer);
    take_guarded(draft.email, values, "contact_email", found.viewer);
    draft.consent_on = values.date("consent_on");
    draft.consent_way = values.text("consent_way");
    draft.consent_note = values.text("consent_note");
    draft.is_responsible = values.has("is_responsible");
    return draft;
}

// The entry and the person of the address; a person of another entry is missing.
Result<Found> find(const Context& context, db::Reader& reader)
{
    auto organisation = TRY(editable(context, reader));
    const auto viewer = viewer_of(context, organisation);
    Found found{.organisation = std::move(organisation), .viewer = viewer};
    const auto wanted = context.parameters.find("contact");
    if (wanted == context.parameters.end())
        return found;
    for (auto& contact : contacts_of(reader, context.network.id, found.organisation.id, viewer))
        if (contact.id.text() == wanted->second)
            found.contact = std::move(contact);
    if (!found.contact)
        return Error{.kind = Err::missing};
    return found;
}

struct Form
{
    FormValues values = {};
    std::vector<FieldError> errors = {};
    std::optional<Error> refused = {};
};

http::Response contact_page(const Context& context, const Found& found, Form form)
{
    const auto back = edit_path(found.organisation.id);
    const auto own = back + "/ansprechpersonen/" + (found.contact ? found.contact->id.text() : "neu");
    auto fields = contact_fields(context, found.draft(), found.viewer);
    fields.push_back({.name = "version", .label = "", .input = web::Input::hidden});
    form.values.set("version", std::to_string(found.contact ? found.contact->version : 0));
    html::Page page;
    const int status = web::form_status(form.errors, form.refused);
    web::show_refused(page, context, form.refused);
    page.set("FORM", web::draw_form(context,
                                    {.action = own,
                                     .pattern = std::string(found.contact ? contact_pattern : new_pattern),
                                     .submit = context.t("Speichern"_de),
                                     .cancel = back},
                                    fields, form.values, form.errors));
    if (found.contact)
        page.add("REMOVE").set("BUTTON",
                               web::draw_button(context, {.action = own + "/entfernen",
                                                          .pattern = std::string(remove_pattern),
                                                          .submit = context.t("Ansprechperson entfernen"_de),
                                                          .danger = true}));
    const auto title = found.contact ? found.contact->data.name : context.t("Neue Ansprechperson"_de);
    page.set("HEADING", title);
    return web::page(context,
                     {.title = title,
                      .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"},
                                 {context.t("Vereine und Firmen"_de), std::string(desk_path)},
                                 {found.organisation.entry.name, back}},
                      .index = false},
                     context.render("organisation_contact", page), status);
}

// The form shows contact data; unless everybody sees them anyway, that is written down first.
Result<Found> find_to_show(const Context& context)
{
    return context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Found> {
        auto found = TRY(find(context, tx));
        if (found.contact && !found.contact->is_for_everybody())
            record_contact_view(tx, context, found.contact->id);
        return found;
    });
}

Result<http::Response> show(Context& context)
{
    const auto found = TRY(find_to_show(context));
    return contact_page(context, found, {.values = values_of(found.draft(), found.viewer)});
}

Result<Done> save(const Context& context, const FormValues& values, std::int64_t version)
{
    return context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        const auto found = TRY(find(context, tx));
        const auto draft = contact_from(values, found);
        if (found.contact)
            return update_contact(tx, context.network.id, found.contact->id, version, draft,
                                  author_of(context));
        const auto added =
            add_contact(tx, context.network.id, found.organisation.id, draft, author_of(context));
        if (!added)
            return added.error();
        return Done{};
    });
}

Result<http::Response> post(Context& context)
{
    const auto found = TRY(context.pool().read([&](db::Reader& reader) { return find(context, reader); }));
    const auto sent = web::read_form(context, contact_fields(context, found.draft(), found.viewer));
    if (!sent.ok())
        return contact_page(context, found, {.values = sent.values, .errors = sent.errors});
    const auto version = web::sent_version(context);
    const auto saved = save(context, sent.values, version);
    if (saved)
        return web::redirect_with_notice(context, edit_path(found.organisation.id), "Gespeichert."_de);
    if (saved.error().kind == Err::missing)
        return saved.error();
    const auto now = TRY(context.pool().read([&](db::Reader& reader) { return find(context, reader); }));
    Form form{.values = sent.values, .errors = saved.error().fields};
    if (saved.error().kind != Err::invalid)
        form.refused = saved.error();
    return contact_page(context, now, std::move(form));
}

Result<http::Response> post_remove(Context& context)
{
    const auto removed = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<OrganisationId> {
        const auto found = TRY(find(context, tx));
        const auto done = remove_contact(tx, context.network.id, found.contact->id, author_of(context));
        if (!done)
            return done.error();
        return found.organisation.id;
    });
    if (!removed)
        return removed.error();
    return web::redirect_with_notice(context, edit_path(*removed),
                                     "Entfernt. Auch im Verlauf steht die Person nicht mehr."_de);
}

} // namespace

void add_contact_pages(web::Site& site)
{
    site.get(std::string(new_pattern), web::Access::entry_editors(), show);
    site.post(std::string(new_pattern), web::Access::entry_editors(), post);
    site.get(std::string(contact_pattern), web::Access::entry_editors(), show);
    site.post(std::string(contact_pattern), web::Access::entry_editors(), post);
    site.post(std::string(remove_pattern), web::Access::entry_editors(), post_remove);
}

} // namespace dorfnetz::organisations
