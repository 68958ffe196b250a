#include "foundation/sheet/workbook_wire.hpp"

#include "foundation/core/text.hpp"
#include "foundation/foreign/refusals.hpp"
#include "foundation/foreign/wire.hpp"

namespace dorfnetz::sheet {

namespace {

using foreign::WireReader;
using foreign::WireWriter;

void write_cell(WireWriter& writer, const Cell& cell)
{
    writer.byte(static_cast<std::uint8_t>(cell.kind));
    if (cell.kind == Cell::Kind::empty)
        return;
    writer.text(cell.text);
    if (cell.kind != Cell::Kind::text)
        writer.real(cell.number);
}

bool read_cell(WireReader& reader, Cell& cell)
{
    const auto kind = reader.byte();
    if (kind > static_cast<std::uint8_t>(Cell::Kind::boolean))
        return false;
    cell.kind = static_cast<Cell::Kind>(kind);
    if (cell.kind == Cell::Kind::empty)
        return reader.ok();
    cell.text = reader.text();
    if (cell.kind != Cell::Kind::text)
        cell.number = reader.real();
    // Checked by bytes first, so that an endless text is not walked through.
    return reader.ok() && cell.text.size() <= 4 * longest_cell && is_clean_utf8(cell.text);
}

bool read_table(WireReader& reader, Table& table, std::size_t& cells)
{
    table.name = reader.text();
    if (!is_clean_utf8(table.name))
        return false;
    const auto rows = reader.count(4);
    if (rows > most_rows)
        return false;
    table.rows.resize(rows);
    for (auto& row : table.rows) {
        const auto columns = reader.count(1);
        cells += columns;
        if (columns > most_columns || cells > most_cells)
            return false;
        row.resize(columns);
        for (auto& cell : row)
            if (!read_cell(reader, cell))
                return false;
    }
    const auto merged = reader.count(16);
    for (std::uint32_t i = 0; i < merged; ++i) {
        MergedRange range{.first_row = reader.number(),
                          .first_column = reader.number(),
                          .last_row = reader.number(),
                          .last_column = reader.number()};
        if (range.first_row > range.last_row || range.first_column > range.last_column)
            return false;
        table.merged.push_back(range);
    }
    return reader.ok();
}

} // namespace

std::string to_wire(const Workbook& workbook)
{
    WireWriter writer;
    writer.number(static_cast<std::uint32_t>(workbook.tables.size()));
    for (const auto& table : workbook.tables) {
        writer.text(table.name);
        writer.number(static_cast<std::uint32_t>(table.rows.size()));
        for (const auto& row : table.rows) {
            writer.number(static_cast<std::uint32_t>(row.size()));
            for (const auto& cell : row)
                write_cell(writer, cell);
        }
        writer.number(static_cast<std::uint32_t>(table.merged.size()));
        for (const auto& range : table.merged) {
            writer.number(range.first_row);
            writer.number(range.first_column);
            writer.number(range.last_row);
            writer.number(range.last_column);
        }
    }
    return writer.take();
}

Result<Workbook> from_wire(std::string_view bytes)
{
    WireReader reader{bytes};
    Workbook workbook;
    const auto tables = reader.count(12);
    if (tables > most_tables)
        return foreign::damaged_file();
    workbook.tables.resize(tables);
    std::size_t cells = 0;
    for (auto& table : workbook.tables)
        if (!read_table(reader, table, cells))
            return foreign::damaged_file();
    if (!reader.ok() || !reader.at_end())
        return foreign::damaged_file();
    return workbook;
}

} // namespace dorfnetz::sheet
