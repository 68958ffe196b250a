#include "features/organisations/organisation_values.hpp"

#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/search/folding.hpp"

#include <charconv>

namespace dorfnetz::organisations {

namespace {

using Draft = OrganisationDraft;
using Lines = TextField::Lines;

constexpr std::array the_text_fields = {
    TextField{"name", &Draft::name, 200, Lines::one},
    TextField{"short_name", &Draft::short_name, 80, Lines::one},
    TextField{"legal_form", &Draft::legal_form, 80, Lines::one},
    TextField{"register_court", &Draft::register_court, 80, Lines::one},
    TextField{"register_number", &Draft::register_number, 40, Lines::one},
    TextField{"parent_name", &Draft::parent_name, 200, Lines::one},
    TextField{"purpose", &Draft::purpose, 2000, Lines::several},
    TextField{"aims", &Draft::aims, 4000, Lines::several},
    TextField{"strengths_text", &Draft::strengths_text, 2000, Lines::several},
    TextField{"offers", &Draft::offers, 2000, Lines::several},
    TextField{"street", &Draft::street, 120, Lines::one},
    TextField{"postal_code", &Draft::postal_code, 10, Lines::one},
    TextField{"town", &Draft::town, 80, Lines::one},
    TextField{"web", &Draft::web, 300, Lines::one},
    TextField{"social_links", &Draft::social_links, 1000, Lines::several},
    TextField{"supports_whom", &Draft::supports_whom, 500, Lines::several},
};

constexpr std::array the_term_fields = {
    TermField{"fields", &Draft::fields},
    TermField{"strengths", &Draft::strengths},
    TermField{"purposes", &Draft::purposes},
    TermField{"support", &Draft::support},
};

std::string number_text(const std::optional<std::int64_t>& number)
{
    return number ? std::to_string(*number) : std::string();
}

std::optional<std::int64_t> number_from(std::string_view text)
{
    std::int64_t number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

bool set_number(std::optional<std::int64_t>& number, std::string_view text)
{
    number = number_from(text);
    return number || text.empty();
}

std::vector<std::string> ids_of(const std::vector<VillageId>& villages)
{
    std::vector<std::string> ids;
    for (const auto& village : villages)
        ids.push_back(village.text());
    return ids;
}

std::vector<VillageId> villages_from(std::string_view text)
{
    std::vector<VillageId> villages;
    for (const auto& id : split_list(text, "\n"))
        villages.emplace_back(id);
    return villages;
}

bool set_area(Area& area, std::string_view text)
{
    area = {};
    for (const auto& line : split_list(text, "\n")) {
        if (line == "network") {
            area.whole_network = true;
        } else if (line.starts_with("radius ")) {
            const auto parts = split_list(line, " ");
            const auto km = parts.size() == 3 ? number_from(parts[1]) : std::nullopt;
            if (!km)
                return false;
            area.radius_km = *km;
            area.around = VillageId{parts[2]};
        } else {
            area.villages.emplace_back(line);
        }
    }
    return true;
}

template <class T>
void sort_unique(std::vector<T>& values)
{
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
}

void add_guarded(NamedTexts& texts, std::string_view field, const accounts::GuardedText& text,
                 const accounts::Viewer& viewer)
{
    texts.emplace_back(field, text.seen_by(viewer));
    texts.emplace_back(audience_field(field), to_text(text.audience()));
}

bool set_audience(accounts::GuardedText& text, std::string_view name)
{
    const auto audience = accounts::audience_from_text(name);
    text.show_to(audience.value_or(text.audience()));
    return audience.has_value();
}

template <Audience at_first>
void tidy(accounts::Guarded<at_first>& text)
{
    text = squeeze(text.seen_by(accounts::the_program()));
}

void tidy_area(Area& area)
{
    sort_unique(area.villages);
    if (!area.around)
        area.radius_km = 0;
}

} // namespace

std::span<const TextField> text_fields()
{
    return the_text_fields;
}

std::span<const TermField> term_fields()
{
    return the_term_fields;
}

std::string area_text(const Area& area)
{
    std::vector<std::string> lines = ids_of(area.villages);
    if (area.around)
        lines.push_back("radius " + std::to_string(area.radius_km) + ' ' + area.around->text());
    if (area.whole_network)
        lines.emplace_back("network");
    return join(lines, "\n");
}

NamedTexts texts_of(const OrganisationDraft& draft, const accounts::Viewer& viewer)
{
    NamedTexts texts;
    texts.emplace_back("kind", to_text(draft.kind));
    for (const auto& field : the_text_fields)
        texts.emplace_back(field.name, draft.*field.member);
    add_guarded(texts, "phone", draft.phone, viewer);
    add_guarded(texts, "email", draft.email, viewer);
    texts.emplace_back("founded", number_text(draft.founded));
    texts.emplace_back("members", number_text(draft.members));
    texts.emplace_back("villages", join(ids_of(draft.villages), "\n"));
    for (const auto& field : the_term_fields)
        texts.emplace_back(field.name, join(draft.*field.member, "\n"));
    texts.emplace_back("area", area_text(draft.area));
    texts.emplace_back("support_area", area_text(draft.support_area));
    texts.emplace_back("is_example", draft.is_example ? "1" : "");
    return texts;
}

bool set_text(OrganisationDraft& draft, std::string_view field, std::string_view text)
{
    for (const auto& known : the_text_fields)
        if (field == known.name) {
            draft.*known.member = std::string(text);
            return true;
        }
    for (const auto& known : the_term_fields)
        if (field == known.name) {
            draft.*known.member = split_list(text, "\n");
            return true;
        }
    if (field == "kind") {
        const auto kind = kind_from_text(text);
        draft.kind = kind.value_or(draft.kind);
        return kind.has_value();
    }
    if (field == "phone_audience")
        return set_audience(draft.phone, text);
    if (field == "email_audience")
        return set_audience(draft.email, text);
    if (field == "founded")
        return set_number(draft.founded, text);
    if (field == "members")
        return set_number(draft.members, text);
    if (field == "area")
        return set_area(draft.area, text);
    if (field == "support_area")
        return set_area(draft.support_area, text);
    if (field == "phone")
        draft.phone = text;
    else if (field == "email")
        draft.email = text;
    else if (field == "villages")
        draft.villages = villages_from(text);
    else if (field == "is_example")
        draft.is_example = text == "1";
    else
        return false;
    return true;
}

NamedTexts texts_of(const ContactDraft& contact, const accounts::Viewer& viewer)
{
    NamedTexts texts{{"contact_name", contact.name}, {"contact_duty", contact.duty}};
    add_guarded(texts, "contact_phone", contact.phone, viewer);
    add_guarded(texts, "contact_email", contact.email, viewer);
    texts.emplace_back("consent_on", contact.consent_on ? to_iso(*contact.consent_on) : std::string());
    texts.emplace_back("consent_way", contact.consent_way);
    texts.emplace_back("consent_note", contact.consent_note);
    texts.emplace_back("is_responsible", contact.is_responsible ? "1" : "");
    return texts;
}

std::string audience_field(std::string_view field)
{
    return std::string(field) + "_audience";
}

German label_of(std::string_view field)
{
    static constexpr std::pair<std::string_view, German> labels[] = {
        {"kind", "Art"_de},
        {"name", "Name"_de},
        {"short_name", "Kurzname"_de},
        {"legal_form", "Rechtsform"_de},
        {"register_court", "Registergericht"_de},
        {"register_number", "Registernummer"_de},
        {"parent_name", "Gehört zu"_de},
        {"founded", "Gegründet"_de},
        {"members", "Mitglieder"_de},
        {"villages", "Dörfer"_de},
        {"fields", "Einsatzfelder"_de},
        {"area", "Einsatzgebiet"_de},
        {"purpose", "Zweck"_de},
        {"aims", "Aktuelle Ziele"_de},
        {"strengths", "Stärken"_de},
        {"strengths_text", "Stärken in eigenen Worten"_de},
        {"offers", "Angebote für Freiwillige"_de},
        {"street", "Straße und Hausnummer"_de},
        {"postal_code", "Postleitzahl"_de},
        {"town", "Ort"_de},
        {"phone", "Telefon"_de},
        {"phone_audience", "Wer darf die Telefonnummer sehen?"_de},
        {"email", "E-Mail"_de},
        {"email_audience", "Wer darf die E-Mail-Adresse sehen?"_de},
        {"web", "Internet"_de},
        {"social_links", "Soziale Medien"_de},
        {"purposes", "Gemeinnützige Zwecke"_de},
        {"support", "Unterstützt mit"_de},
        {"support_area", "Unterstützt wo"_de},
        {"supports_whom", "Unterstützt wen"_de},
        {"is_example", "Beispiel"_de},
        {"status", "Stand"_de},
        {"last_confirmed_on", "Zuletzt bestätigt"_de},
        {"contact_name", "Ansprechperson"_de},
        {"contact_duty", "Aufgabe"_de},
        {"contact_phone", "Telefon"_de},
        {"contact_phone_audience", "Wer darf die Telefonnummer sehen?"_de},
        {"contact_email", "E-Mail"_de},
        {"contact_email_audience", "Wer darf die E-Mail-Adresse sehen?"_de},
        {"consent_on", "Einwilligung vom"_de},
        {"consent_way", "Einwilligung durch"_de},
        {"consent_note", "Notiz zur Einwilligung"_de},
        {"is_responsible", "Verantwortlich für den Eintrag"_de},
    };
    for (const auto& [name, label] : labels)
        if (name == field)
            return label;
    return {};
}

std::string register_key(const OrganisationDraft& draft)
{
    const auto number = search::fold(draft.register_number);
    if (number.empty())
        return {};
    // "VR 123" and "VR123" are one number; different courts number alike.
    return search::fold(replace_all(draft.register_court, "Amtsgericht", "")) + '|' +
           replace_all(number, " ", "");
}

OrganisationDraft tidied(OrganisationDraft draft)
{
    for (const auto& field : the_text_fields) {
        auto& text = draft.*field.member;
        text = field.lines == Lines::one ? squeeze(text)
                                         : std::string(trim(replace_all(std::move(text), "\r\n", "\n")));
    }
    tidy(draft.phone);
    tidy(draft.email);
    for (const auto& field : the_term_fields)
        sort_unique(draft.*field.member);
    sort_unique(draft.villages);
    tidy_area(draft.area);
    tidy_area(draft.support_area);
    return draft;
}

ContactDraft tidied(ContactDraft contact)
{
    for (auto* text : {&contact.name, &contact.duty, &contact.consent_note})
        *text = squeeze(*text);
    tidy(contact.phone);
    tidy(contact.email);
    if (!contact.consent_on)
        contact.consent_way.clear();
    return contact;
}

} // namespace dorfnetz::organisations
