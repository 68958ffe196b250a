#include "foundation/sheet/sheet.hpp"

#include "foundation/core/text.hpp"
#include "foundation/sheet/values.hpp"

namespace dorfnetz::sheet {

namespace {

constexpr std::size_t searched_rows = 30;
constexpr std::size_t longest_title = 80; // bytes

std::size_t filled_cells(const std::vector<Cell>& row)
{
    std::size_t filled = 0;
    for (const auto& cell : row)
        if (cell.kind != Cell::Kind::empty)
            ++filled;
    return filled;
}

// How many cells a row of this table usually has: the upper middle of the first rows.
std::size_t usual_width(const Table& table)
{
    std::vector<std::size_t> widths;
    for (const auto& row : table.rows) {
        if (const auto width = filled_cells(row); width > 0)
            widths.push_back(width);
        if (widths.size() == 2 * searched_rows)
            break;
    }
    if (widths.empty())
        return 0;
    const auto upper_middle = widths.begin() + static_cast<std::ptrdiff_t>(widths.size() * 2 / 3);
    std::nth_element(widths.begin(), upper_middle, widths.end());
    return *upper_middle;
}

bool looks_like_value(const Cell& cell)
{
    if (cell.kind != Cell::Kind::text)
        return true;
    const auto& text = cell.text;
    if (text.size() > longest_title || text.find('@') != std::string::npos)
        return true;
    const auto digits = std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    // "Telefon 2" is a title, "034243 5550" and "12.05.2021" are not.
    return digits * 2 > static_cast<std::ptrdiff_t>(text.size()) || parse_german_date(text).has_value();
}

bool looks_like_titles(const std::vector<Cell>& row, std::size_t width)
{
    const auto filled = filled_cells(row);
    if (filled == 0 || filled * 2 < width + (width > 2 ? 1 : 0))
        return false;
    std::vector<std::string_view> seen;
    for (const auto& cell : row) {
        if (cell.kind == Cell::Kind::empty)
            continue;
        if (looks_like_value(cell))
            return false;
        seen.push_back(cell.text);
    }
    std::sort(seen.begin(), seen.end());
    // The same title twice ("Telefon", "Telefon") is common, all alike is not a row of titles.
    return seen.size() < 2 || seen.front() != seen.back();
}

std::string_view text_at(const Table& table, std::size_t row, std::size_t column)
{
    if (row >= table.rows.size() || column >= table.rows[row].size())
        return {};
    return trim(table.rows[row][column].text);
}

// The text that covers a cell: its own or that of the range it is merged into.
std::string_view shown_at(const Table& table, std::size_t row, std::size_t column)
{
    for (const auto& range : table.merged)
        if (row >= range.first_row && row <= range.last_row && column >= range.first_column &&
            column <= range.last_column)
            return text_at(table, range.first_row, range.first_column);
    return text_at(table, row, column);
}

std::size_t width_of(const MergedRange& range)
{
    return range.last_column - range.first_column + 1U;
}

// Titles may have two levels: "Kontakt" merged over "Telefon" and "E-Mail", or "Name" merged over both rows.
std::pair<std::size_t, std::size_t> title_rows(const Table& table, std::size_t found, std::size_t width)
{
    auto first = found;
    auto last = found;
    for (const auto& range : table.merged) {
        const bool group = width_of(range) > 1 && width_of(range) < width;
        if (group && range.first_row == range.last_row && range.first_row == found &&
            found + 1 < table.rows.size() && !text_at(table, found, range.first_column).empty() &&
            looks_like_titles(table.rows[found + 1], 0))
            last = std::max<std::size_t>(last, found + 1);
        if (group && range.last_row + 1U == found &&
            !text_at(table, range.first_row, range.first_column).empty())
            first = std::min<std::size_t>(first, range.first_row);
        if (range.first_row <= found && range.last_row >= found && range.last_row > range.first_row &&
            width_of(range) == 1) {
            first = std::min<std::size_t>(first, range.first_row);
            last = std::max<std::size_t>(last, range.last_row);
        }
    }
    return {first, std::min(last, table.rows.size() - 1)};
}

std::string title_of(const Table& table, std::size_t first, std::size_t last, std::size_t column)
{
    std::string title;
    std::string_view previous;
    for (auto row = first; row <= last; ++row) {
        const auto text = shown_at(table, row, column);
        if (text.empty() || text == previous)
            continue;
        title += (title.empty() ? "" : " / ") + squeeze(text);
        previous = text;
    }
    return title;
}

} // namespace

bool is_empty(const std::vector<Cell>& row)
{
    return filled_cells(row) == 0;
}

Header guess_header(const Table& table)
{
    const auto width = usual_width(table);
    const auto end = std::min(table.rows.size(), searched_rows);
    for (std::size_t row = 0; row < end; ++row) {
        if (!looks_like_titles(table.rows[row], width))
            continue;
        const auto [first, last] = title_rows(table, row, width);
        Header header{.row = last, .first_data_row = last + 1};
        std::size_t columns = 0;
        for (auto title_row = first; title_row <= last; ++title_row)
            columns = std::max(columns, table.rows[title_row].size());
        for (std::size_t column = 0; column < columns; ++column)
            header.texts.push_back(title_of(table, first, last, column));
        return header;
    }
    std::size_t first_filled = 0;
    while (first_filled < table.rows.size() && is_empty(table.rows[first_filled]))
        ++first_filled;
    return {.row = first_filled, .first_data_row = first_filled};
}

void fill_merged(Table& table)
{
    for (const auto& range : table.merged) {
        if (range.first_row >= table.rows.size() || range.first_column >= table.rows[range.first_row].size())
            continue;
        const auto value = table.rows[range.first_row][range.first_column];
        if (value.kind == Cell::Kind::empty)
            continue;
        const auto end = std::min<std::size_t>(range.last_row + std::size_t{1}, table.rows.size());
        for (std::size_t row = range.first_row + std::size_t{1}; row < end; ++row) {
            auto& cells = table.rows[row];
            if (cells.size() <= range.first_column)
                cells.resize(range.first_column + std::size_t{1});
            cells[range.first_column] = value;
        }
    }
}

} // namespace dorfnetz::sheet
