// Whatever bytes come, reading them as CSV neither crashes nor breaks the limits, and what is written again
// is read as the same cells.

#include "tests/fuzz/fuzz.hpp"

#include "foundation/core/text.hpp"
#include "foundation/sheet/file_kind.hpp"
#include "foundation/sheet/sheet.hpp"
#include "foundation/sheet/values.hpp"
#include "foundation/sheet/workbook_wire.hpp"

namespace sheet = dorfnetz::sheet;
using dorfnetz::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto bytes = dorfnetz::fuzz::text_of(data, size);
    static_cast<void>(sheet::detect_kind(bytes));
    static_cast<void>(sheet::from_wire(bytes));
    static_cast<void>(sheet::parse_german_date(bytes));
    static_cast<void>(sheet::classify_number_format(bytes));

    auto table = sheet::read_csv(bytes);
    if (!table)
        return 0;
    require(table->rows.size() <= sheet::most_rows);
    for (const auto& row : table->rows)
        for (const auto& cell : row)
            require(cell.text.empty() || dorfnetz::is_clean_utf8(cell.text));
    const auto header = sheet::guess_header(*table);
    require(header.first_data_row <= table->rows.size());
    sheet::fill_merged(*table);

    const sheet::Workbook workbook{.tables = {*table}};
    const auto again = sheet::from_wire(sheet::to_wire(workbook));
    require(again.has_value() && again->tables.front().rows == table->rows);
    return 0;
}
