#include "foundation/sheet/write.hpp"

#include "foundation/core/text.hpp"
#include "foundation/sheet/values.hpp"

#include <fmt/format.h>

namespace dorfnetz::sheet {

namespace {

constexpr double widest_column = 60;
constexpr double narrowest_column = 8;

bool only(std::string_view text, std::string_view allowed)
{
    return text.find_first_not_of(allowed) == std::string_view::npos;
}

bool has_digit(std::string_view text)
{
    return text.find_first_of("0123456789") != std::string_view::npos;
}

// "-5", "+3,5": a sign, digits and at most one decimal mark.
bool is_plain_number(std::string_view text)
{
    const auto rest = text.substr(1);
    return has_digit(rest) && only(rest, "0123456789,.") &&
           std::count_if(rest.begin(), rest.end(), [](char c) { return c == ',' || c == '.'; }) <= 1;
}

bool is_telephone_number(std::string_view text)
{
    return text.front() == '+' && text.size() > 1 && text[1] >= '1' && text[1] <= '9' &&
           only(text.substr(1), "0123456789 ()/-");
}

bool could_be_formula(std::string_view text)
{
    if (text.empty())
        return false;
    if (text.front() == '\t' || text.front() == '\r' || text.front() == '\n')
        return true;
    const auto visible = trim(text);
    if (visible.empty() || std::string_view{"=+-@"}.find(visible.front()) == std::string_view::npos)
        // Full-width signs are taken for the plain ones by East Asian versions of Excel.
        return visible.starts_with("＝") || visible.starts_with("＋") || visible.starts_with("－") ||
               visible.starts_with("＠");
    return !is_plain_number(visible) && !is_telephone_number(visible);
}

void append_field(std::string& csv, std::string_view text)
{
    if (text.find_first_of(";\"\r\n\t") == std::string_view::npos && trim(text).size() == text.size()) {
        csv.append(text);
        return;
    }
    csv.push_back('"');
    for (const char character : text) {
        if (character == '"')
            csv.push_back('"');
        csv.push_back(character);
    }
    csv.push_back('"');
}

void append_text(std::string& csv, std::string_view text)
{
    append_field(csv, could_be_formula(text) ? "'" + std::string{text} : std::string{text});
}

void append_value(std::string& csv, const Value& value)
{
    if (const auto* text = std::get_if<std::string>(&value))
        append_text(csv, *text);
    else if (const auto* number = std::get_if<double>(&value))
        csv.append(number_text(*number));
    else if (const auto* date = std::get_if<Date>(&value))
        fmt::format_to(std::back_inserter(csv), "{:02}.{:02}.{:04}", static_cast<unsigned>(date->day()),
                       static_cast<unsigned>(date->month()), static_cast<int>(date->year()));
    else if (const auto* yes = std::get_if<bool>(&value))
        csv.append(*yes ? "ja" : "nein");
}

double width_of(const Value& value)
{
    if (const auto* text = std::get_if<std::string>(&value))
        return static_cast<double>(length_in_characters(std::string_view{*text}.substr(0, text->find('\n'))));
    if (const auto* number = std::get_if<double>(&value))
        return static_cast<double>(number_text(*number).size());
    return std::holds_alternative<Date>(value) ? 11 : 0;
}

} // namespace

std::string write_csv(const Sheet& sheet)
{
    std::string csv = "\xEF\xBB\xBF";
    for (std::size_t i = 0; i < sheet.columns.size(); ++i) {
        if (i > 0)
            csv.push_back(';');
        append_text(csv, sheet.columns[i].title);
    }
    csv.append("\r\n");
    for (const auto& row : sheet.rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (i > 0)
                csv.push_back(';');
            append_value(csv, row[i]);
        }
        csv.append("\r\n");
    }
    return csv;
}

std::vector<double> column_widths(const Sheet& sheet)
{
    std::vector<double> widths;
    for (std::size_t column = 0; column < sheet.columns.size(); ++column) {
        if (sheet.columns[column].width > 0) {
            widths.push_back(sheet.columns[column].width);
            continue;
        }
        // Titles are bold and carry the filter's button.
        double width = static_cast<double>(length_in_characters(sheet.columns[column].title)) * 1.1 + 3;
        for (const auto& row : sheet.rows)
            if (column < row.size())
                width = std::max(width, width_of(row[column]) + 1);
        widths.push_back(std::clamp(width, narrowest_column, widest_column));
    }
    return widths;
}

} // namespace dorfnetz::sheet
