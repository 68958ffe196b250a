#pragma once

#include "foundation/core/result.hpp"
#include "foundation/sheet/sheet.hpp"

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

namespace dorfnetz::reader {

struct NumberFormats;

// Ends reading from inside a library's callback, which has no other way out.
struct LimitExceeded : std::exception
{
    explicit LimitExceeded(Error what) : error(std::move(what)) {}

    const char* what() const noexcept override { return "limit exceeded"; }

    Error error;
};

// A cell as it stands in the file; what it shows is known only when all texts and styles have been read.
struct RawCell
{
    enum class Kind : std::uint8_t { empty, text, number, date, boolean };

    double value = 0; // text: its index
    std::uint32_t style = 0;
    Kind kind = Kind::empty;
};

class RawTable
{
public:
    explicit RawTable(std::string_view name) : m_name(name) {}

    const std::string& name() const { return m_name; }

    const std::vector<std::vector<RawCell>>& rows() const { return m_rows; }

    const std::vector<sheet::MergedRange>& merged() const { return m_merged; }

    // Throws LimitExceeded for a cell outside the limits of sheet.hpp.
    void put(std::int64_t row, std::int64_t column, RawCell::Kind kind, double value);
    // A style of an empty cell is no content: outside the limits it is left out.
    void style(std::int64_t row, std::int64_t column, std::size_t style);
    void fill_down(std::int64_t row, std::int64_t column, std::int64_t rows);
    void merge(std::int64_t first_row, std::int64_t first_column, std::int64_t last_row,
               std::int64_t last_column);

private:
    RawCell& cell(std::int64_t row, std::int64_t column);

    std::string m_name;
    std::vector<std::vector<RawCell>> m_rows;
    std::vector<sheet::MergedRange> m_merged;
    std::size_t m_cells = 0;
};

// Days are counted from `origin` (as a serial day). Empty rows and cells at the end are left out.
// Fails with Err::too_large for a cell that is too long.
Result<sheet::Table> to_table(const RawTable& raw, const std::vector<std::string>& texts,
                              const NumberFormats& formats, double origin);

} // namespace dorfnetz::reader
