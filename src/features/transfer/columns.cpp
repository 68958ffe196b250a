#include "features/transfer/columns.hpp"

#include "features/transfer/cell_values.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/search/folding.hpp"
#include "foundation/sheet/values.hpp"

#include <algorithm>
#include <array>

namespace dorfnetz::transfer {

namespace {

// Parts of words that give a title away: "Telefonnr. dienstl.", "Mailadr. Verein".
constexpr std::array<std::pair<std::string_view, std::string_view>, 17> telling_parts{{
    {"mail", "email"},
    {"handy", "mobile"},
    {"mobil", "mobile"},
    {"telef", "phone"},
    {"tel ", "phone"},
    {"strass", "street"},
    {"postleit", "postal_code"},
    {"plz", "postal_code"},
    {"vorname", "given_name"},
    {"nachname", "family_name"},
    {"geburt", "birth_year"},
    {"homepage", "web"},
    {"webs", "web"},
    {"ortsteil", "villages"},
    {"dorf", "villages"},
    {"mitglied", "members"},
    {"grund", "founded"},
}};

// The two lists call a few things differently.
std::string known_in(Target target, std::string_view key)
{
    if (target == Target::people && key == "villages")
        return "village";
    if (target == Target::organisations && key == "mobile")
        return "phone";
    return vocabularies::find(column_list(target), key) ? std::string(key) : std::string();
}

std::string key_of_title(Target target, const std::string& title)
{
    const auto list = column_list(target);
    std::vector<std::string> readings = {title};
    // Of titles on two levels ("Kontakt / Telefon") the lower one says more.
    if (const auto slash = title.rfind(" / "); slash != std::string::npos)
        readings.push_back(title.substr(slash + 3));
    if (const auto bracket = title.find('('); bracket != std::string::npos && bracket > 0)
        readings.push_back(title.substr(0, bracket));
    for (const auto& reading : readings)
        if (auto key = vocabularies::key_from_text(list, reading))
            return *key;
    const auto folded = search::fold(readings.size() > 1 ? readings[1] : title) + ' ';
    for (const auto& [part, key] : telling_parts)
        if (folded.find(part) != std::string::npos)
            return known_in(target, key);
    return {};
}

bool looks_like_phone(std::string_view text)
{
    const auto digits = std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    return digits >= 7 && digits <= 15 &&
           text.find_first_not_of("0123456789 +-/().") == std::string_view::npos &&
           !sheet::parse_german_date(text);
}

bool looks_like_mail(std::string_view text)
{
    const auto at = text.find('@');
    return at != std::string_view::npos && at > 0 && text.find('.', at) != std::string_view::npos;
}

bool looks_like_postal_code(std::string_view text)
{
    return text.size() == 5 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

template <class Predicate>
double share(const std::vector<std::string>& values, const Predicate& fits)
{
    if (values.empty())
        return 0;
    return static_cast<double>(std::count_if(values.begin(), values.end(), fits)) /
           static_cast<double>(values.size());
}

constexpr double most = 0.6; // of the cells must look alike before a column is guessed from them

std::string key_of_content(Target target, const std::vector<std::string>& values,
                           const std::vector<villages::Village>& places)
{
    if (share(values, looks_like_mail) >= most)
        return "email";
    if (share(values, looks_like_postal_code) >= most)
        return "postal_code";
    if (share(values, looks_like_phone) >= most)
        return "phone";
    if (share(values, [&](const std::string& text) { return !villages_in(places, text).known.empty(); }) >=
        most)
        return known_in(target, "villages");
    if (share(values, [](const std::string& text) {
            return text.starts_with("http") || text.starts_with("www.");
        }) >= most)
        return known_in(target, "web");
    return {};
}

std::vector<std::string> values_of(const std::vector<Cells>& samples, std::size_t column)
{
    std::vector<std::string> values;
    for (const auto& cells : samples)
        if (column < cells.size() && !trim(cells[column]).empty())
            values.emplace_back(trim(cells[column]));
    return values;
}

bool has(const Mapping& mapping, std::string_view key)
{
    return std::find(mapping.begin(), mapping.end(), key) != mapping.end();
}

// "Ort" is the post town in one list and the village in the next.
void take_town_for_village(Target target, Mapping& mapping, const std::vector<Cells>& samples,
                           const std::vector<villages::Village>& places)
{
    const auto village = known_in(target, "villages");
    if (has(mapping, village))
        return;
    for (std::size_t column = 0; column < mapping.size(); ++column)
        if (mapping[column] == "town" &&
            key_of_content(target, values_of(samples, column), places) == village)
            mapping[column] = village;
}

} // namespace

std::string_view column_list(Target target)
{
    return target == Target::organisations ? "organisation_columns" : "person_columns";
}

bool may_repeat(std::string_view key)
{
    static constexpr std::array repeatable{"notes",    "skills",  "strengths_text", "fields", "tasks",
                                           "villages", "purpose", "strengths",      "aims",   "social_links"};
    return std::find(repeatable.begin(), repeatable.end(), key) != repeatable.end();
}

Mapping guess_columns(Target target, const std::vector<std::string>& titles,
                      const std::vector<Cells>& samples, const std::vector<villages::Village>& places)
{
    Mapping mapping(titles.size());
    const auto give = [&](std::size_t column, std::string key) {
        if (target == Target::people && key == "phone" && has(mapping, key))
            key = "mobile";
        if (!key.empty() && (!has(mapping, key) || may_repeat(key)))
            mapping[column] = std::move(key);
    };
    for (std::size_t column = 0; column < titles.size(); ++column)
        if (!trim(titles[column]).empty())
            give(column, key_of_title(target, titles[column]));
    for (std::size_t column = 0; column < titles.size(); ++column)
        if (mapping[column].empty())
            give(column, key_of_content(target, values_of(samples, column), places));
    take_town_for_village(target, mapping, samples, places);
    // Beside a column of given names, "Name" is the family's.
    if (has(mapping, "given_name") && !has(mapping, "family_name"))
        std::replace(mapping.begin(), mapping.end(), std::string("full_name"), std::string("family_name"));
    return mapping;
}

German what_is_missing(Target target, const Mapping& mapping)
{
    if (target == Target::organisations && !has(mapping, "name"))
        return "Sag uns noch, in welcher Spalte der Name steht."_de;
    if (target == Target::people && !has(mapping, "full_name") && !has(mapping, "family_name"))
        return "Sag uns noch, in welcher Spalte der Name oder Nachname steht."_de;
    for (std::size_t column = 0; column < mapping.size(); ++column)
        if (!mapping[column].empty() && !may_repeat(mapping[column]) &&
            std::count(mapping.begin(), mapping.end(), mapping[column]) > 1)
            return "Zwei Spalten haben dieselbe Bedeutung. Lass eine davon weg."_de;
    return {};
}

} // namespace dorfnetz::transfer
