#include "features/transfer/row_reader.hpp"

#include "features/vocabularies/api.hpp"
#include "foundation/search/folding.hpp"
#include "foundation/sheet/values.hpp"

#include <algorithm>

namespace dorfnetz::transfer {

bool is_in_own(const ReadingRules& rules, const std::vector<villages::VillageId>& villages)
{
    return !rules.only_in || std::any_of(villages.begin(), villages.end(), [&](const auto& village) {
        return std::find(rules.only_in->begin(), rules.only_in->end(), village.text()) !=
               rules.only_in->end();
    });
}

bool has(const std::vector<Finding>& findings, Finding::Grade grade)
{
    return std::any_of(findings.begin(), findings.end(),
                       [&](const Finding& finding) { return finding.grade == grade; });
}

std::size_t column_of(const Mapping& mapping, std::string_view key)
{
    const auto found = std::find(mapping.begin(), mapping.end(), key);
    return found == mapping.end() ? Finding::whole_row : static_cast<std::size_t>(found - mapping.begin());
}

std::string shortened(std::string_view text)
{
    constexpr std::size_t longest = 60; // characters
    const auto shown = squeeze(text);
    const auto kept = truncate(shown, longest);
    return kept.size() == shown.size() ? shown : std::string(kept) + " …";
}

std::vector<std::string> read_phones(Findings& findings, std::size_t column, std::string_view text,
                                     std::size_t most)
{
    auto phones = phones_in(text);
    if (phones.empty())
        findings.warn(column, "Das ist keine Telefonnummer und wird ausgelassen: „{1}“"_de,
                      {shortened(text)});
    if (phones.size() > most) {
        findings.warn(column, "Nur die erste Nummer wird übernommen."_de);
        phones.resize(most);
    }
    std::vector<std::string> numbers;
    for (auto& phone : phones) {
        if (phone.mended == Phone::Mended::zero_added)
            findings.warn(column, "Null ergänzt: {1}"_de, {phone.number});
        numbers.push_back(std::move(phone.number));
    }
    return numbers;
}

std::optional<std::string> read_email(Findings& findings, std::size_t column, std::string_view text)
{
    auto found = emails_in(text);
    for (std::size_t more = 1; more < found.size(); ++more)
        findings.warn(column, "Hier ist Platz für eine Adresse, „{1}“ wird ausgelassen."_de, {found[more]});
    if (!found.empty())
        return std::move(found.front());
    findings.warn(column, "Das ist keine E-Mail-Adresse und wird ausgelassen: „{1}“"_de, {shortened(text)});
    return std::nullopt;
}

void read_area(Findings& findings, const ReadingRules& rules, std::size_t column, std::string_view text,
               organisations::Area& area)
{
    if (auto understood = organisations::area_from_text(rules.places, text)) {
        area = std::move(*understood);
        return;
    }
    auto places = meant_by(villages_in(rules.places, text), rules.place_answers);
    for (const auto& unknown : places.unknown)
        findings.warn(column, "„{1}“ kennen wir nicht als Dorf. Ohne dieses übernommen."_de,
                      {shortened(unknown)});
    if (!places.known.empty())
        area = {.villages = std::move(places.known)};
}

void append_own_words(std::string& text, std::string_view words)
{
    if (text.find(words) != std::string::npos)
        return;
    if (!text.empty())
        text += '\n';
    text += words;
}

void read_words(Findings& findings, std::size_t column, std::string_view list, std::string_view text,
                std::vector<std::string>& keys, std::string& own_words)
{
    auto words = words_in(list, text);
    for (const auto& unknown : words.unknown) {
        findings.warn(column, "„{1}“ steht in keiner unserer Listen und wird in euren Worten übernommen."_de,
                      {shortened(unknown)});
        append_own_words(own_words, unknown);
    }
    if (!words.keys.empty())
        keys = std::move(words.keys);
}

std::optional<Date> read_date(Findings& findings, std::size_t column, std::string_view text, Date latest)
{
    const auto written = sheet::parse_german_date(text);
    if (written && written->date <= latest)
        return written->date;
    findings.warn(column, "Das ist kein Tag bis heute und wird ausgelassen: „{1}“"_de, {shortened(text)});
    return std::nullopt;
}

void read_number(Findings& findings, std::size_t column, std::optional<std::int64_t> found,
                 std::optional<std::int64_t>& number)
{
    if (found)
        number = found;
    else
        findings.warn(column, "Das ist keine Zahl und wird ausgelassen."_de);
}

bool is_no_entry(const ReadingRules& rules, const Cells& cells)
{
    std::string first;
    bool has_letters = false;
    for (const auto& cell : cells) {
        const auto folded = search::fold(cell);
        if (first.empty())
            first = folded;
        has_letters = has_letters || folded.find_first_not_of("0123456789 ") != std::string::npos;
    }
    const auto is_empty_at = [&](std::string_view key) {
        const auto column = column_of(rules.mapping, key);
        return column >= cells.size() || search::fold(cells[column]).empty();
    };
    const bool has_no_name = is_empty_at("name") && is_empty_at("full_name") && is_empty_at("family_name") &&
                             is_empty_at("given_name");
    // Nothing, or only figures without a name: the sums below a list.
    if (first.empty() || (has_no_name && !has_letters))
        return true;
    return first.starts_with("summe ") || first == "summe" || first == "gesamt" || first == "insgesamt" ||
           first.starts_with("gesamtzahl") || first.starts_with("anzahl ");
}

} // namespace dorfnetz::transfer
