#include "accounts/audit.hpp"
#include "accounts/policy.hpp"
#include "features/notes/api.hpp"
#include "features/people/consents.hpp"
#include "features/people/duplicates.hpp"
#include "features/people/people_pages.hpp"
#include "features/people/people_store.hpp"
#include "foundation/core/text.hpp"
#include "foundation/phone/phone.hpp"

#include <fmt/format.h>

namespace dorfnetz::people {

namespace {

using web::Context;

constexpr std::string_view contact_pattern = "/redaktion/engagierte/{id}/kontakt";
constexpr std::string_view note_pattern = "/redaktion/engagierte/{id}/notiz";

// Who sees how to reach the person; nothing: hidden until asked for.
using ContactData = std::optional<accounts::Viewer>;

PersonId id_of(const Context& context)
{
    return PersonId(context.parameter("id"));
}

notes::Subject note_subject(const PersonId& id)
{
    return {.about = notes::About::person, .id = id.text()};
}

struct Shown
{
    Person person;
    std::vector<Village> places;
    std::vector<Consent> consents;
    std::vector<Duplicate> alike;
    std::size_t notes = 0;
};

Result<Shown> load(db::Reader& reader, const Context& context)
{
    Shown shown{.person = TRY(visible_person(reader, context, id_of(context))),
                .places = villages::all_places(reader, context.network.id),
                .consents = {},
                .alike = {},
                .notes = 0};
    shown.notes = notes::notes_of(reader, context.network.id, note_subject(shown.person.id)).size();
    shown.consents = consents_of(reader, context.network.id, shown.person.id);
    if (may_review(context))
        for (auto& duplicate : find_duplicates(reader, context.network.id, shown.person.data))
            if (duplicate.id != shown.person.id)
                shown.alike.push_back(std::move(duplicate));
    return shown;
}

void add_facts(html::Page& page, const Context& context, const Shown& shown)
{
    for (const auto& [label, text] : facts_of(context, shown.places, shown.person))
        page.add("FACT").set("LABEL", label).set("TEXT", text);
}

void add_contact(html::Page& page, const Context& context, const Shown& loaded, const ContactData& viewer)
{
    const auto& person = loaded.person;
    if (!viewer) {
        auto hidden = page.add("HIDDEN");
        if (loaded.notes > 0)
            hidden.add("NOTE_COUNT")
                .set("NOTES_TEXT", i18n::translate_count(context.language, "Eine Notiz steht dabei."_de,
                                                         "{1} Notizen stehen dabei."_de,
                                                         static_cast<std::int64_t>(loaded.notes)));
        hidden.set("CONTACT_BUTTON", web::draw_button(context, {.action = person_path(person.id) + "/kontakt",
                                                                .pattern = std::string(contact_pattern),
                                                                .submit = context.t("Kontakt anzeigen"_de)}));
        return;
    }
    const auto& data = person.data;
    auto contact = page.add("CONTACT");
    for (const auto* guarded : {&data.phone, &data.mobile})
        if (const auto& number = guarded->seen_by(*viewer); !number.empty())
            contact.add("PHONE")
                .set("PHONE_ICON", web::icon("phone"))
                .set("PHONE_URL", html::Url::tel(number))
                .set("PHONE_TEXT", phone::format(number));
    if (const auto& email = data.email.seen_by(*viewer); !email.empty())
        contact.add("MAIL")
            .set("MAIL_ICON", web::icon("mail"))
            .set("MAIL_URL", html::Url::mailto(email))
            .set("MAIL_TEXT", email);
    const auto lines = address_lines(data, *viewer);
    if (!lines.empty())
        contact.add("ADDRESS").set("HOME_ICON", web::icon("home")).set("ADDRESS_TEXT", join(lines, ", "));
    contact.show_if(data.phone.empty() && data.mobile.empty() && data.email.empty() && lines.empty(),
                    "UNREACHABLE");
}

// What was said to a person is as private as the number under which it was said.
void add_notes(html::Page& page, const Context& context, const PersonId& id, const ContactData& viewer)
{
    if (!viewer)
        return;
    page.add("NOTES_SHOWN").set("NOTES", context.pool().read([&](db::Reader& reader) {
        return notes::draw_notes(context, reader, note_subject(id), person_path(id) + "/notiz",
                                 std::string(note_pattern));
    }));
}

void add_consents(html::Page& page, const Context& context, const PersonId& id,
                  const std::vector<Consent>& consents)
{
    if (consents.empty())
        return;
    auto list = page.add("CONSENTS");
    for (const auto& consent : consents) {
        auto row = list.add("CONSENT");
        row.set("PURPOSE", purpose_label(consent.purpose, context.language))
            .set("WHEN", i18n::format_date(context.region(), consent.given_on, i18n::DateStyle::plain))
            .set("WAY", words(context.language, "consent_ways", {std::string(to_text(consent.way))}))
            .set("CONSENT_TEXT", consent.text);
        if (!consent.paper_number.empty())
            row.add("NUMBER").set("PAPER_NUMBER", consent.paper_number);
        if (!consent.note.empty())
            row.add("NOTED").set("CONSENT_NOTE", consent.note);
        if (!consent.parent_name.empty())
            row.add("PARENT").set("PARENT_NAME", consent.parent_name);
        if (!consent.withdrawn_at)
            row.add("IN_FORCE")
                .set("WITHDRAW_URL", context.url(person_path(id) + "/zuruecknehmen?zweck=" +
                                                 std::string(to_text(consent.purpose))));
        else
            row.add("WITHDRAWN")
                .set("WITHDRAWN_TEXT", context.t("zurückgenommen am {1}"_de,
                                                 {i18n::format_date(context.region(), *consent.withdrawn_at,
                                                                    i18n::DateStyle::plain)}));
    }
}

void add_links(html::Page& page, const Context& context, const Person& person)
{
    const auto path = person_path(person.id);
    const auto link = [&](const std::string& target, German text) {
        page.add("LINK").set("LINK_URL", context.url(target)).set("LINK_TEXT", context.t(text));
    };
    link(path + "/bearbeiten", "Bearbeiten"_de);
    link(path + "/verlauf", "Verlauf"_de);
    if (accounts::may(context.actor, accounts::Right::read_audit_log, {}))
        link("/redaktion/protokoll?ueber=person:" + person.id.text(), "Wer hat nachgesehen?"_de);
    if (!may_review(context))
        return;
    link(path + "/einwilligung", "Einwilligung eintragen"_de);
    if (person.lock == Lock::parent)
        link(path + "/eltern", "Ja der Eltern eintragen"_de);
    if (person.rests())
        link(path + "/freigeben", "Ruht nicht mehr"_de);
    link(path + "/fuehrungszeugnis", "Führungszeugnis"_de);
    link(path + "/auskunft.pdf", "Auskunft drucken"_de);
    link(path + "/loeschen", "Löschen"_de);
}

http::Response person_page(const Context& context, const Shown& shown, const ContactData& contact)
{
    const auto& person = shown.person;
    html::Page page;
    page.set("NAME", person.data.name())
        .set("ALIKE", html::Safe())
        .show_if(person.data.is_example, "EXAMPLE");
    if (person.is_locked())
        page.add("LOCKED")
            .set("LOCK_ICON", web::icon("lock"))
            .set("LOCK_TEXT", lock_text(context, person.lock));
    if (!shown.alike.empty())
        page.set("ALIKE", alike_list(context, shown.alike));
    add_facts(page, context, shown);
    add_contact(page, context, shown, contact);
    add_notes(page, context, person.id, contact);
    add_consents(page, context, person.id, shown.consents);
    add_links(page, context, person);
    return web::page(context, {.title = person.data.name(), .crumbs = crumbs_of(context), .index = false},
                     context.render("person_show", page));
}

Result<http::Response> show_person(Context& context)
{
    const auto shown = TRY(context.pool().read([&](db::Reader& reader) { return load(reader, context); }));
    return person_page(context, shown, std::nullopt);
}

// The audit row is committed before the answer is made, so that nobody sees what is not written down.
Result<http::Response> show_contact(Context& context)
{
    ContactData viewer;
    const auto shown = context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Shown> {
        auto found = TRY(load(tx, context));
        if (!may_see_contact(context.actor, found.person))
            return Error{.kind = Err::missing};
        viewer = record_contact_view(tx, context, found.person);
        return found;
    });
    return person_page(context, TRY(shown), viewer);
}

Result<http::Response> save_note(Context& context)
{
    const auto saved = context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<German> {
        const auto person = TRY(visible_person(tx, context, id_of(context)));
        if (!may_see_contact(context.actor, person))
            return Error{.kind = Err::missing};
        return notes::save_sent(tx, context, note_subject(person.id));
    });
    if (!saved && saved.error().kind == Err::invalid)
        return web::redirect_with_notice(context, person_path(id_of(context)), "Die Notiz war leer."_de);
    return web::redirect_with_notice(context, person_path(id_of(context)), TRY(saved));
}

// ---- Erasing ----

Result<http::Response> ask_before_erasing(Context& context)
{
    const auto person = TRY(context.pool().read(
        [&](db::Reader& reader) { return visible_person(reader, context, id_of(context)); }));
    html::Page note;
    note.set("KIND", "warn")
        .set("ICON", web::icon("warning"))
        .set("TEXT",
             context.t("{1} wird mit allen Einwilligungen, Angaben und dem Verlauf gelöscht. Das lässt "
                       "sich nicht rückgängig machen."_de,
                       {person.data.name()}));
    auto content = context.render("person_note", note);
    content += web::draw_form(context,
                              {.action = person_path(person.id) + "/loeschen",
                               .pattern = "/redaktion/engagierte/{id}/loeschen",
                               .submit = context.t("Endgültig löschen"_de),
                               .cancel = person_path(person.id),
                               .danger = true},
                              {}, {});
    return plain_page(context, context.t("Wirklich löschen?"_de), content);
}

Result<http::Response> erase_person(Context& context, const Elsewheres& elsewhere)
{
    const auto erased = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        const auto person = TRY(visible_person(tx, context, id_of(context)));
        erase(tx, context.network.id, person.id, elsewhere);
        note_erasure(tx, context);
        return Done{};
    });
    TRY(erased);
    return web::redirect_with_notice(context, list_path, "Der Eintrag ist gelöscht."_de);
}

} // namespace

void add_person_pages(web::Site& site, const Elsewheres& elsewhere)
{
    const auto path = std::string(list_path) + "/{id}";
    site.get(path, web::Access::editors(), show_person);
    site.post(std::string(contact_pattern), web::Access::editors(), show_contact);
    site.get(path + "/loeschen", web::Access::coordinator(), ask_before_erasing);
    site.post(path + "/loeschen", web::Access::coordinator(),
              [elsewhere](Context& context) { return erase_person(context, elsewhere); });
    site.post(std::string(note_pattern), web::Access::editors(), save_note);
}

} // namespace dorfnetz::people
