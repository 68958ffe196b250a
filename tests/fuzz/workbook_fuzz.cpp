// Spreadsheets with hostile parts. The archive around them is made here, since a fuzzer would spend its life
// on checksums: "x" is followed by cells and shared strings of an XLSX, "o" by the content of an ODS, "a" by
// the bytes of a whole archive. NUL parts the parts.

#include "tests/fuzz/fuzz.hpp"

#include "foundation/core/text.hpp"
#include "foundation/foreign/refusals.hpp"
#include "foundation/sheet/archives_for_tests.hpp"
#include "foundation/sheet/workbook_wire.hpp"
#include "foundation/sheet/zip_directory.hpp"
#include "reader/workbook.hpp"

#include <string>

using namespace dorfnetz;
using fuzz::require;

namespace {

void look_at(const Result<sheet::Workbook>& workbook)
{
    if (!workbook) {
        require(foreign::number_of(workbook.error()).has_value());
        return;
    }
    require(workbook->tables.size() <= sheet::most_tables);
    // What the limited process may send, the program takes.
    require(sheet::from_wire(sheet::to_wire(*workbook)).has_value());
}

void read_archive(std::string_view bytes)
{
    static_cast<void>(sheet::read_zip_directory(bytes));
    look_at(reader::read_xlsx(bytes));
    look_at(reader::read_ods(bytes));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    auto input = fuzz::text_of(data + 1, size - 1);
    if (data[0] == 'x') {
        const std::string cells(fuzz::take_part(input, '\0'));
        auto parts = sheet::test::xlsx_parts(cells, std::string(input));
        for (auto& part : parts)
            part.packed = false;
        look_at(reader::read_xlsx(sheet::test::archive(parts)));
    } else if (data[0] == 'o') {
        look_at(reader::read_ods(
            sheet::test::archive({{.name = "mimetype",
                                   .content = "application/vnd.oasis.opendocument.spreadsheet",
                                   .packed = false},
                                  {.name = "content.xml", .content = std::string(input), .packed = false}})));
    } else {
        read_archive(input);
    }
    return 0;
}
