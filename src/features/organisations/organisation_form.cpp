#include "features/organisations/organisation_values.hpp"
#include "features/vocabularies/api.hpp"

#include <unordered_map>

namespace dorfnetz::organisations {

namespace {

using web::Choice;
using web::Context;
using web::Field;
using web::Input;

std::vector<Choice> words(const Context& context, std::string_view list)
{
    std::vector<Choice> choices;
    for (const auto& entry : vocabularies::entries(list))
        choices.push_back({entry.key, entry.label(context.language)});
    return choices;
}

enum class Places { in_network, all };

std::vector<Choice> place_choices(const std::vector<villages::Village>& places, Places which)
{
    std::vector<Choice> choices;
    for (const auto& place : places)
        if (which == Places::all || place.in_network)
            choices.push_back({place.id.text(), place.name});
    return choices;
}

// The fields that are plain texts: kind of input and help, where they are not the usual.
struct Look
{
    Input input = Input::text;
    German help = {};
    std::string autocomplete = {};
    bool required = false;
};

Field text_field(const Context& context, std::string_view name, const Look& look = {})
{
    Field field{.name = std::string(name),
                .label = context.t(label_of(name)),
                .input = look.input,
                .required = look.required,
                .help = look.help.empty() ? std::string() : context.t(look.help),
                .autocomplete = look.autocomplete};
    for (const auto& known : text_fields())
        if (known.name == name) {
            field.longest = known.longest;
            if (known.lines == TextField::Lines::several)
                field.input = Input::long_text;
        }
    return field;
}

Field heading(const Context& context, German text)
{
    return {.name = "", .label = context.t(text), .input = Input::heading};
}

// For what most entries leave empty.
Field fold(const Context& context, German text)
{
    return {.name = "", .label = context.t(text), .input = Input::fold};
}

Field terms(const Context& context, std::string_view list)
{
    return {.name = std::string(list),
            .label = context.t(label_of(list)),
            .input = Input::many_of,
            .choices = words(context, list)};
}

void add_area(std::vector<Field>& fields, const Context& context, const std::string& name,
              const std::vector<villages::Village>& places)
{
    fields.push_back({.name = name + "_network",
                      .label = context.t(name == "area" ? "Wir helfen im ganzen Netzwerk"_de
                                                        : "Wir unterstützen im ganzen Netzwerk"_de),
                      .input = Input::yes});
    fields.push_back({.name = name + "_villages",
                      .label = context.t(label_of(name)),
                      .input = Input::many_of,
                      .help = context.t("Wähl die Dörfer, oder gib unten einen Umkreis an."_de),
                      .choices = place_choices(places, Places::all)});
    fields.push_back({.name = name + "_radius_km",
                      .label = context.t("Umkreis in Kilometern"_de),
                      .input = Input::number,
                      .least = 1,
                      .most = 500});
    fields.push_back({.name = name + "_around",
                      .label = context.t("Umkreis um"_de),
                      .input = Input::one_of,
                      .choices = place_choices(places, Places::all)});
}

void set_area_values(web::FormValues& values, const std::string& name, const Area& area)
{
    std::vector<std::string> chosen;
    for (const auto& village : area.villages)
        chosen.push_back(village.text());
    values.set(name + "_network", area.whole_network ? "1" : "");
    values.set(name + "_villages", std::move(chosen));
    values.set(name + "_radius_km", area.around ? std::to_string(area.radius_km) : std::string());
    values.set(name + "_around", area.around ? area.around->text() : std::string());
}

Area area_from(const web::FormValues& values, const std::string& name)
{
    Area area;
    area.whole_network = values.has(name + "_network");
    for (const auto& village : values.all(name + "_villages"))
        area.villages.emplace_back(village);
    const auto km = values.number(name + "_radius_km");
    if (values.has(name + "_around") || km) {
        area.around = VillageId{values.text(name + "_around")};
        area.radius_km = km.value_or(0);
    }
    return area;
}

// Whoever is in the register is offered while typing and joined to the entry; other names stay texts. In a
// large network everybody still may write any name.
Field parent_field(const Context& context)
{
    constexpr std::size_t most_offered = 500;
    auto field = text_field(
        context, "parent_name",
        {.help = "Zum Beispiel der Verein über eurer Gruppe. Steht er im Netzwerk, verlinken wir ihn."_de});
    const auto entries = shared_register(context.pool(), context.network.id);
    if (entries->entries.size() > most_offered)
        return field;
    std::unordered_map<std::string_view, int> called_so;
    for (const auto& entry : entries->entries)
        ++called_so[entry.folded_name];
    for (const auto& entry : entries->entries) {
        if (!entry.is_public())
            continue;
        const auto* village = entry.villages.empty() ? nullptr : entries->village(entry.villages.front());
        const bool told_apart = called_so[entry.folded_name] == 1 || !village;
        const auto name = told_apart ? entry.name : entry.name + " (" + village->name + ')';
        field.choices.push_back({name, name});
    }
    return field;
}

} // namespace

void add_guarded_fields(std::vector<Field>& fields, const Context& context, Field field,
                        const accounts::GuardedText& text, const accounts::Viewer& viewer)
{
    if (!viewer.sees(text.audience())) {
        fields.push_back(
            {.name = "",
             .label = context.t("{1}: nicht für dich bestimmt. Das bleibt, wie es ist."_de, {field.label}),
             .input = Input::note});
        return;
    }
    Field audience{.name = audience_field(field.name),
                   .label = context.t(label_of(audience_field(field.name))),
                   .input = Input::one_of,
                   .mark_optional = false};
    for (const auto& one : vocabularies::entries("audiences"))
        if (const auto known = accounts::audience_from_text(one.key); known && viewer.sees(*known))
            audience.choices.push_back({one.key, one.label(context.language)});
    fields.push_back(std::move(field));
    fields.push_back(std::move(audience));
}

std::vector<Field> entry_fields(const Context& context, const std::vector<villages::Village>& places,
                                const OrganisationDraft& draft, const accounts::Viewer& viewer)
{
    std::vector<Field> fields = {
        text_field(context, "name", {.autocomplete = "organization", .required = true}),
        text_field(context, "short_name", {.help = "So, wie man im Dorf sagt."_de}),
        {.name = "kind",
         .label = context.t(label_of("kind")),
         .input = Input::one_of,
         .required = true,
         .choices = words(context, "kinds")},
        {.name = "villages",
         .label = context.t("Wo seid ihr aktiv?"_de),
         .input = Input::many_of,
         .choices = place_choices(places, Places::in_network)},
        terms(context, "fields"),
        heading(context, "Was ihr wollt und könnt"_de),
        text_field(context, "purpose", {.help = "In einem oder zwei Sätzen: Wofür gibt es euch?"_de}),
        text_field(context, "aims", {.help = "Was habt ihr euch für die nächste Zeit vorgenommen?"_de}),
        terms(context, "strengths"),
        text_field(context, "strengths_text"),
        text_field(context, "offers", {.help = "Wann und wo kann jemand dazukommen?"_de}),
    };
    fields.push_back(fold(context, "Wo ihr anderen helft"_de));
    add_area(fields, context, "area", places);
    fields.push_back(heading(context, "So erreicht man euch"_de));
    fields.push_back(
        {.name = "",
         .label = context.t("Das steht öffentlich, wenn ihr nichts anderes wählt. Private Nummern "
                            "gehören zur Ansprechperson."_de),
         .input = Input::note});
    fields.push_back(text_field(context, "street", {.autocomplete = "address-line1"}));
    fields.push_back(text_field(context, "postal_code", {.autocomplete = "postal-code"}));
    fields.push_back(text_field(context, "town", {.autocomplete = "address-level2"}));
    auto phone = text_field(context, "phone", {.input = Input::phone, .autocomplete = "tel"});
    phone.longest = longest_phone;
    add_guarded_fields(fields, context, std::move(phone), draft.phone, viewer);
    auto email = text_field(context, "email",
                            {.input = Input::email,
                             .help = "Nachrichten von der Seite leiten wir dorthin weiter."_de,
                             .autocomplete = "email"});
    email.longest = longest_email;
    add_guarded_fields(fields, context, std::move(email), draft.email, viewer);
    fields.push_back(text_field(context, "web", {.input = Input::address_, .autocomplete = "url"}));
    fields.push_back(text_field(context, "social_links", {.help = "Eine Adresse in jeder Zeile."_de}));
    fields.push_back(fold(context, "Was ihr unterstützt"_de));
    fields.push_back(terms(context, "support"));
    add_area(fields, context, "support_area", places);
    fields.push_back(text_field(context, "supports_whom"));
    fields.push_back(fold(context, "Register und Gemeinnützigkeit"_de));
    for (const auto* name : {"legal_form", "register_court", "register_number"})
        fields.push_back(text_field(context, name));
    fields.push_back(parent_field(context));
    fields.push_back({.name = "founded",
                      .label = context.t(label_of("founded")),
                      .input = Input::number,
                      .help = context.t("Das Jahr reicht."_de),
                      .least = 800,
                      .most = static_cast<int>(context.today().year())});
    fields.push_back({.name = "members",
                      .label = context.t(label_of("members")),
                      .input = Input::number,
                      .most = 10'000'000});
    fields.push_back(terms(context, "purposes"));
    return fields;
}

web::FormValues entry_values(const OrganisationDraft& draft, const accounts::Viewer& viewer)
{
    web::FormValues values;
    for (const auto& [name, text] : texts_of(draft, viewer))
        values.set(name, text);
    for (const auto& field : term_fields())
        values.set(field.name, draft.*field.member);
    std::vector<std::string> villages;
    for (const auto& village : draft.villages)
        villages.push_back(village.text());
    values.set("villages", std::move(villages));
    set_area_values(values, "area", draft.area);
    set_area_values(values, "support_area", draft.support_area);
    return values;
}

OrganisationDraft entry_from(const web::FormValues& values, const OrganisationDraft& before,
                             const accounts::Viewer& viewer)
{
    OrganisationDraft draft = before;
    draft.kind = kind_from_text(values.text("kind")).value_or(before.kind);
    for (const auto& field : text_fields())
        draft.*field.member = values.text(field.name);
    take_guarded(draft.phone, values, "phone", viewer);
    take_guarded(draft.email, values, "email", viewer);
    for (const auto& field : term_fields())
        draft.*field.member = values.all(field.name);
    draft.founded = values.number("founded");
    draft.members = values.number("members");
    draft.villages.clear();
    for (const auto& village : values.all("villages"))
        draft.villages.emplace_back(village);
    draft.area = area_from(values, "area");
    draft.support_area = area_from(values, "support_area");
    return draft;
}

} // namespace dorfnetz::organisations
