#include "features/transfer/row_reader.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/html/html.hpp"
#include "foundation/phone/phone.hpp"

#include <algorithm>
#include <unordered_map>

namespace dorfnetz::transfer {

namespace {

using organisations::OrganisationDraft;

// One row while it is read.
struct Reading
{
    const ReadingRules& rules;
    OrganisationRow row;
    Findings findings = {};
    bool has_kind = false;

    // A text may come from several columns, and unknown words of other columns go into it. What the columns
    // say replaces the text that was there; words are only added, so that a second import changes nothing.
    struct Written
    {
        std::string OrganisationDraft::*member;
        std::string text = {};
        std::string own_words = {};
    };

    std::vector<Written> written = {};

    Written& written_to(std::string OrganisationDraft::*member)
    {
        for (auto& known : written)
            if (known.member == member)
                return known;
        return written.emplace_back(Written{.member = member});
    }

    std::vector<villages::VillageId> villages = {};
    // What stands in the cells of the villages and names none: a remark, once it is clear what becomes of the
    // row.
    std::vector<std::string> unknown_places = {};
    std::vector<std::string> places_outside = {};
    std::vector<std::string> left_out_places = {};
};

using Take = void (*)(Reading&, std::size_t column, const std::string& text);

void take_kind(Reading& reading, std::size_t column, const std::string& text)
{
    if (const auto kind = kind_in(text)) {
        reading.row.entry.kind = *kind;
        reading.has_kind = true;
    } else {
        reading.findings.warn(column, "Diese Art kennen wir nicht: „{1}“. Wir raten sie nach dem Namen."_de,
                              {shortened(text)});
    }
}

void append(std::vector<std::string>& list, const std::vector<std::string>& more)
{
    list.insert(list.end(), more.begin(), more.end());
}

void take_villages(Reading& reading, std::size_t, const std::string& text)
{
    auto places = villages_in(reading.rules.places, text);
    const bool everywhere = places.known.empty() &&
                            vocabularies::key_from_text("kinds", text) == std::nullopt &&
                            organisations::area_from_text(reading.rules.places, text) &&
                            organisations::area_from_text(reading.rules.places, text)->whole_network;
    if (everywhere) {
        reading.row.entry.area = {.whole_network = true};
        for (const auto& place : reading.rules.places)
            if (place.in_network)
                places.known.push_back(place.id);
        places.unknown.clear();
    }
    auto meant = meant_by(places, reading.rules.place_answers);
    append(reading.row.asked_places, places.unknown);
    append(reading.unknown_places, meant.unknown);
    append(reading.left_out_places, meant.left_out);
    for (auto& village : meant.known) {
        const auto place = std::find_if(reading.rules.places.begin(), reading.rules.places.end(),
                                        [&](const villages::Village& known) { return known.id == village; });
        // A village that is gone since it was chosen is refused with all that the register does not take.
        if (place == reading.rules.places.end() || place->in_network)
            reading.villages.push_back(std::move(village));
        else
            reading.places_outside.push_back(place->name);
    }
}

void take_founded(Reading& reading, std::size_t column, const std::string& text)
{
    const auto year = year_in(text);
    const bool possible = year && *year >= 800 && *year <= static_cast<int>(reading.rules.today.year());
    read_number(reading.findings, column, possible ? year : std::nullopt, reading.row.entry.founded);
}

void take_members(Reading& reading, std::size_t column, const std::string& text)
{
    const auto number = number_in(text);
    read_number(reading.findings, column, number && *number <= 10'000'000 ? number : std::nullopt,
                reading.row.entry.members);
}

void take_web(Reading& reading, std::size_t column, const std::string& text)
{
    if (const auto url = html::Url::foreign(squeeze(text)); url && url->text().starts_with("http"))
        reading.row.entry.web = url->text();
    else
        reading.findings.warn(column, "Das ist keine Internetadresse und wird ausgelassen: „{1}“"_de,
                              {shortened(text)});
}

void take_links(Reading& reading, std::size_t column, const std::string& text)
{
    for (const auto& part : split_list(text, "\n ,;")) {
        if (const auto url = html::Url::foreign(part); url && url->text().starts_with("http"))
            append_own_words(reading.written_to(&OrganisationDraft::social_links).text, url->text());
        else
            reading.findings.warn(column, "Das ist keine Internetadresse und wird ausgelassen: „{1}“"_de,
                                  {shortened(part)});
    }
}

void take_phone(Reading& reading, std::size_t column, const std::string& text)
{
    for (const auto& number : read_phones(reading.findings, column, text, 1)) {
        reading.row.entry.phone = phone::format(number);
        // Nobody's own number becomes public without their consent, and a list brings none. A company may
        // have no other telephone, though, so whoever knows decides.
        if (phone::is_mobile(number))
            reading.findings.warn(
                column,
                "Diese Handynummer wird mit dem Eintrag öffentlich. Ist sie privat, lass die Spalte weg oder nimm „Telefon der Ansprechperson“: Das bleibt intern."_de);
    }
}

void take_address(Reading& reading, std::size_t, const std::string& text)
{
    auto address = address_in(text);
    auto& entry = reading.row.entry;
    const auto put = [](std::string& where, std::string& what) {
        if (!what.empty())
            where = std::move(what);
    };
    put(entry.street, address.street);
    put(entry.postal_code, address.postal_code);
    put(entry.town, address.town);
}

template <std::string OrganisationDraft::*Member>
void take_line(Reading& reading, std::size_t, const std::string& text)
{
    reading.row.entry.*Member = squeeze(text);
}

// Texts whose columns may come more than once, and into which unknown words go.
template <std::string OrganisationDraft::*Member>
void take_text(Reading& reading, std::size_t, const std::string& text)
{
    append_own_words(reading.written_to(Member).text, trim(text));
}

template <std::vector<std::string> OrganisationDraft::*Keys, std::string OrganisationDraft::*Words>
void take_words(Reading& reading, std::size_t column, const std::string& text)
{
    const auto& key = reading.rules.mapping[column];
    read_words(reading.findings, column, key, text, reading.row.entry.*Keys,
               reading.written_to(Words).own_words);
}

void take_chair(Reading& reading, std::size_t, const std::string& text)
{
    const auto folded = squeeze(text);
    if (folded == "N. N." || folded == "NN" || folded == "N.N." || folded == "-")
        return;
    if (reading.row.contact.name.empty()) {
        const auto name = name_in(text);
        reading.row.contact.name = squeeze(name.given + ' ' + name.family);
        reading.row.contact.duty = "Vorsitz";
    }
}

void take_contact_name(Reading& reading, std::size_t, const std::string& text)
{
    const auto name = name_in(text);
    reading.row.contact.name = squeeze(name.given + ' ' + name.family);
}

void take_contact_phone(Reading& reading, std::size_t column, const std::string& text)
{
    for (const auto& number : read_phones(reading.findings, column, text, 1))
        reading.row.contact.phone = phone::format(number);
}

// What nobody understands is for the fewest.
template <auto Member>
void take_audience(Reading& reading, std::size_t column, const std::string& text)
{
    const auto key = vocabularies::key_from_text("audiences", text);
    if (!key)
        reading.findings.warn(column,
                              "Das verstehen wir nicht, deshalb sieht es nur die Koordination: „{1}“"_de,
                              {shortened(text)});
    (reading.row.entry.*Member)
        .show_to(accounts::audience_from_text(key.value_or("")).value_or(accounts::Audience::coordinator));
}

const std::unordered_map<std::string_view, Take>& takers()
{
    using Draft = OrganisationDraft;
    static const std::unordered_map<std::string_view, Take> table{
        {"name", take_line<&Draft::name>},
        {"short_name", take_line<&Draft::short_name>},
        {"kind", take_kind},
        {"legal_form", take_line<&Draft::legal_form>},
        {"register_court", take_line<&Draft::register_court>},
        {"register_number", take_line<&Draft::register_number>},
        {"parent_name", take_line<&Draft::parent_name>},
        {"founded", take_founded},
        {"members", take_members},
        {"villages", take_villages},
        {"fields", take_words<&Draft::fields, &Draft::purpose>},
        {"area",
         [](Reading& reading, std::size_t column, const std::string& text) {
             read_area(reading.findings, reading.rules, column, text, reading.row.entry.area);
         }},
        {"purpose", take_text<&Draft::purpose>},
        {"aims", take_text<&Draft::aims>},
        {"strengths", take_words<&Draft::strengths, &Draft::strengths_text>},
        {"strengths_text", take_text<&Draft::strengths_text>},
        {"offers", take_text<&Draft::offers>},
        {"contact_name", take_contact_name},
        {"contact_duty", [](Reading& reading, std::size_t,
                            const std::string& text) { reading.row.contact.duty = squeeze(text); }},
        {"contact_phone", take_contact_phone},
        {"contact_email",
         [](Reading& reading, std::size_t column, const std::string& text) {
             if (auto email = read_email(reading.findings, column, text))
                 reading.row.contact.email = std::move(*email);
         }},
        {"chair", take_chair},
        {"street", take_line<&Draft::street>},
        {"postal_code", take_line<&Draft::postal_code>},
        {"town", take_line<&Draft::town>},
        {"address", take_address},
        {"phone", take_phone},
        {"email",
         [](Reading& reading, std::size_t column, const std::string& text) {
             if (auto email = read_email(reading.findings, column, text))
                 reading.row.entry.email = std::move(*email);
         }},
        {"phone_audience", take_audience<&Draft::phone>},
        {"email_audience", take_audience<&Draft::email>},
        {"web", take_web},
        {"social_links", take_links},
        {"purposes", take_words<&Draft::purposes, &Draft::purpose>},
        {"support", take_words<&Draft::support, &Draft::supports_whom>},
        {"support_area",
         [](Reading& reading, std::size_t column, const std::string& text) {
             read_area(reading.findings, reading.rules, column, text, reading.row.entry.support_area);
         }},
        {"supports_whom", take_text<&Draft::supports_whom>},
        {"last_confirmed_on",
         [](Reading& reading, std::size_t column, const std::string& text) {
             reading.row.last_confirmed_on = read_date(reading.findings, column, text, reading.rules.today);
         }},
        {"is_example", [](Reading& reading, std::size_t,
                          const std::string& text) { reading.row.entry.is_example = is_yes(text); }},
    };
    return table;
}

void write_texts(Reading& reading)
{
    for (auto& written : reading.written) {
        auto& text = reading.row.entry.*written.member;
        if (!written.text.empty())
            text = std::move(written.text);
        for (const auto& word : split_list(written.own_words, "\n"))
            append_own_words(text, word);
    }
}

// "Chor Adorf" sings in Adorf, if nothing says otherwise.
std::optional<villages::Village> village_of_name(const ReadingRules& rules, std::string_view name)
{
    std::optional<villages::Village> found;
    for (const auto& word : split_list(name, " -/,:()")) {
        const auto village = villages::village_by_name(rules.places, word);
        if (!village || !village->in_network || (found && found->id == village->id))
            continue;
        if (found)
            return std::nullopt;
        found = village;
    }
    return found;
}

// One remark about each place that is none of ours, which says what becomes of the row without it.
void remark_on_places(Reading& reading, std::size_t column, const std::string& instead)
{
    for (const auto& unknown : reading.unknown_places)
        if (instead.empty())
            reading.findings.warn(column, "„{1}“ kennen wir nicht als Dorf. Ohne dieses übernommen."_de,
                                  {shortened(unknown)});
        else
            reading.findings.warn(column, "„{1}“ kennen wir nicht als Dorf. Nach dem Namen: {2}"_de,
                                  {shortened(unknown), instead});
    for (const auto& outside : reading.places_outside)
        reading.findings.warn(column, "„{1}“ gehört nicht zum Netzwerk. Ohne dieses übernommen."_de,
                              {outside});
    const bool names_none = reading.unknown_places.empty() && reading.places_outside.empty();
    if (!instead.empty() && names_none)
        reading.findings.warn(column, "Kein Dorf angegeben. Nach dem Namen: {1}"_de, {instead});
}

// The row has no village, but needs one.
void refuse_without_village(Reading& reading, std::size_t column)
{
    for (const auto& unknown : reading.unknown_places)
        reading.findings.refuse(
            column, "„{1}“ kennen wir nicht als Dorf. Sag, welches gemeint ist, oder lass die Zeile weg."_de,
            {shortened(unknown)});
    for (const auto& outside : reading.places_outside)
        reading.findings.refuse(
            column, "„{1}“ gehört nicht zum Netzwerk. Trag ein Dorf nach oder lass die Zeile weg."_de,
            {outside});
    if (!reading.unknown_places.empty() || !reading.places_outside.empty())
        return;
    if (reading.left_out_places.empty())
        reading.findings.refuse(column, "Kein Dorf. Trag es nach oder lass die Zeile weg."_de);
    else
        reading.findings.leave_out(column, "Ohne „{1}“ bleibt kein Dorf. Die Zeile wird ausgelassen."_de,
                                   {shortened(reading.left_out_places.front())});
}

void check_villages(Reading& reading)
{
    auto& entry = reading.row.entry;
    const auto column = column_of(reading.rules.mapping, "villages");
    std::string instead; // of a village that the row does not name
    if (!reading.villages.empty())
        entry.villages = std::move(reading.villages);
    else if (entry.villages.empty() && reading.rules.default_village)
        entry.villages = {*reading.rules.default_village};
    if (entry.villages.empty())
        if (const auto village = village_of_name(reading.rules, entry.name)) {
            instead = village->name;
            entry.villages = {village->id};
        }
    const bool has_seat_elsewhere =
        entry.kind == organisations::Kind::company || entry.kind == organisations::Kind::municipality;
    if (entry.villages.empty() && !has_seat_elsewhere)
        return refuse_without_village(reading, column);
    remark_on_places(reading, column, instead);
    if (!reading.rules.only_in)
        return;
    const auto& own = *reading.rules.only_in;
    const bool reaches_out =
        std::any_of(entry.villages.begin(), entry.villages.end(), [&](const auto& village) {
            return std::find(own.begin(), own.end(), village.text()) == own.end();
        });
    if (entry.villages.empty() || reaches_out)
        reading.findings.refuse(column,
                                "Das gehört zu einem anderen Dorf. Gib die Zeile der Koordination."_de);
}

} // namespace

OrganisationRow read_organisation(const ReadingRules& rules, const Cells& cells, OrganisationDraft base)
{
    Reading reading{.rules = rules,
                    .row = {.entry = std::move(base),
                            .contact = {},
                            .last_confirmed_on = {},
                            .asked_places = {},
                            .findings = {}}};
    const bool is_new = reading.row.entry.name.empty();
    for (std::size_t column = 0; column < std::min(cells.size(), rules.mapping.size()); ++column)
        if (!rules.mapping[column].empty() && !trim(cells[column]).empty())
            if (const auto taker = takers().find(rules.mapping[column]); taker != takers().end())
                taker->second(reading, column, cells[column]);
    write_texts(reading);
    auto& row = reading.row;
    if (is_new && !reading.has_kind)
        row.entry.kind = rules.default_kind.value_or(kind_of_name(row.entry.name));
    row.contact.is_responsible = !row.contact.name.empty();
    if (!row.entry.name.empty())
        check_villages(reading);
    for (auto& problem : organisations::problems_of(row.entry, rules.places, rules.today))
        reading.findings.refuse(column_of(rules.mapping, problem.field), problem.text,
                                std::move(problem.values));
    row.findings = reading.findings.take();
    return std::move(reading.row);
}

} // namespace dorfnetz::transfer
