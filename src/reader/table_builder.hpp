#pragma once

#include "foundation/sheet/sheet.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace dorfnetz::reader {

// Most bytes of text in all tables together: one long text shown in a million cells would fill all memory.
constexpr std::size_t most_text = std::size_t{64} << 20;

// Texts beyond this cannot be within the limit for a cell; the rest of them is not kept.
constexpr std::size_t most_bytes_of_a_text = 4 * sheet::longest_cell + 4;

// Builds the tables of a workbook within the limits of sheet.hpp; all functions throw Refused, naming the
// row, when a limit is exceeded. Rows and columns are counted from 0.
class TableBuilder
{
public:
    explicit TableBuilder(sheet::Workbook& workbook) : m_workbook(workbook) {}

    void begin_table(std::string_view name);
    // An empty cell leaves no trace.
    void put(std::size_t row, std::size_t column, sheet::Cell cell);
    // Ranges outside the limits are left out.
    void merge(std::size_t first_row, std::size_t first_column, std::size_t last_row,
               std::size_t last_column);

private:
    sheet::Workbook& m_workbook;
    std::size_t m_cells = 0;
    std::size_t m_text = 0;
};

// The cells that both formats have.
sheet::Cell text_cell(std::string_view text);
sheet::Cell number_cell(double number);
sheet::Cell boolean_cell(bool value);
// A day that no calendar has stays the number that it is in the file.
sheet::Cell date_cell(double serial);
// "2026-03-01" or "2026-03-01T18:30:00"; something else becomes text.
sheet::Cell iso_date_cell(std::string_view text);

// Reads a number as XML writes it; nothing is 0.
double to_number(std::string_view text);

} // namespace dorfnetz::reader
