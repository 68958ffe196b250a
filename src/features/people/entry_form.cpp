#include "features/people/people_pages.hpp"
#include "features/people/person.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/phone/phone.hpp"

namespace dorfnetz::people {

namespace {

using web::Choice;
using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

constexpr std::string_view lives_elsewhere = "woanders";

std::vector<Choice> choices_of(const Context& context, std::string_view list)
{
    std::vector<Choice> choices;
    for (const auto& entry : vocabularies::entries(list))
        choices.push_back({entry.key, entry.label(context.language)});
    return choices;
}

std::vector<Choice> village_choices(const std::vector<Village>& places)
{
    std::vector<Choice> choices;
    for (const auto& place : places)
        if (place.in_network)
            choices.push_back({place.id.text(), place.name});
    return choices;
}

// One question for both audiences, in "du" to the person, plainly to the editor.
struct Asked
{
    const Context& context;
    Audience audience;

    std::string operator()(German stranger, German editor) const
    {
        return context.t(audience == Audience::stranger ? stranger : editor);
    }
};

void add_who(std::vector<Field>& fields, const Asked& ask, const std::vector<Village>& places)
{
    const auto& context = ask.context;
    auto homes = village_choices(places);
    homes.push_back({std::string(lives_elsewhere), context.t("woanders"_de)});
    fields.push_back(
        {.name = "wer", .label = ask("Wer bist du?"_de, "Wer ist es?"_de), .input = Input::heading});
    fields.push_back(
        {.name = "vorname", .label = context.t("Vorname"_de), .longest = 80, .autocomplete = "given-name"});
    fields.push_back({.name = "nachname",
                      .label = context.t("Nachname"_de),
                      .required = true,
                      .longest = 80,
                      .autocomplete = "family-name"});
    if (ask.audience == Audience::editor)
        fields.push_back({.name = "jahr",
                          .label = context.t("Geburtsjahr"_de),
                          .input = Input::number,
                          .help = context.t("Nur, um Namensgleiche zu unterscheiden."_de),
                          .least = 1900,
                          .most = static_cast<int>(context.today().year())});
    fields.push_back({.name = "dorf",
                      .label = ask("Wo wohnst du?"_de, "Wohnt in"_de),
                      .input = Input::one_of,
                      .required = true,
                      .choices = std::move(homes)});
}

void add_reach(std::vector<Field>& fields, const Asked& ask)
{
    const auto& context = ask.context;
    fields.push_back({.name = "erreichen",
                      .label = ask("Wie erreichen wir dich?"_de, "Wie zu erreichen?"_de),
                      .input = Input::heading});
    fields.push_back({.name = "telefon",
                      .label = context.t("Telefon"_de),
                      .input = Input::phone,
                      .help = context.t("So, wie du sie aufschreibst, zum Beispiel 03493 12 34 5."_de),
                      .longest = 40,
                      .autocomplete = "tel"});
    fields.push_back({.name = "mobil",
                      .label = context.t("Handy"_de),
                      .input = Input::phone,
                      .longest = 40,
                      .autocomplete = "off"});
    fields.push_back(
        {.name = "mail", .label = context.t("E-Mail"_de), .input = Input::email, .autocomplete = "email"});
    fields.push_back({.name = "strasse",
                      .label = context.t("Straße und Hausnummer"_de),
                      .longest = 120,
                      .autocomplete = "address-line1"});
    fields.push_back(
        {.name = "plz", .label = context.t("Postleitzahl"_de), .longest = 12, .autocomplete = "postal-code"});
    fields.push_back(
        {.name = "ort", .label = context.t("Ort"_de), .longest = 80, .autocomplete = "address-level2"});
    fields.push_back({.name = "weg",
                      .label = ask("Wie sollen wir uns melden?"_de, "Will erreicht werden"_de),
                      .input = Input::one_of,
                      .choices = choices_of(context, "contact_ways")});
}

void add_interests(std::vector<Field>& fields, const Asked& ask)
{
    const auto& context = ask.context;
    fields.push_back({.name = "was",
                      .label = ask("Was machst du gern?"_de, "Was macht die Person gern?"_de),
                      .input = Input::heading});
    fields.push_back({.name = "aufgaben",
                      .label = context.t("Aufgaben"_de),
                      .input = Input::many_of,
                      .choices = choices_of(context, "tasks")});
    fields.push_back({.name = "felder",
                      .label = context.t("Einsatzfelder"_de),
                      .input = Input::many_of,
                      .choices = choices_of(context, "fields")});
    if (ask.audience == Audience::stranger) {
        auto box = consent_box(context, Purpose::special_fields);
        box.help = context.t("Nur nötig bei Gesundheit, Politik, beruflichen Interessen und Kirche."_de);
        fields.push_back(std::move(box));
    }
    fields.push_back({.name = "koennen",
                      .label = ask("Was kannst du besonders gut?"_de, "Besondere Fähigkeiten"_de),
                      .help = context.t("Mit Komma getrennt, zum Beispiel: Akkordeon, Motorsäge."_de),
                      .longest = 400});
    fields.push_back({.name = "notiz",
                      .label = ask("Was sollen wir noch wissen?"_de, "Notiz"_de),
                      .input = Input::long_text,
                      .help = context.t("Bitte nichts über Gesundheit, Glauben oder Politik."_de),
                      .longest = 2000});
}

void add_area(std::vector<Field>& fields, const Asked& ask, const std::vector<Village>& places)
{
    const auto& context = ask.context;
    fields.push_back(
        {.name = "wo", .label = ask("Wo willst du helfen?"_de, "Einsatzgebiet"_de), .input = Input::heading});
    fields.push_back({.name = "gebiet_doerfer",
                      .label = context.t("In diesen Dörfern"_de),
                      .input = Input::many_of,
                      .help = context.t("Ohne Angabe: im Dorf, in dem du wohnst."_de),
                      .choices = village_choices(places)});
    fields.push_back({.name = "umkreis_km",
                      .label = context.t("Im Umkreis von … km um mein Dorf"_de),
                      .input = Input::number,
                      .least = 1,
                      .most = 500});
    fields.push_back({.name = "ueberall", .label = context.t("Im ganzen Netzwerk"_de), .input = Input::yes});
    fields.push_back({.name = "unterwegs",
                      .label = ask("Wie bist du unterwegs?"_de, "Unterwegs mit"_de),
                      .input = Input::many_of,
                      .choices = choices_of(context, "mobility")});
    fields.push_back({.name = "sprachen",
                      .label = ask("Welche Sprachen sprichst du?"_de, "Sprachen"_de),
                      .input = Input::many_of,
                      .choices = choices_of(context, "languages")});
}

void add_times(std::vector<Field>& fields, const Asked& ask)
{
    const auto& context = ask.context;
    fields.push_back({.name = "wann",
                      .label = ask("Wann hast du Zeit?"_de, "Wann ist Zeit?"_de),
                      .input = Input::heading});
    fields.push_back({.name = "zeiten",
                      .label = context.t("Wochentag und Tageszeit"_de),
                      .input = Input::grid,
                      .choices = choices_of(context, "weekdays"),
                      .columns = choices_of(context, "times_of_day")});
    fields.push_back({.name = "stunden",
                      .label = context.t("Stunden im Monat, ungefähr"_de),
                      .input = Input::number,
                      .least = 0,
                      .most = 744});
}

std::vector<FreeTime> times_from(const std::vector<std::string>& values)
{
    std::vector<FreeTime> times;
    for (const auto& value : values)
        if (const auto dot = value.find('.'); dot != std::string::npos)
            times.push_back({value.substr(0, dot), value.substr(dot + 1)});
    return times;
}

Area area_from(const FormValues& values, const PersonDraft& draft, const Area& before)
{
    Area area;
    for (const auto& village : values.all("gebiet_doerfer"))
        area.villages.emplace_back(village);
    area.whole_network = values.has("ueberall");
    if (const auto radius = values.number("umkreis_km")) {
        // The form knows no other centre than the home; one that an import brought stays.
        area.around = before.around ? before.around : draft.village;
        area.radius_km = *radius;
    }
    return area;
}

std::string box_name(Purpose purpose)
{
    return purpose == Purpose::register_ ? "einwilligung" : "ja_" + std::string(to_text(purpose));
}

} // namespace

web::Field consent_box(const web::Context& context, Purpose purpose)
{
    return {.name = box_name(purpose),
            .label = consent_text(purpose, context.network.name, context.language),
            .input = Input::yes,
            .required = purpose == Purpose::register_,
            .mark_optional = false};
}

std::vector<Purpose> ticked_purposes(const web::FormValues& values)
{
    const auto fields = values.all("felder");
    const bool special = std::any_of(fields.begin(), fields.end(), is_special_field);
    std::vector<Purpose> ticked;
    for (const auto purpose : all_purposes)
        if (values.has(box_name(purpose)) && (special || purpose != Purpose::special_fields))
            ticked.push_back(purpose);
    return ticked;
}

std::vector<FieldError> special_fields_problems(const web::FormValues& values)
{
    const auto fields = values.all("felder");
    if (values.has(box_name(Purpose::special_fields)) ||
        std::none_of(fields.begin(), fields.end(), is_special_field))
        return {};
    return {{box_name(Purpose::special_fields), special_field}};
}

std::vector<web::Field> parent_fields(const web::Context& context)
{
    return {{.name = "eltern_name",
             .label = context.t("Name der Mutter oder des Vaters"_de),
             .help = context.t("Oder wer sonst das Sorgerecht hat."_de),
             .longest = 160,
             .mark_optional = false},
            {.name = "eltern_mail",
             .label = context.t("E-Mail der Eltern"_de),
             .input = Input::email,
             .help = context.t("Dorthin schicken wir einen Link zum Zustimmen."_de),
             .mark_optional = false},
            {.name = "eltern_telefon",
             .label = context.t("Oder Telefon der Eltern"_de),
             .input = Input::phone,
             .longest = 40,
             .mark_optional = false}};
}

std::vector<FieldError> parent_problems(const web::FormValues& values)
{
    std::vector<FieldError> problems;
    if (!values.has("eltern_name"))
        problems.push_back({"eltern_name", "Unter 16 brauchen wir den Namen von einem Elternteil."_de});
    if (!values.has("eltern_mail") && !values.has("eltern_telefon"))
        problems.push_back({"eltern_mail", "Gib eine E-Mail-Adresse oder ein Telefon der Eltern an."_de});
    return problems;
}

Parent parent_from(const web::FormValues& values)
{
    return {.name = values.text("eltern_name"),
            .email = values.text("eltern_mail"),
            .phone = values.text("eltern_telefon")};
}

std::vector<Field> entry_fields(const Context& context, const std::vector<Village>& places, Audience audience)
{
    const Asked ask{context, audience};
    std::vector<Field> fields;
    add_who(fields, ask, places);
    add_reach(fields, ask);
    add_interests(fields, ask);
    add_area(fields, ask, places);
    add_times(fields, ask);
    return fields;
}

void without_email(std::vector<Field>& fields, const std::string& note)
{
    for (auto& field : fields)
        if (field.name == "mail")
            field = {.name = "mail_hinweis", .label = note, .input = Input::note};
}

FormValues entry_values(const PersonDraft& draft, const accounts::Viewer& viewer)
{
    FormValues values;
    const auto number = [&](std::string_view name, const std::optional<std::int64_t>& value) {
        if (value)
            values.set(name, std::to_string(*value));
    };
    values.set("vorname", draft.given_name)
        .set("nachname", draft.family_name)
        .set("dorf", draft.village ? draft.village->text() : std::string(lives_elsewhere))
        .set("telefon", phone::format(draft.phone.seen_by(viewer)))
        .set("mobil", phone::format(draft.mobile.seen_by(viewer)))
        .set("mail", draft.email.seen_by(viewer))
        .set("strasse", draft.street.seen_by(viewer))
        .set("plz", draft.postal_code)
        .set("ort", draft.town)
        .set("weg", std::string(to_text(draft.reach)))
        .set("felder", draft.fields)
        .set("aufgaben", draft.tasks)
        .set("koennen", join(draft.skills, ", "))
        .set("unterwegs", draft.mobility)
        .set("sprachen", draft.languages)
        .set("notiz", draft.notes)
        .set("ueberall", std::string(draft.area.whole_network ? "1" : ""));
    number("jahr", draft.birth_year);
    number("stunden", draft.hours_per_month);
    if (draft.area.around)
        values.set("umkreis_km", std::to_string(draft.area.radius_km));
    std::vector<std::string> villages;
    for (const auto& village : draft.area.villages)
        villages.push_back(village.text());
    std::vector<std::string> times;
    for (const auto& time : draft.free_times)
        times.push_back(time.weekday + '.' + time.time_of_day);
    values.set("gebiet_doerfer", std::move(villages)).set("zeiten", std::move(times));
    return values;
}

PersonDraft entry_from(const FormValues& values, const PersonDraft& before)
{
    PersonDraft draft = before;
    draft.given_name = values.text("vorname");
    draft.family_name = values.text("nachname");
    draft.birth_year = values.number("jahr");
    const auto home = values.text("dorf");
    draft.village = home.empty() || home == lives_elsewhere ? std::nullopt : std::optional(VillageId(home));
    draft.phone = values.text("telefon");
    draft.mobile = values.text("mobil");
    draft.email = values.text("mail");
    draft.street = values.text("strasse");
    draft.postal_code = values.text("plz");
    draft.town = values.text("ort");
    draft.reach = contact_way_from_text(values.text("weg")).value_or(ContactWay::any);
    draft.fields = values.all("felder");
    draft.tasks = values.all("aufgaben");
    draft.skills = split_list(values.text("koennen"), ",;");
    draft.mobility = values.all("unterwegs");
    draft.languages = values.all("sprachen");
    draft.notes = values.text("notiz");
    draft.hours_per_month = values.number("stunden");
    draft.free_times = times_from(values.all("zeiten"));
    draft.area = area_from(values, draft, before.area);
    return tidied(std::move(draft));
}

} // namespace dorfnetz::people
