#include "features/people/people_pages.hpp"
#include "foundation/core/text.hpp"
#include "foundation/phone/phone.hpp"

#include <fmt/format.h>

namespace dorfnetz::people {

namespace {

sheet::Value number_cell(const std::optional<std::int64_t>& number)
{
    if (!number)
        return std::monostate{};
    return static_cast<double>(*number);
}

// Text of a vCard property (RFC 6350, 3.4).
std::string escaped(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (c == '\\' || c == ',' || c == ';')
            out += '\\';
        if (c == '\n')
            out += "\\n";
        else if (c != '\r')
            out += c;
    }
    return out;
}

// Lines are at most 75 bytes, longer ones go on after a line break and a blank (RFC 6350, 3.2); letters of
// several bytes stay whole.
void add_line(std::string& card, std::string_view line)
{
    constexpr std::size_t longest = 74;
    while (line.size() > longest) {
        auto cut = longest;
        while (cut > 1 && (static_cast<unsigned char>(line[cut]) & 0xC0U) == 0x80U)
            --cut;
        card += line.substr(0, cut);
        card += "\r\n ";
        line.remove_prefix(cut);
    }
    card += line;
    card += "\r\n";
}

} // namespace

sheet::Sheet sheet_of(const std::vector<Person>& people, const std::vector<Village>& places,
                      i18n::Language language, const accounts::Viewer& viewer)
{
    sheet::Sheet sheet{.title = i18n::translate(language, "Engagierte"_de)};
    for (const auto title : {"Vorname"_de,
                             "Nachname"_de,
                             "Geburtsjahr"_de,
                             "Dorf"_de,
                             "Straße und Hausnummer"_de,
                             "Postleitzahl"_de,
                             "Ort"_de,
                             "Telefon"_de,
                             "Handy"_de,
                             "E-Mail"_de,
                             "Will erreicht werden"_de,
                             "Einsatzfelder"_de,
                             "Aufgaben"_de,
                             "Besondere Fähigkeiten"_de,
                             "Einsatzgebiet"_de,
                             "Wann ist Zeit?"_de,
                             "Stunden im Monat"_de,
                             "Unterwegs mit"_de,
                             "Sprachen"_de,
                             "Notiz"_de,
                             "Einwilligung"_de})
        sheet.columns.push_back({.title = i18n::translate(language, title)});
    for (const auto& person : people) {
        const auto& data = person.data;
        sheet.rows.push_back({data.given_name,
                              data.family_name,
                              number_cell(data.birth_year),
                              village_name(places, data.village),
                              data.street.seen_by(viewer),
                              data.postal_code,
                              data.town,
                              phone::format(data.phone.seen_by(viewer)),
                              phone::format(data.mobile.seen_by(viewer)),
                              data.email.seen_by(viewer),
                              words(language, "contact_ways", {std::string(to_text(data.reach))}),
                              words(language, "fields", data.fields),
                              words(language, "tasks", data.tasks),
                              join(data.skills, ", "),
                              area_text(language, places, data.area),
                              times_text(language, data.free_times),
                              number_cell(data.hours_per_month),
                              words(language, "mobility", data.mobility),
                              words(language, "languages", data.languages),
                              data.notes,
                              i18n::translate(language, person.is_locked() ? "fehlt"_de : "liegt vor"_de)});
    }
    return sheet;
}

std::string vcards_of(const std::vector<Person>& people, const std::vector<Village>& places,
                      const accounts::Viewer& viewer)
{
    std::string cards;
    for (const auto& person : people) {
        const auto& data = person.data;
        add_line(cards, "BEGIN:VCARD");
        add_line(cards, "VERSION:4.0");
        add_line(cards, "UID:urn:uuid:" + person.id.text());
        add_line(cards, "FN:" + escaped(data.name()));
        add_line(cards, "N:" + escaped(data.family_name) + ';' + escaped(data.given_name) + ";;;");
        for (const auto* guarded : {&data.phone, &data.mobile})
            if (const auto& number = guarded->seen_by(viewer); !number.empty())
                add_line(cards, fmt::format("TEL;TYPE={};VALUE=text:{}",
                                            guarded == &data.phone ? "voice" : "cell", escaped(number)));
        if (const auto& email = data.email.seen_by(viewer); !email.empty())
            add_line(cards, "EMAIL:" + escaped(email));
        if (!address_lines(data, viewer).empty())
            add_line(cards, fmt::format("ADR:;;{};{};;{};", escaped(data.street.seen_by(viewer)),
                                        escaped(data.town), escaped(data.postal_code)));
        if (const auto village = village_name(places, data.village); !village.empty())
            add_line(cards, "CATEGORIES:" + escaped(village));
        add_line(cards, "END:VCARD");
    }
    return cards;
}

} // namespace dorfnetz::people
