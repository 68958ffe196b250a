#include "features/people/own_data.hpp"
#include "features/people/people_pages.hpp"
#include "foundation/core/text.hpp"
#include "foundation/pdf/pdf.hpp"

#include <fmt/format.h>

namespace dorfnetz::people {

namespace {

using html::json_text;
using web::Context;

std::string paragraph_of(const OwnSection& section)
{
    std::vector<std::string> lines{section.heading};
    for (const auto& entry : section.entries) {
        std::vector<std::string> facts;
        for (const auto& [label, text] : entry)
            facts.push_back(label + ": " + text);
        // What there is one of is long, and reads better in lines.
        lines.push_back(section.entries.size() == 1 ? join(facts, "\n") : "– " + join(facts, "; "));
    }
    return join(lines, "\n");
}

std::string json_list(const std::vector<std::string>& texts)
{
    std::vector<std::string> quoted;
    for (const auto& text : texts)
        quoted.push_back(json_text(text));
    return '[' + join(quoted, ", ") + ']';
}

std::string json_number(const std::optional<std::int64_t>& number)
{
    return number ? std::to_string(*number) : "null";
}

// Art. 20 GDPR: in names and keys that another program can read.
std::string json_entry(const OwnData& data)
{
    const auto& entry = data.person.data;
    std::vector<std::string> times;
    for (const auto& time : entry.free_times)
        times.push_back(time.weekday + '.' + time.time_of_day);
    const std::vector<std::pair<std::string_view, std::string>> members{
        {"given_name", json_text(entry.given_name)},
        {"family_name", json_text(entry.family_name)},
        {"birth_year", json_number(entry.birth_year)},
        {"village", json_text(village_name(data.places, entry.village))},
        {"street", json_text(entry.street.seen_by(accounts::the_owner()))},
        {"postal_code", json_text(entry.postal_code)},
        {"town", json_text(entry.town)},
        {"phone", json_text(entry.phone.seen_by(accounts::the_owner()))},
        {"mobile", json_text(entry.mobile.seen_by(accounts::the_owner()))},
        {"email", json_text(entry.email.seen_by(accounts::the_owner()))},
        {"reach", json_text(to_text(entry.reach))},
        {"fields", json_list(entry.fields)},
        {"tasks", json_list(entry.tasks)},
        {"skills", json_list(entry.skills)},
        {"mobility", json_list(entry.mobility)},
        {"languages", json_list(entry.languages)},
        {"free_times", json_list(times)},
        {"hours_per_month", json_number(entry.hours_per_month)},
        {"notes", json_text(entry.notes)},
    };
    std::vector<std::string> lines;
    for (const auto& [name, value] : members)
        lines.push_back(fmt::format("    {}: {}", json_text(name), value));
    return "{\n" + join(lines, ",\n") + "\n  }";
}

std::string json_section(const OwnSection& section)
{
    std::vector<std::string> entries;
    for (const auto& entry : section.entries) {
        std::vector<std::string> facts;
        for (const auto& [label, text] : entry)
            facts.push_back(json_text(label) + ": " + json_text(text));
        entries.push_back("      {" + join(facts, ", ") + '}');
    }
    return fmt::format("    {{\"key\": {}, \"heading\": {}, \"entries\": [\n{}\n    ]}}",
                       json_text(section.key), json_text(section.heading), join(entries, ",\n"));
}

} // namespace

Result<std::string> letter_with(const Context& context, const OwnData& data)
{
    pdf::Letter letter;
    letter.return_line = context.network.name;
    letter.recipient = {data.person.data.name()};
    for (auto& line : address_lines(data.person.data, accounts::the_owner()))
        letter.recipient.push_back(std::move(line));
    letter.details = {i18n::format_date(context.region(), context.today(), i18n::DateStyle::plain)};
    letter.subject = context.t("Was wir über dich gespeichert haben"_de);
    letter.paragraphs = {
        context.t("Hallo {1},"_de, {data.person.data.name()}),
        context.t("das ist alles, was wir über dich gespeichert haben. Stimmt etwas nicht, soll "
                  "etwas ruhen oder gelöscht werden? Sag es uns, wie es dir am leichtesten "
                  "fällt. Mit einer E-Mail-Adresse geht es auch hier: {1}"_de,
                  {context.absolute_url("/meine-daten")})};
    for (const auto& section : data.sections)
        letter.paragraphs.push_back(paragraph_of(section));
    letter.closing = context.t("Danke und herzliche Grüße"_de);
    letter.signatory = context.network.name;
    return pdf::render_letters({.title = letter.subject,
                                .author = context.network.name,
                                .language = std::string(i18n::code(context.language)),
                                .created = context.now(),
                                .page_text = context.t("Seite {1} von {2}"_de, {"{1}", "{2}"})},
                               std::span(&letter, 1));
}

std::string json_of(const Context& context, const OwnData& data)
{
    std::vector<std::string> sections;
    for (const auto& section : data.sections)
        sections.push_back(json_section(section));
    return fmt::format(
        "{{\n  \"network\": {},\n  \"made_at\": {},\n  \"entry\": {},\n  \"sections\": [\n{}\n  "
        "]\n}}\n",
        json_text(context.network.name), json_text(to_iso(context.now())), json_entry(data),
        join(sections, ",\n"));
}

} // namespace dorfnetz::people
