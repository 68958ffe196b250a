#include "reader/table_builder.hpp"

#include "foundation/core/clock.hpp"
#include "foundation/core/text.hpp"
#include "foundation/foreign/refusals.hpp"
#include "foundation/sheet/text_encoding.hpp"
#include "foundation/sheet/values.hpp"
#include "reader/refused.hpp"

#include <algorithm>
#include <charconv>

namespace dorfnetz::reader {

namespace {

constexpr std::size_t most_merged_ranges = 50'000;

using sheet::Cell;

} // namespace

void TableBuilder::begin_table(std::string_view name)
{
    if (m_workbook.tables.size() >= sheet::most_tables)
        throw Refused{foreign::too_many_tables(sheet::most_tables)};
    m_workbook.tables.push_back({.name = sheet::clean_text(name.substr(0, 200))});
}

void TableBuilder::put(std::size_t row, std::size_t column, Cell cell)
{
    if (cell.kind == Cell::Kind::empty)
        return;
    if (cell.text.size() > sheet::longest_cell && length_in_characters(cell.text) > sheet::longest_cell)
        throw Refused{foreign::too_long_cell(row + 1, sheet::longest_cell)};
    if (row >= sheet::most_rows || column >= sheet::most_columns)
        throw Refused{foreign::too_many_cells(row + 1, sheet::most_rows, sheet::most_columns)};
    auto& rows = m_workbook.tables.back().rows;
    if (rows.size() <= row)
        rows.resize(row + 1);
    if (rows[row].size() <= column) {
        m_cells += column + 1 - rows[row].size();
        rows[row].resize(column + 1);
    }
    m_text += cell.text.size();
    if (m_cells > sheet::most_cells || m_text > most_text)
        throw Refused{foreign::oversized_file()};
    rows[row][column] = std::move(cell);
}

void TableBuilder::merge(std::size_t first_row, std::size_t first_column, std::size_t last_row,
                         std::size_t last_column)
{
    auto& merged = m_workbook.tables.back().merged;
    if (first_row > last_row || first_column > last_column || last_row >= sheet::most_rows ||
        first_column >= sheet::most_columns || merged.size() >= most_merged_ranges)
        return;
    merged.push_back(
        {.first_row = static_cast<std::uint32_t>(first_row),
         .first_column = static_cast<std::uint32_t>(first_column),
         .last_row = static_cast<std::uint32_t>(last_row),
         .last_column = static_cast<std::uint32_t>(std::min(last_column, sheet::most_columns - 1))});
}

Cell text_cell(std::string_view text)
{
    auto clean = sheet::clean_text(text);
    if (trim(clean).empty())
        return {};
    return {.kind = Cell::Kind::text, .text = std::move(clean)};
}

Cell number_cell(double number)
{
    return {.kind = Cell::Kind::number, .text = sheet::number_text(number), .number = number};
}

Cell boolean_cell(bool value)
{
    return {.kind = Cell::Kind::boolean, .text = value ? "ja" : "nein", .number = value ? 1.0 : 0.0};
}

Cell date_cell(double serial)
{
    auto text = sheet::date_text(serial);
    if (!text)
        return number_cell(serial);
    return {.kind = Cell::Kind::date, .text = std::move(*text), .number = serial};
}

Cell iso_date_cell(std::string_view text)
{
    const auto date = date_from_iso(text.substr(0, 10));
    if (!date)
        return text_cell(text);
    double of_day = 0;
    if (text.size() >= 16 && text[10] == 'T' && text[13] == ':')
        of_day = (to_number(text.substr(11, 2)) * 60 + to_number(text.substr(14, 2))) / (24 * 60);
    return {.kind = Cell::Kind::date,
            .text = to_iso(*date) + (of_day > 0 ? " " + std::string{text.substr(11, 5)} : ""),
            .number = sheet::serial_of(*date) + of_day};
}

double to_number(std::string_view text)
{
    text = trim(text);
    double number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

} // namespace dorfnetz::reader
