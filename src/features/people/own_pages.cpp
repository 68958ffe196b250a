#include "features/people/own_pages.hpp"
#include "features/people/consents.hpp"
#include "features/people/own_data.hpp"
#include "features/people/own_links.hpp"
#include "features/people/people_pages.hpp"
#include "features/people/people_store.hpp"
#include "foundation/core/log.hpp"
#include "foundation/web/home.hpp"

#include <algorithm>
#include <fmt/format.h>

// "Meine Daten": what everybody may ask of us, without an account and without asking anybody.
namespace dorfnetz::people {

namespace {

using web::Context;
using web::Field;
using web::Input;

constexpr std::string_view token_pattern = "/meine-daten/{token}";

// ---- Asking for the link ----

std::vector<Field> ask_fields(const Context& context)
{
    return {{.name = "email",
             .label = context.t("Deine E-Mail-Adresse"_de),
             .input = Input::email,
             .required = true,
             .help = context.t("Die, die du uns gegeben hast."_de),
             .autocomplete = "email"}};
}

http::Response ask_page(const Context& context, const web::FormValues& values,
                        const std::vector<FieldError>& errors, int status = 200)
{
    html::Page page;
    page.set("FORM", web::draw_form(
                         context, {.action = std::string(own_path), .submit = context.t("Link schicken"_de)},
                         ask_fields(context), values, errors))
        .set("CONTACT_URL", context.url("/kontakt"));
    return web::page(context, {.title = context.t("Meine Daten"_de), .index = false},
                     context.render("own_ask", page), status);
}

Result<http::Response> show_ask(Context& context)
{
    return ask_page(context, {}, {});
}

// The same for everybody: nothing is looked up before the answer.
Result<http::Response> take_ask(Context& context, OwnDoor& door)
{
    const auto sent = web::read_form(context, ask_fields(context));
    if (!sent.ok())
        return ask_page(context, sent.values, sent.errors, 422);
    if (!web::is_at_home(context)) {
        log::warning(
            "no link to somebody's own page is sent for a host that is not ours; set public_address");
        return Error{Err::unavailable,
                     "Von dieser Adresse aus können wir keine Links verschicken. Sag bitte der Koordination "
                     "Bescheid."_de};
    }
    if (const auto asked = ask_for_own_page(door, context, sent.values.text("email")); !asked)
        return ask_page(context, sent.values, {{"email", asked.error().text}},
                        web::status_of(asked.error().kind));
    return web::redirect_with_notice(
        context, own_path,
        "Stehst du mit dieser Adresse bei uns, ist gleich ein Link in deinem Postfach. Er gilt 24 Stunden."_de);
}

// ---- Whose page it is ----

Error link_is_over()
{
    return {.kind = Err::missing,
            .text = "Dieser Link gilt nicht mehr. Lass dir unter „Meine Daten“ einen neuen schicken."_de};
}

std::string token_path(const Context& context)
{
    return fmt::format("{}/{}", own_path, context.parameter("token"));
}

} // namespace

std::string own_person_path(const Context& context, const PersonId& id)
{
    return fmt::format("{}/{}", token_path(context), id.text());
}

std::string own_path_here(const Context& context)
{
    return own_person_path(context, PersonId(context.parameter("id")));
}

// The person in the address, if the link opens their entry.
Result<Person> own_person(db::Reader& reader, const Context& context)
{
    const PersonId id(context.parameter("id"));
    const auto people = people_of_own_link(reader, context, context.parameter("token"));
    if (std::find(people.begin(), people.end(), id) == people.end())
        return link_is_over();
    auto person = store::by_id(reader, context.network.id, id);
    if (!person)
        return link_is_over();
    // The link went to the address of the entry, and ends when that changes.
    person->confirmed_email = person->data.email;
    return std::move(*person);
}

Result<Person> acting_person(db::Tx& tx, const Context& context)
{
    auto person = TRY(own_person(tx, context));
    confirm_mailbox(tx, context.network.id, person.id);
    return person;
}

namespace {

Result<http::Response> choose(Context& context)
{
    const auto people = context.pool().read([&](db::Reader& reader) {
        std::vector<Person> found;
        for (const auto& id : people_of_own_link(reader, context, context.parameter("token")))
            if (auto person = store::by_id(reader, context.network.id, id))
                found.push_back(std::move(*person));
        return found;
    });
    if (people.empty())
        return link_is_over();
    if (people.size() == 1)
        return web::redirect(context, own_person_path(context, people.front().id));
    html::Page page;
    for (const auto& person : people)
        page.add("PERSON")
            .set("PERSON_URL", context.url(own_person_path(context, person.id)))
            .set("NAME", person.data.name());
    return web::page(context, {.title = context.t("Meine Daten"_de), .index = false},
                     context.render("own_choice", page));
}

// ---- The page ----

html::Safe button(const Context& context, std::string_view action, German label,
                  const std::vector<std::pair<std::string, std::string>>& hidden = {})
{
    return web::draw_button(context,
                            {.action = fmt::format("{}/{}", own_path_here(context), action),
                             .pattern = fmt::format("{}/{}", own_person_pattern, action),
                             .submit = context.t(label),
                             .plain = true},
                            hidden);
}

// What somebody can say yes or no to: what they were asked, and what can be asked.
std::vector<Purpose> shown_purposes(const Person& person)
{
    std::vector<Purpose> shown;
    for (const auto purpose : all_purposes) {
        const bool offered =
            std::find(offered_purposes.begin(), offered_purposes.end(), purpose) != offered_purposes.end() ||
            purpose == Purpose::register_ || purpose == Purpose::special_fields;
        if (offered || person.agreed_to(purpose))
            shown.push_back(purpose);
    }
    return shown;
}

// The wording that the person agreed to, which may be an older one; otherwise what they would agree to today.
std::string wording_for(const Context& context, const OwnData& data, Purpose purpose)
{
    for (const auto& consent : data.consents)
        if (consent.purpose == purpose && !consent.withdrawn_at)
            return consent.text;
    return consent_text(purpose, context.network.name, context.language);
}

void add_purposes(html::Page& page, const Context& context, const OwnData& data)
{
    const auto& person = data.person;
    for (const auto purpose : shown_purposes(person)) {
        const bool agreed = person.agreed_to(purpose);
        const std::vector<std::pair<std::string, std::string>> hidden{
            {"zweck", std::string(to_text(purpose))}};
        page.add("PURPOSE")
            .set("LABEL", purpose_label(purpose, context.language))
            .set("CONSENT_TEXT", wording_for(context, data, purpose))
            .set("STATE", context.t(agreed ? "erlaubt"_de : "nicht erlaubt"_de))
            .set("COLOUR", agreed ? "pine" : "")
            .set("BUTTON", agreed ? button(context, "zuruecknehmen", "Zurücknehmen"_de, hidden)
                                  : button(context, "erlauben", "Erlauben"_de, hidden));
    }
}

void add_sections(html::Page& page, const Context& context, const OwnData& data)
{
    for (const auto& section : data.sections) {
        const bool is_entry = &section == &data.sections.front();
        auto values = page.add(is_entry ? "ENTRY" : "SECTION");
        values.set("HEADING", section.heading);
        if (!is_entry)
            values.set("COUNT", i18n::format_number(context.language, std::ssize(section.entries)));
        for (const auto& entry : section.entries) {
            auto list = values.add("LIST");
            for (const auto& [label, text] : entry)
                list.add("FACT").set("LABEL", label).set("TEXT", text);
        }
    }
}

void add_actions(html::Page& page, const Context& context, const Person& person)
{
    const auto link = [&](std::string_view path, German text) {
        page.add("LINK")
            .set("LINK_URL", context.url(fmt::format("{}/{}", own_path_here(context), path)))
            .set("LINK_TEXT", context.t(text));
    };
    link("aendern", "Etwas ändern"_de);
    link("daten.pdf", "Alles zum Ausdrucken (PDF)"_de);
    link("daten.json", "Alles als Datei für andere Programme (JSON)"_de);
    if (person.rests())
        page.add("ACTION").set("BUTTON", button(context, "freigeben", "Wieder freigeben"_de));
    else
        link("ruhen", "Ruhen lassen oder widersprechen"_de);
    link("loeschen", "Alles löschen"_de);
}

Result<http::Response> show_own(Context& context, const Elsewheres& elsewhere)
{
    html::Safe parts;
    auto found_data = context.pool().read([&](db::Reader& reader) -> Result<OwnData> {
        const auto person = TRY(own_person(reader, context));
        parts = context.site.parts(own_page_parts, context, reader, person.id.text());
        return own_data_of(reader, context, person, elsewhere);
    });
    const auto data = TRY(std::move(found_data));
    const auto& person = data.person;
    html::Page page;
    page.set("NAME", person.data.name()).set("PARTS", parts);
    if (person.is_locked())
        page.add("LOCKED")
            .set("LOCK_ICON", web::icon("lock"))
            .set("LOCK_TEXT", lock_text(context, person.lock));
    add_purposes(page, context, data);
    add_sections(page, context, data);
    add_actions(page, context, person);
    return web::page(context, {.title = context.t("Meine Daten"_de), .index = false},
                     context.render("own_page", page));
}

Result<http::Response> download_own(Context& context, const Elsewheres& elsewhere, bool as_letter)
{
    auto found_data = context.pool().read([&](db::Reader& reader) -> Result<OwnData> {
        return own_data_of(reader, context, TRY(own_person(reader, context)), elsewhere);
    });
    const auto data = TRY(std::move(found_data));
    const auto name = fmt::format("meine-daten-{}", to_iso(context.today()));
    if (as_letter)
        return web::download(TRY(letter_with(context, data)), "application/pdf", name + ".pdf");
    return web::download(json_of(context, data), "application/json", name + ".json");
}

} // namespace

void add_own_pages(web::Site& site, const Elsewheres& elsewhere)
{
    const auto everyone = web::Access::everyone();
    const std::string person(own_person_pattern);
    const auto door = std::make_shared<OwnDoor>();
    site.get(std::string(own_path), everyone, show_ask);
    site.post(std::string(own_path), everyone, [door](Context& context) { return take_ask(context, *door); });
    site.get(std::string(token_pattern), everyone, choose);
    site.get(person, everyone, [elsewhere](Context& context) { return show_own(context, elsewhere); });
    site.get(person + "/daten.pdf", everyone,
             [elsewhere](Context& context) { return download_own(context, elsewhere, true); });
    site.get(person + "/daten.json", everyone,
             [elsewhere](Context& context) { return download_own(context, elsewhere, false); });
    add_own_change_pages(site, elsewhere);
    using Where = web::NavigationEntry::Where;
    site.add(web::NavigationEntry{.where = Where::legal,
                                  .order = 21,
                                  .path = std::string(own_path),
                                  .label = "Meine Daten"_de,
                                  .access = everyone});
}

} // namespace dorfnetz::people
