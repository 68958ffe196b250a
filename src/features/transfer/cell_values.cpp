#include "features/transfer/cell_values.hpp"

#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/phone/phone.hpp"
#include "foundation/search/folding.hpp"
#include "foundation/sheet/values.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace dorfnetz::transfer {

namespace {

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

template <class T>
void add_once(std::vector<T>& list, T value)
{
    if (std::find(list.begin(), list.end(), value) == list.end())
        list.push_back(std::move(value));
}

// " und " and its like between villages and words count as commas.
std::string with_commas(std::string_view text)
{
    std::string list(text);
    for (const auto* word : {" und ", " u. ", " & ", " + ", " sowie ", " and "})
        list = replace_all(std::move(list), word, ", ");
    return list;
}

std::vector<std::size_t> days_in(std::string_view word)
{
    const auto days = vocabularies::entries("weekdays");
    const auto position = [&](std::string_view text) -> std::optional<std::size_t> {
        const auto key = vocabularies::key_from_text("weekdays", text);
        for (std::size_t i = 0; key && i < days.size(); ++i)
            if (days[i].key == *key)
                return i;
        return std::nullopt;
    };
    if (const auto dash = word.find('-'); dash != std::string_view::npos) {
        const auto from = position(word.substr(0, dash));
        const auto to = position(word.substr(dash + 1));
        std::vector<std::size_t> all;
        for (auto day = from.value_or(1); from && to && day <= *to; ++day)
            all.push_back(day);
        return all;
    }
    const auto folded = search::fold(word);
    if (folded == "wochenende" || folded == "wochenenden")
        return {5, 6};
    if (folded == "taglich" || folded == "immer")
        return {0, 1, 2, 3, 4, 5, 6};
    if (folded == "werktags" || folded == "wochentags")
        return {0, 1, 2, 3, 4};
    if (const auto day = position(word))
        return {*day};
    return {};
}

} // namespace

std::string digits_of(std::string_view text)
{
    std::string digits;
    std::copy_if(text.begin(), text.end(), std::back_inserter(digits), is_digit);
    return digits;
}

Words words_in(std::string_view list, std::string_view text)
{
    Words found;
    for (const auto& part : split_list(text, ",;\n|")) {
        if (auto key = vocabularies::key_from_text(list, part)) {
            add_once(found.keys, std::move(*key));
            continue;
        }
        // "Sport und Musik" are two words, "Sport und Bewegung" is one.
        for (const auto& word : split_list(replace_all(with_commas(part), "/", ","), ",")) {
            if (auto key = vocabularies::key_from_text(list, word))
                add_once(found.keys, std::move(*key));
            else
                add_once(found.unknown, word);
        }
    }
    return found;
}

Places villages_in(const std::vector<villages::Village>& places, std::string_view text)
{
    Places found;
    for (const auto& part : split_list(text, ",;\n|")) {
        if (const auto village = villages::village_by_name(places, part)) {
            add_once(found.known, village->id);
            continue;
        }
        for (const auto& word : split_list(with_commas(part), ",/&+")) {
            if (const auto village = villages::village_by_name(places, word))
                add_once(found.known, village->id);
            else
                add_once(found.unknown, word);
        }
    }
    return found;
}

std::optional<Phone> phone_in(std::string_view text)
{
    const std::string written = squeeze(text);
    const bool bare = !written.empty() && std::all_of(written.begin(), written.end(), is_digit);
    if (bare && written.starts_with("49") && written.size() >= 10)
        if (auto number = phone::normalise('+' + written))
            return Phone{std::move(*number), Phone::Mended::country_added};
    if (bare && written.front() != '0' && written.size() >= 7)
        if (auto number = phone::normalise('0' + written))
            return Phone{std::move(*number), Phone::Mended::zero_added};
    if (digits_of(written).size() < 5 || written.find_first_of("@") != std::string::npos)
        return std::nullopt;
    if (auto number = phone::normalise(written))
        return Phone{std::move(*number), Phone::Mended::no};
    return std::nullopt;
}

std::vector<Phone> phones_in(std::string_view text)
{
    if (auto whole = phone_in(text))
        return {std::move(*whole)};
    std::vector<Phone> found;
    for (const auto& part :
         split_list(replace_all(replace_all(std::string(text), " / ", ";"), " oder ", ";"), ",;\n")) {
        // Remarks around the number go: "(abends)", "Handy:".
        const auto begin = part.find_first_of("+0123456789");
        const auto end = part.find_last_of("0123456789");
        if (begin == std::string::npos)
            continue;
        if (auto number = phone_in(std::string_view(part).substr(begin, end - begin + 1)))
            found.push_back(std::move(*number));
    }
    return found;
}

std::vector<std::string> emails_in(std::string_view text)
{
    std::vector<std::string> found;
    for (auto part : split_list(text, ",; \n<>")) {
        if (part.starts_with("mailto:"))
            part.erase(0, 7);
        const auto at = part.find('@');
        if (at != std::string::npos && at > 0 && part.find('.', at) != std::string::npos &&
            part.find('@', at + 1) == std::string::npos && !part.ends_with('.'))
            found.push_back(to_lower_ascii(part));
    }
    return found;
}

std::optional<std::int64_t> year_in(std::string_view text)
{
    if (const auto date = sheet::parse_german_date(text))
        return static_cast<int>(date->date.year());
    for (std::size_t i = 0; i + 4 <= text.size(); ++i) {
        const auto four = text.substr(i, 4);
        const bool alone =
            (i == 0 || !is_digit(text[i - 1])) && (i + 4 == text.size() || !is_digit(text[i + 4]));
        if (alone && std::all_of(four.begin(), four.end(), is_digit))
            return number_in(four);
    }
    return std::nullopt;
}

std::optional<std::int64_t> number_in(std::string_view text)
{
    const auto begin = text.find_first_of("0123456789");
    if (begin == std::string_view::npos || (begin > 0 && text[begin - 1] == '-'))
        return std::nullopt;
    std::string digits;
    for (std::size_t i = begin; i < text.size(); ++i) {
        const bool thousands = text[i] == '.' && i + 3 < text.size() && is_digit(text[i + 1]) &&
                               is_digit(text[i + 2]) && is_digit(text[i + 3]) &&
                               (i + 4 == text.size() || !is_digit(text[i + 4]));
        if (is_digit(text[i]))
            digits.push_back(text[i]);
        else if (!thousands)
            break;
    }
    std::int64_t number = 0;
    const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (failed != std::errc{} || end != digits.data() + digits.size())
        return std::nullopt;
    return number;
}

bool is_yes(std::string_view text)
{
    static constexpr std::array words{"ja",   "j",   "x", "1",         "wahr",
                                      "true", "yes", "y", "liegt vor", "vorhanden"};
    return std::find(words.begin(), words.end(), search::fold(text)) != words.end() || trim(text) == "✓";
}

std::optional<organisations::Kind> kind_in(std::string_view text)
{
    const auto key = vocabularies::key_from_text("kinds", text);
    return key ? organisations::kind_from_text(*key) : std::nullopt;
}

organisations::Kind kind_of_name(std::string_view name)
{
    using organisations::Kind;

    struct Sign
    {
        std::string_view part;
        Kind kind;
    };

    // In this order: a "Förderverein der Grundschule e.V." is a club.
    static constexpr std::array signs{Sign{"verein ", Kind::club},
                                      Sign{" e v ", Kind::club},
                                      Sign{"feuerwehr", Kind::fire_brigade},
                                      Sign{" ffw ", Kind::fire_brigade},
                                      Sign{"ortschaftsrat", Kind::council},
                                      Sign{"ortsbeirat", Kind::council},
                                      Sign{"gemeinderat", Kind::council},
                                      Sign{"kirch", Kind::parish},
                                      Sign{"pfarr", Kind::parish},
                                      Sign{"grundschule", Kind::school},
                                      Sign{"schule ", Kind::school},
                                      Sign{"kita ", Kind::school},
                                      Sign{"kindergarten", Kind::school},
                                      Sign{"initiative", Kind::initiative},
                                      Sign{" gmbh ", Kind::company},
                                      Sign{" kg ", Kind::company},
                                      Sign{" ohg ", Kind::company},
                                      Sign{" ug ", Kind::company},
                                      Sign{" gbr ", Kind::company},
                                      Sign{"backerei", Kind::company},
                                      Sign{"tischlerei", Kind::company},
                                      Sign{"gasthof", Kind::company},
                                      Sign{"inh ", Kind::company},
                                      Sign{"stadtverwaltung", Kind::municipality},
                                      Sign{"gemeindeverwaltung", Kind::municipality}};
    const auto folded = ' ' + search::fold(name) + ' ';
    for (const auto& sign : signs)
        if (folded.find(sign.part) != std::string::npos)
            return sign.kind;
    return Kind::club;
}

Address address_in(std::string_view text)
{
    Address address;
    for (std::size_t i = 0; i + 5 <= text.size(); ++i) {
        const auto five = text.substr(i, 5);
        const bool alone =
            (i == 0 || !is_digit(text[i - 1])) && (i + 5 == text.size() || !is_digit(text[i + 5]));
        if (alone && std::all_of(five.begin(), five.end(), is_digit)) {
            address.postal_code = std::string(five);
            address.town = squeeze(text.substr(i + 5));
            text = text.substr(0, i);
            break;
        }
    }
    auto street = squeeze(text);
    if (const auto comma = street.find(','); address.postal_code.empty() && comma != std::string::npos) {
        address.town = squeeze(street.substr(comma + 1));
        street.resize(comma);
    }
    if (street.ends_with(" D-"))
        street.resize(street.size() - 2);
    while (!street.empty() && (street.back() == ',' || street.back() == ' '))
        street.pop_back();
    address.street = std::move(street);
    return address;
}

Times times_in(std::string_view text)
{
    Times found;
    const auto days = vocabularies::entries("weekdays");
    const auto times = vocabularies::entries("times_of_day");
    std::vector<std::size_t> open; // days named before their time: "Sa + So abends"
    const auto add = [&](const std::vector<std::size_t>& on, const std::optional<std::string>& time) {
        for (const auto day : on)
            for (const auto& known : times)
                if (!time || known.key == *time)
                    add_once(found.times, people::FreeTime{days[day].key, known.key});
    };
    for (const auto& part : split_list(with_commas(text), ",;\n/")) {
        std::vector<std::size_t> on;
        std::optional<std::string> time;
        bool understood = true;
        for (const auto& word : split_list(replace_all(part, " - ", "-"), " .")) {
            if (const auto named = days_in(word); !named.empty())
                on.insert(on.end(), named.begin(), named.end());
            else if (auto key = vocabularies::key_from_text("times_of_day", word))
                time = std::move(key);
            else if (word != "am" && word != "im" && word != "ab")
                understood = false;
        }
        if (!understood) {
            found.unknown.push_back(part);
        } else if (!time) {
            open.insert(open.end(), on.begin(), on.end());
        } else {
            on.insert(on.end(), open.begin(), open.end());
            open.clear();
            add(on.empty() ? std::vector<std::size_t>{0, 1, 2, 3, 4, 5, 6} : on, time);
        }
    }
    add(open, std::nullopt);
    std::sort(found.times.begin(), found.times.end());
    return found;
}

Name name_in(std::string_view text)
{
    auto written = squeeze(text);
    for (const auto* title : {"Frau ", "Herr ", "Herrn ", "Familie ", "Fam. "})
        if (written.starts_with(title))
            written.erase(0, std::string_view(title).size());
    if (const auto comma = written.find(','); comma != std::string::npos)
        return {squeeze(written.substr(comma + 1)), squeeze(written.substr(0, comma))};
    const auto words = split_list(written, " ");
    if (words.size() < 2)
        return {{}, written};
    // What is written small before the last word belongs to it: "von der".
    auto family = words.size() - 1;
    while (family > 1 && words[family - 1].front() >= 'a' && words[family - 1].front() <= 'z')
        --family;
    const auto middle = words.begin() + static_cast<std::ptrdiff_t>(family);
    return {join({words.begin(), middle}, " "), join({middle, words.end()}, " ")};
}

} // namespace dorfnetz::transfer
