#include "features/transfer/row_reader.hpp"
#include "features/vocabularies/api.hpp"

#include <algorithm>
#include <unordered_map>

namespace dorfnetz::transfer {

namespace {

using people::PersonDraft;

struct Reading
{
    const ReadingRules& rules;
    PersonRow row;
    Findings findings = {};
    bool consents = false;
    std::optional<Date> consent_on = {};
    std::optional<people::ConsentWay> consent_way = {};
    std::vector<std::string> skills = {};
    std::string own_words = {}; // tasks and fields that no list has
    std::string notes = {};
    std::string remarks = {}; // what could not be understood elsewhere
    std::string unknown_place = {};
};

using Take = void (*)(Reading&, std::size_t column, const std::string& text);

template <auto Member>
void take_line(Reading& reading, std::size_t, const std::string& text)
{
    reading.row.data.*Member = squeeze(text);
}

void take_full_name(Reading& reading, std::size_t, const std::string& text)
{
    auto name = name_in(text);
    reading.row.data.given_name = std::move(name.given);
    reading.row.data.family_name = std::move(name.family);
}

void take_birth_year(Reading& reading, std::size_t column, const std::string& text)
{
    const auto year = year_in(text);
    const bool possible = year && *year >= 1900 && *year <= static_cast<int>(reading.rules.today.year());
    read_number(reading.findings, column, possible ? year : std::nullopt, reading.row.data.birth_year);
}

void take_village(Reading& reading, std::size_t, const std::string& text)
{
    const auto places = villages_in(reading.rules.places, text);
    const auto meant = meant_by(places, reading.rules.place_answers);
    reading.row.asked_places = places.unknown;
    if (!meant.known.empty())
        reading.row.data.village = meant.known.front();
    else if (!meant.unknown.empty())
        reading.unknown_place = squeeze(text);
}

// Two numbers in one cell: the second one is of the other kind, unless that has a column of its own.
void take_numbers(Reading& reading, std::size_t column, const std::string& text,
                  people::ContactText PersonDraft::*own, people::ContactText PersonDraft::*other,
                  std::string_view other_key)
{
    const bool other_has_column = column_of(reading.rules.mapping, other_key) != Finding::whole_row;
    const auto numbers = read_phones(reading.findings, column, text, other_has_column ? 1 : 2);
    if (!numbers.empty())
        reading.row.data.*own = numbers[0];
    if (numbers.size() > 1)
        reading.row.data.*other = numbers[1];
}

void take_phone(Reading& reading, std::size_t column, const std::string& text)
{
    take_numbers(reading, column, text, &PersonDraft::phone, &PersonDraft::mobile, "mobile");
}

void take_mobile(Reading& reading, std::size_t column, const std::string& text)
{
    take_numbers(reading, column, text, &PersonDraft::mobile, &PersonDraft::phone, "phone");
}

void take_address(Reading& reading, std::size_t, const std::string& text)
{
    auto address = address_in(text);
    auto& data = reading.row.data;
    data.street = std::move(address.street);
    if (!address.postal_code.empty())
        data.postal_code = std::move(address.postal_code);
    if (!address.town.empty())
        data.town = std::move(address.town);
}

void take_reach(Reading& reading, std::size_t column, const std::string& text)
{
    const auto words = words_in("contact_ways", text);
    const auto way = words.keys.empty() ? std::nullopt : people::contact_way_from_text(words.keys.front());
    if (way)
        reading.row.data.reach = *way;
    else
        reading.findings.warn(column, "Diesen Weg kennen wir nicht: „{1}“. Er wird ausgelassen."_de,
                              {shortened(text)});
}

// Fields of a special category (Art. 9 GDPR) need a consent that no list can bring; those with one stay.
void take_fields(Reading& reading, std::size_t column, const std::string& text)
{
    auto& fields = reading.row.data.fields;
    const auto known = fields;
    read_words(reading.findings, column, "fields", text, fields, reading.own_words);
    std::erase_if(fields, [&](const std::string& key) {
        const auto* entry = vocabularies::find("fields", key);
        const bool special =
            entry != nullptr && entry->special && std::find(known.begin(), known.end(), key) == known.end();
        if (special)
            reading.findings.warn(
                column, "„{1}“ braucht eine eigene Einwilligung und wird nicht übernommen."_de, {entry->de});
        return special;
    });
}

void take_tasks(Reading& reading, std::size_t column, const std::string& text)
{
    read_words(reading.findings, column, "tasks", text, reading.row.data.tasks, reading.own_words);
}

void take_skills(Reading& reading, std::size_t, const std::string& text)
{
    for (auto& skill : split_list(text, ",;\n"))
        reading.skills.push_back(std::move(skill));
}

template <std::vector<std::string> PersonDraft::*Keys>
void take_words(Reading& reading, std::size_t column, const std::string& text)
{
    read_words(reading.findings, column, reading.rules.mapping[column], text, reading.row.data.*Keys,
               reading.remarks);
}

void take_times(Reading& reading, std::size_t column, const std::string& text)
{
    auto times = times_in(text);
    for (const auto& unknown : times.unknown) {
        reading.findings.warn(column, "„{1}“ verstehen wir nicht als Zeit. Es steht jetzt in der Notiz."_de,
                              {shortened(unknown)});
        append_own_words(reading.remarks, unknown);
    }
    if (!times.times.empty())
        reading.row.data.free_times = std::move(times.times);
}

void take_hours(Reading& reading, std::size_t column, const std::string& text)
{
    const auto hours = number_in(text);
    read_number(reading.findings, column, hours && *hours <= 744 ? hours : std::nullopt,
                reading.row.data.hours_per_month);
}

void take_consent_way(Reading& reading, std::size_t column, const std::string& text)
{
    const auto key = vocabularies::key_from_text("consent_ways", text);
    reading.consent_way = key ? people::consent_way_from_text(*key) : std::nullopt;
    if (!reading.consent_way)
        reading.findings.warn(column, "Diesen Weg kennen wir nicht: „{1}“. Er wird ausgelassen."_de,
                              {shortened(text)});
}

const std::unordered_map<std::string_view, Take>& takers()
{
    using Draft = PersonDraft;
    static const std::unordered_map<std::string_view, Take> table{
        {"given_name", take_line<&Draft::given_name>},
        {"family_name", take_line<&Draft::family_name>},
        {"full_name", take_full_name},
        {"birth_year", take_birth_year},
        {"village", take_village},
        {"street", take_line<&Draft::street>},
        {"postal_code", take_line<&Draft::postal_code>},
        {"town", take_line<&Draft::town>},
        {"address", take_address},
        {"phone", take_phone},
        {"mobile", take_mobile},
        {"email",
         [](Reading& reading, std::size_t column, const std::string& text) {
             if (auto email = read_email(reading.findings, column, text))
                 reading.row.data.email = std::move(*email);
         }},
        {"reach", take_reach},
        {"fields", take_fields},
        {"tasks", take_tasks},
        {"area",
         [](Reading& reading, std::size_t column, const std::string& text) {
             read_area(reading.findings, reading.rules, column, text, reading.row.data.area);
         }},
        {"skills", take_skills},
        {"free_times", take_times},
        {"hours_per_month", take_hours},
        {"mobility", take_words<&Draft::mobility>},
        {"languages", take_words<&Draft::languages>},
        {"notes", [](Reading& reading, std::size_t,
                     const std::string& text) { append_own_words(reading.notes, trim(text)); }},
        {"consent",
         [](Reading& reading, std::size_t, const std::string& text) { reading.consents = is_yes(text); }},
        {"consent_on",
         [](Reading& reading, std::size_t column, const std::string& text) {
             reading.consent_on = read_date(reading.findings, column, text, reading.rules.today);
         }},
        {"consent_way", take_consent_way},
        {"on_behalf", [](Reading& reading, std::size_t,
                         const std::string& text) { reading.row.on_behalf = squeeze(text); }},
        {"is_example", [](Reading& reading, std::size_t,
                          const std::string& text) { reading.row.data.is_example = is_yes(text); }},
    };
    return table;
}

// Proof means: who, when, how (Art. 7 (1) GDPR). A bare "ja" in somebody's list is none.
void check_consent(Reading& reading)
{
    if (!reading.consents)
        return;
    const auto column = column_of(reading.rules.mapping, "consent");
    const bool could_tell = column_of(reading.rules.mapping, "consent_on") != Finding::whole_row;
    if (could_tell && (!reading.consent_on || !reading.consent_way))
        reading.findings.warn(
            column,
            "Zur Einwilligung fehlen Tag oder Weg. Der Eintrag bleibt gesperrt, bis sie vorliegt."_de);
    else if (reading.consent_on && reading.consent_way)
        reading.row.consent = {.way = *reading.consent_way, .given_on = *reading.consent_on, .to = {}};
}

void check_village(Reading& reading)
{
    auto& data = reading.row.data;
    const auto column = column_of(reading.rules.mapping, "village");
    if (!reading.unknown_place.empty() && reading.rules.only_in) {
        reading.findings.refuse(
            column, "„{1}“ kennen wir nicht als Dorf. Sag, welches gemeint ist, oder lass die Zeile weg."_de,
            {shortened(reading.unknown_place)});
        return;
    }
    if (!reading.unknown_place.empty()) {
        reading.findings.warn(column, "„{1}“ kennen wir nicht als Dorf. Wir tragen es als Ort ein."_de,
                              {shortened(reading.unknown_place)});
        if (data.town.empty())
            data.town = std::move(reading.unknown_place);
    }
    if (!data.village && data.town.empty() && reading.rules.default_village)
        data.village = reading.rules.default_village;
    if (!reading.rules.only_in)
        return;
    const auto& own = *reading.rules.only_in;
    if (!data.village || std::find(own.begin(), own.end(), data.village->text()) == own.end())
        reading.findings.refuse(column,
                                "Das gehört zu einem anderen Dorf. Gib die Zeile der Koordination."_de);
}

// What the columns say replaces what was there; words are only added, so that a second import changes
// nothing.
void write_own_words(Reading& reading)
{
    auto& data = reading.row.data;
    if (!reading.skills.empty())
        data.skills = std::move(reading.skills);
    for (auto& word : split_list(reading.own_words, "\n"))
        if (std::find(data.skills.begin(), data.skills.end(), word) == data.skills.end())
            data.skills.push_back(std::move(word));
    if (!reading.notes.empty())
        data.notes = std::move(reading.notes);
    for (const auto& remark : split_list(reading.remarks, "\n"))
        append_own_words(data.notes, remark);
}

// The names of the form's fields are German; the list's columns have the names of the code.
std::string_view key_of_field(std::string_view field)
{
    static const std::unordered_map<std::string_view, std::string_view> keys{{"nachname", "family_name"},
                                                                             {"vorname", "given_name"},
                                                                             {"strasse", "street"},
                                                                             {"plz", "postal_code"},
                                                                             {"ort", "town"},
                                                                             {"telefon", "phone"},
                                                                             {"mobil", "mobile"},
                                                                             {"mail", "email"},
                                                                             {"notiz", "notes"},
                                                                             {"koennen", "skills"},
                                                                             {"jahr", "birth_year"},
                                                                             {"dorf", "village"},
                                                                             {"stunden", "hours_per_month"},
                                                                             {"felder", "fields"},
                                                                             {"aufgaben", "tasks"},
                                                                             {"zeiten", "free_times"}};
    const auto found = keys.find(field);
    return found == keys.end() ? field : found->second;
}

} // namespace

PersonRow read_person(const ReadingRules& rules, const Cells& cells, PersonDraft base,
                      people::Allowed allowed)
{
    Reading reading{
        .rules = rules,
        .row = {.data = std::move(base), .consent = {}, .on_behalf = {}, .asked_places = {}, .findings = {}}};
    for (std::size_t column = 0; column < std::min(cells.size(), rules.mapping.size()); ++column)
        if (!rules.mapping[column].empty() && !trim(cells[column]).empty())
            if (const auto taker = takers().find(rules.mapping[column]); taker != takers().end())
                taker->second(reading, column, cells[column]);
    auto& row = reading.row;
    write_own_words(reading);
    check_consent(reading);
    check_village(reading);
    for (auto& problem : people::problems_of(row.data, rules.places, rules.today, allowed)) {
        // Impossible years are left out above. The register speaks to the person, here somebody reads a list.
        if (problem.field == "jahr")
            problem.text =
                "Unter 16: Das geht nur mit den Eltern, nicht mit einer Liste. Lass die Zeile weg."_de;
        reading.findings.refuse(column_of(rules.mapping, key_of_field(problem.field)), problem.text,
                                std::move(problem.values));
    }
    row.findings = reading.findings.take();
    return std::move(reading.row);
}

} // namespace dorfnetz::transfer
