#include "foundation/sheet/values.hpp"

#include "foundation/core/text.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <fmt/format.h>

namespace dorfnetz::sheet {

namespace {

using Precision = WrittenDate::Precision;

constexpr std::chrono::sys_days spreadsheet_origin =
    std::chrono::year{1899} / std::chrono::December / std::chrono::day{30};

constexpr int last_year_of_this_century = 39;

std::optional<int> whole_number(std::string_view text)
{
    int value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc{} || end != text.data() + text.size() || text.empty() || value < 0)
        return std::nullopt;
    return value;
}

std::optional<int> year_number(std::string_view text)
{
    const auto year = whole_number(text);
    if (!year)
        return std::nullopt;
    if (text.size() == 2)
        return *year + (*year <= last_year_of_this_century ? 2000 : 1900);
    if (text.size() != 4 || *year < 1000)
        return std::nullopt;
    return year;
}

std::optional<int> month_number(std::string_view text)
{
    if (text.ends_with('.'))
        text.remove_suffix(1);
    if (const auto number = whole_number(text))
        return *number >= 1 && *number <= 12 ? number : std::nullopt;
    static constexpr std::array<std::string_view, 12> names{"januar",    "februar", "märz",     "april",
                                                            "mai",       "juni",    "juli",     "august",
                                                            "september", "oktober", "november", "dezember"};
    static constexpr std::array<std::pair<std::string_view, int>, 8> others{{{"jänner", 1},
                                                                             {"jan", 1},
                                                                             {"feber", 2},
                                                                             {"mrz", 3},
                                                                             {"maerz", 3},
                                                                             {"mär", 3},
                                                                             {"sept", 9},
                                                                             {"dez", 12}}};
    auto name = replace_all(to_lower_ascii(text), "Ä", "ä");
    for (const auto& [other, number] : others)
        if (name == other)
            return number;
    if (length_in_characters(name) >= 3)
        for (std::size_t i = 0; i < names.size(); ++i)
            if (name == names[i] || (name.size() == 3 && names[i].starts_with(name)))
                return static_cast<int>(i) + 1;
    return std::nullopt;
}

std::optional<WrittenDate> made_of(int year, int month, int day, Precision precision)
{
    const Date date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                    std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok())
        return std::nullopt;
    return WrittenDate{.date = date, .precision = precision};
}

std::optional<WrittenDate> from_single_number(std::string_view text)
{
    if (text.size() == 4)
        if (const auto year = year_number(text); year && *year < 3000)
            return made_of(*year, 1, 1, Precision::year);
    const auto serial = whole_number(text);
    if (text.size() != 5 || !serial || *serial < 20'000 || *serial > 80'000)
        return std::nullopt;
    return WrittenDate{.date = Date{spreadsheet_origin + std::chrono::days{*serial}}};
}

// Parts of a date: what stands between points, slashes, dashes and spaces.
std::vector<std::string> parts_of(std::string_view text)
{
    return split_list(text, "./- ");
}

std::optional<WrittenDate> from_parts(const std::vector<std::string>& parts)
{
    if (parts.size() == 2) {
        const auto month = month_number(parts[0]);
        const auto year = year_number(parts[1]);
        // "24.12" is a day without a year, not December of 1924.
        const bool named_month = !whole_number(parts[0]);
        if (month && year && (named_month || parts[1].size() == 4))
            return made_of(*year, *month, 1, Precision::month);
        const auto first_year = parts[0].size() == 4 ? year_number(parts[0]) : std::nullopt;
        const auto last_month = month_number(parts[1]);
        return first_year && last_month ? made_of(*first_year, *last_month, 1, Precision::month)
                                        : std::nullopt;
    }
    if (parts.size() != 3)
        return std::nullopt;
    const auto month = month_number(parts[1]);
    const bool year_first = parts[0].size() == 4;
    const auto year = year_number(parts[year_first ? 0 : 2]);
    const auto day =
        parts[year_first ? 2 : 0].size() <= 2 ? whole_number(parts[year_first ? 2 : 0]) : std::nullopt;
    if (!month || !year || !day)
        return std::nullopt;
    return made_of(*year, *month, *day, Precision::day);
}

// Behind a date a time of day may stand ("24.12.2025 18:00", "2025-12-24T18:00:00").
std::string_view without_time(std::string_view text)
{
    const auto colon = text.find(':');
    if (colon == std::string_view::npos)
        return text;
    const auto gap = text.find_last_of(" T", colon);
    return gap == std::string_view::npos ? std::string_view{} : trim(text.substr(0, gap));
}

bool is_letter(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

} // namespace

std::optional<WrittenDate> parse_german_date(std::string_view text)
{
    text = without_time(trim(text));
    if (text.empty() || text.size() > 40)
        return std::nullopt;
    const auto parts = parts_of(text);
    if (parts.size() == 1)
        return parts.front() == text ? from_single_number(text) : std::nullopt;
    return from_parts(parts);
}

bool is_impossible_day(std::string_view text)
{
    text = without_time(trim(text));
    if (text.size() > 40 || parse_german_date(text))
        return false;
    auto parts = parts_of(text);
    // Without a year, what is missing in a leap year is missing in every year.
    if (parts.size() == 2 && parts[1].size() <= 2 && text.find('.') != std::string_view::npos)
        parts.emplace_back("2024");
    if (parts.size() != 3)
        return false;
    const bool year_first = parts[0].size() == 4;
    const auto& day = parts[year_first ? 2 : 0];
    const bool looks_like_date =
        day.size() <= 2 && whole_number(day) &&
        (month_number(parts[1]) || (parts[1].size() <= 2 && whole_number(parts[1]))) &&
        year_number(parts[year_first ? 0 : 2]);
    return looks_like_date && !from_parts(parts);
}

std::string number_text(double number)
{
    if (!std::isfinite(number))
        return "";
    if (std::abs(number) < 1e15 && number == std::trunc(number))
        return fmt::format("{:.0f}", number == 0 ? 0.0 : number);
    // 15 digits are what spreadsheets themselves show; the 17 of a double would turn 0.1 into
    // 0.10000000000000001.
    const auto digits_before =
        number == 0 ? 1 : static_cast<int>(std::floor(std::log10(std::abs(number)))) + 1;
    const auto decimals = std::clamp(15 - digits_before, 0, 20);
    auto text = fmt::format("{:.{}f}", number, decimals);
    if (text.find('.') != std::string::npos) {
        while (text.ends_with('0'))
            text.pop_back();
        if (text.ends_with('.'))
            text.pop_back();
    }
    return replace_all(std::move(text), ".", ",");
}

std::optional<std::string> date_text(double serial)
{
    // 2958466 is 10000-01-01.
    if (!std::isfinite(serial) || serial < 0 || serial >= 2'958'466)
        return std::nullopt;
    auto day = static_cast<int>(std::floor(serial));
    auto minutes = static_cast<int>(std::lround((serial - day) * 24 * 60));
    if (minutes == 24 * 60) {
        ++day;
        minutes = 0;
    }
    const auto time = fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
    if (day == 0)
        return time;
    auto text = to_iso(Date{spreadsheet_origin + std::chrono::days{day}});
    return minutes == 0 ? text : text + " " + time;
}

double serial_of(Date date)
{
    return static_cast<double>((std::chrono::sys_days{date} - spreadsheet_origin).count());
}

NumberFormat classify_number_format(std::string_view code)
{
    // Only the part for positive numbers counts; quoted text, escapes and [colours] are no placeholders.
    std::size_t zeros = 0;
    bool other_placeholder = false;
    bool date = false;
    for (std::size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
        const char character = code[i];
        if (character == '"' || character == '[') {
            const auto end = code.find(character == '"' ? '"' : ']', i + 1);
            // "[h]:mm" is a duration, which is shown as a time.
            if (character == '[' && end == i + 2 &&
                std::string_view{"hms"}.find(code[i + 1]) != std::string_view::npos)
                date = true;
            i = end == std::string_view::npos ? code.size() - 1 : end;
        } else if (character == '\\' || character == '_' || character == '*')
            ++i;
        else if (character == '0')
            ++zeros;
        else if (is_letter(character)) {
            const auto word = to_lower_ascii(code.substr(i, 7));
            if (word == "general" || word.starts_with("standar"))
                return {};
            // German Excel writes T and J for day and year; E and G belong to numbers.
            if (std::string_view{"dmyhstj"}.find(word.front()) != std::string_view::npos)
                date = true;
        } else if (std::string_view{"#?.,%@"}.find(character) != std::string_view::npos)
            other_placeholder = true;
    }
    if (date && zeros == 0)
        return {.kind = NumberFormat::Kind::date};
    if (date && code.find("s.0") != std::string_view::npos)
        return {.kind = NumberFormat::Kind::date};
    if (zeros >= 2 && !other_placeholder && !date)
        return {.kind = NumberFormat::Kind::padded,
                .digits = static_cast<std::uint8_t>(std::min<std::size_t>(zeros, 30))};
    return {};
}

NumberFormat builtin_number_format(std::size_t id)
{
    const bool date =
        (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
    return {.kind = date ? NumberFormat::Kind::date : NumberFormat::Kind::general};
}

std::string padded_text(double number, std::uint8_t digits)
{
    auto text = number_text(number);
    if (number >= 0 && text.size() < digits && text.find(',') == std::string::npos)
        text.insert(0, digits - text.size(), '0');
    return text;
}

} // namespace dorfnetz::sheet
