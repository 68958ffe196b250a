#pragma once

#include "foundation/core/clock.hpp"
#include "foundation/core/result.hpp"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

// Lists for the programs that people already have.
namespace dorfnetz::sheet {

// Nothing, text, a number, a day, or yes/no.
using Value = std::variant<std::monostate, std::string, double, Date, bool>;

struct Column
{
    std::string title = {};
    double width = 0; // in characters; 0: as wide as the content, at most 60
};

struct Sheet
{
    std::string title = {}; // name of the table sheet; shortened to what the formats allow
    std::vector<Column> columns = {};
    std::vector<std::vector<Value>> rows = {};
};

// Opens right in a German Excel by double click: semicolons, UTF-8 with mark, CRLF, decimal comma, days as
// "24.12.2025".
//
// A text cell that a spreadsheet would take for a formula (it begins, after white space, with = + - @ or
// with a tab or line break) gets an apostrophe in front, so that somebody's name cannot run a command on the
// editor's computer. Plain numbers ("-5", "+3,5") and international telephone numbers ("+49 34243 5550":
// plus sign, then only digits, spaces and ( ) / -) stay as they are: a spreadsheet can make a number of them
// at worst, never a call.
std::string write_csv(const Sheet& sheet);

// An Excel file in memory: bold titles that stay in view, a filter, fitting widths. Texts stay texts, so
// formulas are no danger here. Fails with Err::too_large for more rows or columns than Excel can hold, with
// Err::unavailable if there is no place for its temporary files.
Result<std::string> write_xlsx(const Sheet& sheet);

// The same for LibreOffice (OpenDocument 1.2).
Result<std::string> write_ods(const Sheet& sheet);

// The width in characters that a column needs, in the order of the columns.
std::vector<double> column_widths(const Sheet& sheet);

// A title without what Excel and LibreOffice refuse in the name of a table sheet; at most 31 characters.
std::string sheet_name(std::string_view title);

} // namespace dorfnetz::sheet
