#include "accounts/audit.hpp"
#include "accounts/policy.hpp"
#include "features/notes/api.hpp"
#include "features/people/consents.hpp"
#include "features/people/duplicates.hpp"
#include "features/people/history.hpp"
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

enum class ContactData { hidden, shown };

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

std::string lock_text(const Context& context, const Person& person)
{
    return context.t(person.lock == Lock::withdrawn ? "Einwilligung zurückgenommen"_de
                                                    : "Einwilligung fehlt"_de);
}

void add_facts(html::Page& page, const Context& context, const Shown& shown)
{
    const auto& data = shown.person.data;
    const auto number = [](const std::optional<std::int64_t>& value) {
        return value ? std::to_string(*value) : std::string();
    };
    const std::vector<std::pair<German, std::string>> facts{
        {"Wohnt in"_de, village_name(shown.places, data.village)},
        {"Geburtsjahr"_de, number(data.birth_year)},
        {"Aufgaben"_de, words(context.language, "tasks", data.tasks)},
        {"Einsatzfelder"_de, words(context.language, "fields", data.fields)},
        {"Besondere Fähigkeiten"_de, join(data.skills, ", ")},
        {"Einsatzgebiet"_de, area_text(context.language, shown.places, data.area)},
        {"Wann ist Zeit?"_de, times_text(context.language, data.free_times)},
        {"Stunden im Monat"_de, number(data.hours_per_month)},
        {"Unterwegs mit"_de, words(context.language, "mobility", data.mobility)},
        {"Sprachen"_de, words(context.language, "languages", data.languages)},
        {"Will erreicht werden"_de,
         words(context.language, "contact_ways", {std::string(to_text(data.reach))})},
        {"Notiz"_de, data.notes},
        {"Eingetragen von"_de, shown.person.on_behalf},
        {"Im Register seit"_de,
         i18n::format_date(context.region(), i18n::local_date(context.region(), shown.person.created_at),
                           i18n::DateStyle::plain)},
    };
    for (const auto& [label, text] : facts)
        if (!text.empty())
            page.add("FACT").set("LABEL", context.t(label)).set("TEXT", text);
}

void add_contact(html::Page& page, const Context& context, const Shown& loaded, ContactData shown)
{
    const auto& person = loaded.person;
    if (shown == ContactData::hidden) {
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
    for (const auto* number : {&data.phone, &data.mobile})
        if (!number->empty())
            contact.add("PHONE")
                .set("PHONE_ICON", web::icon("phone"))
                .set("PHONE_URL", html::Url::tel(*number))
                .set("PHONE_TEXT", phone::format(*number));
    if (!data.email.empty())
        contact.add("MAIL")
            .set("MAIL_ICON", web::icon("mail"))
            .set("MAIL_URL", html::Url::mailto(data.email))
            .set("MAIL_TEXT", data.email);
    if (const auto lines = address_lines(data); !lines.empty())
        contact.add("ADDRESS").set("HOME_ICON", web::icon("home")).set("ADDRESS_TEXT", join(lines, ", "));
    contact.show_if(data.phone.empty() && data.mobile.empty() && data.email.empty() &&
                        address_lines(data).empty(),
                    "UNREACHABLE");
}

// What was said to a person is as private as the number under which it was said.
void add_notes(html::Page& page, const Context& context, const PersonId& id, ContactData shown)
{
    if (shown == ContactData::hidden)
        return;
    page.add("NOTES_SHOWN").set("NOTES", context.pool().read([&](db::Reader& reader) {
        return notes::draw_notes(context, reader, note_subject(id), person_path(id) + "/notiz",
                                 std::string(note_pattern));
    }));
}

void add_consents(html::Page& page, const Context& context, const std::vector<Consent>& consents)
{
    if (consents.empty())
        return;
    auto list = page.add("CONSENTS");
    for (const auto& consent : consents) {
        auto row = list.add("CONSENT");
        row.set("WHEN", i18n::format_date(context.region(), consent.given_on, i18n::DateStyle::plain))
            .set("WAY", words(context.language, "consent_ways", {std::string(to_text(consent.way))}))
            .set("CONSENT_TEXT", consent.text);
        if (!consent.paper_number.empty())
            row.add("NUMBER").set("PAPER_NUMBER", consent.paper_number);
        if (!consent.note.empty())
            row.add("NOTED").set("CONSENT_NOTE", consent.note);
        if (consent.withdrawn_at)
            row.add("WITHDRAWN")
                .set("WITHDRAWN_TEXT",
                     context.t("zurückgenommen am {1}"_de,
                               {i18n::format_date(context.region(),
                                                  i18n::local_date(context.region(), *consent.withdrawn_at),
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
    if (person.is_locked())
        link(path + "/einwilligung", "Einwilligung eintragen"_de);
    if (accounts::may(context.actor, accounts::Right::read_audit_log, {}))
        link("/redaktion/protokoll?ueber=person:" + person.id.text(), "Wer hat nachgesehen?"_de);
    if (may_review(context))
        link(path + "/loeschen", "Löschen"_de);
}

http::Response person_page(const Context& context, const Shown& shown, ContactData contact)
{
    const auto& person = shown.person;
    html::Page page;
    page.set("NAME", person.data.name())
        .set("ALIKE", html::Safe())
        .set("CONSENT_FORM", html::Safe())
        .set("BUTTONS", html::Safe())
        .show_if(person.data.is_example, "EXAMPLE");
    if (person.is_locked())
        page.add("LOCKED").set("LOCK_ICON", web::icon("lock")).set("LOCK_TEXT", lock_text(context, person));
    else
        page.set("BUTTONS", web::draw_button(context, {.action = person_path(person.id) + "/zuruecknehmen",
                                                       .pattern = "/redaktion/engagierte/{id}/zuruecknehmen",
                                                       .submit = context.t("Einwilligung zurücknehmen"_de)}));
    if (!shown.alike.empty())
        page.set("ALIKE", alike_list(context, shown.alike));
    add_facts(page, context, shown);
    add_contact(page, context, shown, contact);
    add_notes(page, context, person.id, contact);
    add_consents(page, context, shown.consents);
    add_links(page, context, person);
    return web::page(context, {.title = person.data.name(), .crumbs = crumbs_of(context), .index = false},
                     context.render("person_show", page));
}

Result<http::Response> show_person(Context& context)
{
    const auto shown = TRY(context.pool().read([&](db::Reader& reader) { return load(reader, context); }));
    return person_page(context, shown, ContactData::hidden);
}

// The audit row is committed before the answer is made, so that nobody sees what is not written down.
Result<http::Response> show_contact(Context& context)
{
    const auto shown = context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Shown> {
        auto found = TRY(load(tx, context));
        if (!may_see_contact(context.actor, found.person))
            return Error{.kind = Err::missing};
        record_contact_view(tx, context, found.person.id);
        return found;
    });
    return person_page(context, TRY(shown), ContactData::shown);
}

Result<http::Response> save_note(Context& context)
{
    const auto saved = context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        const auto person = TRY(visible_person(tx, context, id_of(context)));
        if (!may_see_contact(context.actor, person))
            return Error{.kind = Err::missing};
        return notes::save_sent(tx, context, note_subject(person.id));
    });
    if (!saved && saved.error().kind == Err::invalid)
        return web::redirect_with_notice(context, person_path(id_of(context)),
                                         "Die Notiz war leer oder der Tag nicht zu lesen."_de);
    TRY(saved);
    return web::redirect_with_notice(context, person_path(id_of(context)), "Gespeichert."_de);
}

Result<http::Response> withdraw_for_person(Context& context)
{
    const auto withdrawn = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        const auto person = TRY(visible_person(tx, context, id_of(context)));
        return withdraw_consent(tx, context.network.id, person.id, author_of(context));
    });
    TRY(withdrawn);
    return web::redirect_with_notice(context, list_path,
                                     "Die Einwilligung ist zurückgenommen, der Eintrag ist gesperrt."_de);
}

// ---- History ----

std::string action_text(const Context& context, std::string_view action)
{
    if (action == "created")
        return context.t("Eintrag angelegt"_de);
    if (action == "consent_given")
        return context.t("Einwilligung eingetragen"_de);
    if (action == "consent_withdrawn")
        return context.t("Einwilligung zurückgenommen"_de);
    if (action == "merged")
        return context.t("Mit einem doppelten Eintrag zusammengeführt"_de);
    return context.t("Geändert"_de);
}

// Ids and keys as words; what is none of them stays.
std::string value_text(const Context& context, const std::vector<Village>& places, const Change& change,
                       const std::string& value)
{
    static const std::map<std::string, std::string_view, std::less<>> lists{{"felder", "fields"},
                                                                            {"aufgaben", "tasks"},
                                                                            {"unterwegs", "mobility"},
                                                                            {"sprachen", "languages"},
                                                                            {"weg", "contact_ways"}};
    if (const auto list = lists.find(change.field); list != lists.end())
        return words(context.language, list->second, split_list(value, ","));
    auto text = value;
    if (change.field == "dorf" || change.field == "gebiet")
        for (const auto& place : places)
            text = replace_all(std::move(text), place.id.text(), place.name);
    if (change.field == "telefon" || change.field == "mobil")
        text = phone::format(text);
    return text == "*" ? context.t("ganzes Netzwerk"_de) : text;
}

std::string label_of(const std::vector<web::Field>& fields, const Context& context, std::string_view name)
{
    for (const auto& field : fields)
        if (field.name == name)
            return field.label;
    return context.t("Einsatzgebiet"_de);
}

bool is_contact_field(std::string_view field)
{
    constexpr std::array<std::string_view, 6> fields{"telefon", "mobil", "mail", "strasse", "plz", "ort"};
    return std::find(fields.begin(), fields.end(), field) != fields.end();
}

Result<http::Response> show_history(Context& context)
{
    struct Loaded
    {
        Person person;
        std::vector<Village> places;
        std::vector<HistoryEntry> entries;
    };

    auto read = context.pool().read([&](db::Reader& reader) -> Result<Loaded> {
        auto person = TRY(visible_person(reader, context, id_of(context)));
        auto entries = history_of(reader, context.network.id, person.id);
        return Loaded{std::move(person), villages::all_places(reader, context.network.id),
                      std::move(entries)};
    });
    const auto loaded = TRY(std::move(read));
    const auto fields = entry_fields(context, loaded.places, Audience::editor);
    html::Page page;
    page.set("NAME", loaded.person.data.name());
    for (const auto& entry : loaded.entries) {
        auto row = page.add("ROW");
        row.set("WHEN", i18n::format_moment(context.region(), entry.at))
            .set("WHO", entry.actor_name)
            .set("ACTION", action_text(context, entry.action));
        if (entry.change.field.empty())
            continue;
        auto change = row.add("CHANGE");
        change.set("LABEL", label_of(fields, context, entry.change.field));
        // Old numbers are contact data too, and this page writes no audit row.
        if (is_contact_field(entry.change.field))
            continue;
        const auto before = value_text(context, loaded.places, entry.change, entry.change.before);
        const auto after = value_text(context, loaded.places, entry.change, entry.change.after);
        if (!before.empty())
            change.add("BEFORE").set("OLD", before);
        if (!after.empty())
            change.add("AFTER").set("NEW", after);
    }
    return web::page(context,
                     {.title = context.t("Verlauf"_de), .crumbs = crumbs_of(context), .index = false},
                     context.render("person_history", page));
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

Result<http::Response> erase_person(Context& context)
{
    const auto erased = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        const auto person = TRY(visible_person(tx, context, id_of(context)));
        erase(tx, context.network.id, person.id);
        // That somebody was erased is kept, not who it was.
        accounts::record(tx,
                         {.network = context.network.id,
                          .user = context.actor.user,
                          .action = "person.erased",
                          .subject_kind = "network",
                          .subject = context.network.id.text()},
                         context.environment.clock, context.environment.random);
        return Done{};
    });
    TRY(erased);
    return web::redirect_with_notice(context, list_path, "Der Eintrag ist gelöscht."_de);
}

} // namespace

void add_person_pages(web::Site& site)
{
    const auto path = std::string(list_path) + "/{id}";
    site.get(path, web::Access::editors(), show_person);
    site.post(std::string(contact_pattern), web::Access::editors(), show_contact);
    site.post(path + "/zuruecknehmen", web::Access::editors(), withdraw_for_person);
    site.get(path + "/verlauf", web::Access::editors(), show_history);
    site.get(path + "/loeschen", web::Access::coordinator(), ask_before_erasing);
    site.post(path + "/loeschen", web::Access::coordinator(), erase_person);
    site.post(std::string(note_pattern), web::Access::editors(), save_note);
}

} // namespace dorfnetz::people
