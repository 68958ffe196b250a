// Whatever bytes come, reading them as CSV neither crashes nor breaks the limits, and what is written again
// is read as the same cells.

#include "foundation/core/text.hpp"
#include "foundation/sheet/file_kind.hpp"
#include "foundation/sheet/sheet.hpp"
#include "foundation/sheet/values.hpp"
#include "foundation/sheet/workbook_wire.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

namespace sheet = dorfnetz::sheet;

void expect(bool holds)
{
    if (!holds)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    (void)sheet::detect_kind(bytes);
    (void)sheet::from_wire(bytes);
    (void)sheet::parse_german_date(bytes);
    (void)sheet::classify_number_format(bytes);

    auto table = sheet::read_csv(bytes);
    if (!table)
        return 0;
    expect(table->rows.size() <= sheet::most_rows);
    for (const auto& row : table->rows)
        for (const auto& cell : row)
            expect(cell.text.empty() || dorfnetz::is_clean_utf8(cell.text));
    const auto header = sheet::guess_header(*table);
    expect(header.first_data_row <= table->rows.size());
    sheet::fill_merged(*table);

    const sheet::Workbook workbook{.tables = {*table}};
    const auto again = sheet::from_wire(sheet::to_wire(workbook));
    expect(again.has_value() && again->tables.front().rows == table->rows);
    return 0;
}
