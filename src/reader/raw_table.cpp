#include "reader/raw_table.hpp"

#include "foundation/core/text.hpp"
#include "foundation/foreign/refusals.hpp"
#include "foundation/sheet/text_encoding.hpp"
#include "foundation/sheet/values.hpp"
#include "reader/orcus_styles.hpp"

namespace dorfnetz::reader {

namespace {

constexpr std::size_t most_merged_ranges = 100'000;

bool within_limits(std::int64_t row, std::int64_t column)
{
    return row >= 0 && column >= 0 && row < static_cast<std::int64_t>(sheet::most_rows) &&
           column < static_cast<std::int64_t>(sheet::most_columns);
}

sheet::Cell date_cell(double serial)
{
    auto text = sheet::date_text(serial);
    if (!text)
        return {.kind = sheet::Cell::Kind::number, .text = sheet::number_text(serial), .number = serial};
    return {.kind = sheet::Cell::Kind::date, .text = std::move(*text), .number = serial};
}

sheet::Cell number_cell(double value, sheet::NumberFormat format, double origin)
{
    if (format.kind == sheet::NumberFormat::Kind::date)
        return date_cell(value + origin);
    auto text = format.kind == sheet::NumberFormat::Kind::padded ? sheet::padded_text(value, format.digits)
                                                                 : sheet::number_text(value);
    return {.kind = sheet::Cell::Kind::number, .text = std::move(text), .number = value};
}

sheet::Cell text_cell(const std::vector<std::string>& texts, double index)
{
    const auto position = static_cast<std::size_t>(index);
    if (index < 0 || position >= texts.size() || trim(texts[position]).empty())
        return {};
    return {.kind = sheet::Cell::Kind::text, .text = sheet::clean_text(texts[position])};
}

sheet::Cell to_cell(const RawCell& raw, const std::vector<std::string>& texts, const NumberFormats& formats,
                    double origin)
{
    switch (raw.kind) {
    case RawCell::Kind::empty:
        return {};
    case RawCell::Kind::text:
        return text_cell(texts, raw.value);
    case RawCell::Kind::number:
        return number_cell(raw.value, formats.of(raw.style), origin);
    case RawCell::Kind::date:
        return date_cell(raw.value);
    case RawCell::Kind::boolean:
        return {
            .kind = sheet::Cell::Kind::boolean, .text = raw.value != 0 ? "ja" : "nein", .number = raw.value};
    }
    return {};
}

} // namespace

RawCell& RawTable::cell(std::int64_t row, std::int64_t column)
{
    const auto row_index = static_cast<std::size_t>(row);
    const auto column_index = static_cast<std::size_t>(column);
    if (m_rows.size() <= row_index)
        m_rows.resize(row_index + 1);
    auto& cells = m_rows[row_index];
    if (cells.size() <= column_index) {
        m_cells += column_index + 1 - cells.size();
        cells.resize(column_index + 1);
    }
    return cells[column_index];
}

void RawTable::put(std::int64_t row, std::int64_t column, RawCell::Kind kind, double value)
{
    if (!within_limits(row, column) || m_cells > sheet::most_cells)
        throw LimitExceeded{foreign::too_many_cells(static_cast<std::size_t>(row < 0 ? 0 : row) + 1,
                                                    sheet::most_rows, sheet::most_columns)};
    auto& target = cell(row, column);
    target.kind = kind;
    target.value = value;
}

void RawTable::style(std::int64_t row, std::int64_t column, std::size_t style)
{
    if (within_limits(row, column) && m_cells <= sheet::most_cells)
        cell(row, column).style = static_cast<std::uint32_t>(style);
}

void RawTable::fill_down(std::int64_t row, std::int64_t column, std::int64_t rows)
{
    if (!within_limits(row, column))
        return;
    const auto source = cell(row, column);
    if (source.kind == RawCell::Kind::empty)
        return;
    for (std::int64_t below = row + 1; below <= row + rows; ++below) {
        put(below, column, source.kind, source.value);
        cell(below, column).style = source.style;
    }
}

void RawTable::merge(std::int64_t first_row, std::int64_t first_column, std::int64_t last_row,
                     std::int64_t last_column)
{
    if (!within_limits(first_row, first_column) || last_row < first_row || last_column < first_column ||
        m_merged.size() >= most_merged_ranges)
        return;
    const auto most_row = static_cast<std::int64_t>(sheet::most_rows) - 1;
    const auto most_column = static_cast<std::int64_t>(sheet::most_columns) - 1;
    m_merged.push_back({.first_row = static_cast<std::uint32_t>(first_row),
                        .first_column = static_cast<std::uint32_t>(first_column),
                        .last_row = static_cast<std::uint32_t>(std::min(last_row, most_row)),
                        .last_column = static_cast<std::uint32_t>(std::min(last_column, most_column))});
}

Result<sheet::Table> to_table(const RawTable& raw, const std::vector<std::string>& texts,
                              const NumberFormats& formats, double origin)
{
    sheet::Table table{.name = sheet::clean_text(raw.name()), .merged = raw.merged()};
    table.rows.reserve(raw.rows().size());
    for (const auto& raw_row : raw.rows()) {
        auto& row = table.rows.emplace_back();
        auto length = raw_row.size();
        while (length > 0 && raw_row[length - 1].kind == RawCell::Kind::empty)
            --length;
        row.reserve(length);
        for (std::size_t column = 0; column < length; ++column) {
            row.push_back(to_cell(raw_row[column], texts, formats, origin));
            if (row.back().text.size() > sheet::longest_cell &&
                length_in_characters(row.back().text) > sheet::longest_cell)
                return foreign::too_long_cell(table.rows.size(), sheet::longest_cell);
        }
        while (!row.empty() && row.back().kind == sheet::Cell::Kind::empty)
            row.pop_back();
    }
    while (!table.rows.empty() && sheet::is_empty(table.rows.back()))
        table.rows.pop_back();
    return table;
}

} // namespace dorfnetz::reader
