#pragma once

#include "foundation/core/result.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

// Tables as clubs send them: CSV, XLSX and ODS become the same plain structs.
namespace dorfnetz::sheet {

// What is more than this is refused, not cut: a list cut in silence loses people.
constexpr std::size_t most_rows = 200'000;
constexpr std::size_t most_columns = 300;
constexpr std::size_t longest_cell = 32'000; // characters; Excel itself ends at 32,767
constexpr std::size_t most_cells = 3'000'000;
constexpr std::size_t most_tables = 100;
constexpr std::size_t largest_file = std::size_t{20} << 20; // bytes

// `text` always holds what a person would see: a telephone number kept as a number is "49341234567", a date
// is "2026-03-01" (with a time "2026-03-01 18:30"), a boolean is "ja" or "nein". `number` is set for number,
// date (days since 1899-12-30, as spreadsheets count) and boolean.
struct Cell
{
    enum class Kind : std::uint8_t { empty, text, number, date, boolean };

    Kind kind = Kind::empty;
    std::string text = {};
    double number = 0;

    bool operator==(const Cell&) const = default;
};

// Cells shown as one; the value lies in the first (top left) cell. Counted from 0, both ends included.
struct MergedRange
{
    std::uint32_t first_row = 0;
    std::uint32_t first_column = 0;
    std::uint32_t last_row = 0;
    std::uint32_t last_column = 0;

    bool operator==(const MergedRange&) const = default;
};

// Rows may differ in length; row i is row i + 1 in the person's program, also behind empty rows.
struct Table
{
    std::string name = {};
    std::vector<std::vector<Cell>> rows = {};
    std::vector<MergedRange> merged = {};
};

struct Workbook
{
    std::vector<Table> tables = {};
};

// Reads comma, semicolon or tab separated text in UTF-8, UTF-16 or Windows-1252. All cells are text or empty.
// Fails with the row's number in `values` if a quote is never closed or a limit is exceeded.
Result<Table> read_csv(std::string_view bytes);

// Reads a file that somebody sent; what it is, is decided by its content, its name only serves as the
// table's name. CSV is read here, XLSX and ODS in the limited program `reader_program` (dorfnetz-read).
// Fails with a text that says what to do, e.g. for an old .xls, a PDF, a password, a damaged file.
Result<Workbook> read_foreign(const std::filesystem::path& reader_program, std::string_view bytes,
                              std::string_view file_name);

// Where the column titles stand. `texts` is empty if no row looks like titles.
struct Header
{
    std::size_t row = 0;                 // the lowest row of the titles
    std::size_t first_data_row = 0;      // the row after it
    std::vector<std::string> texts = {}; // one per column; of two-level titles "Kontakt / Telefon"
};

// Finds the titles below a heading ("Mitgliederliste 2025"), remarks and empty rows.
Header guess_header(const Table& table);

// Writes the value of cells merged over several rows into each of these rows, because a list that shows a
// village once for five clubs means it five times.
void fill_merged(Table& table);

// Whether no cell of the row shows anything.
bool is_empty(const std::vector<Cell>& row);

} // namespace dorfnetz::sheet
