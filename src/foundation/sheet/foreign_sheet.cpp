#include "foundation/sheet/sheet.hpp"

#include "foundation/core/text.hpp"
#include "foundation/foreign/child.hpp"
#include "foundation/sheet/file_kind.hpp"
#include "foundation/sheet/text_encoding.hpp"
#include "foundation/sheet/workbook_wire.hpp"

namespace dorfnetz::sheet {

namespace {

// The name as people know it: without folders, whichever system they come from, and without the ending.
std::string table_name(std::string_view file_name)
{
    if (const auto slash = file_name.find_last_of("/\\"); slash != std::string_view::npos)
        file_name.remove_prefix(slash + 1);
    if (const auto dot = file_name.rfind('.'); dot != std::string_view::npos && dot > 0)
        file_name = file_name.substr(0, dot);
    return clean_text(file_name.substr(0, 200));
}

} // namespace

Result<Workbook> read_foreign(const std::filesystem::path& reader_program, std::string_view bytes,
                              std::string_view file_name)
{
    if (bytes.size() > largest_file)
        return Error{.kind = Err::too_large,
                     .text = "Die Datei ist zu groß: höchstens {1} MB."_de,
                     .values = {std::to_string(largest_file >> 20)}};
    const auto kind = TRY(detect_kind(bytes));
    if (kind == FileKind::csv) {
        auto table = TRY(read_csv(bytes));
        table.name = table_name(file_name);
        Workbook workbook;
        workbook.tables.push_back(std::move(table));
        return workbook;
    }
    const auto* mode = kind == FileKind::xlsx ? "sheet-xlsx" : "sheet-ods";
    const auto answer = TRY(foreign::run_child(reader_program, mode, bytes));
    auto workbook = TRY(from_wire(answer));
    const bool empty = std::all_of(workbook.tables.begin(), workbook.tables.end(),
                                   [](const auto& table) { return table.rows.empty(); });
    if (empty)
        return Error{.kind = Err::invalid, .text = "Die Datei ist leer."_de};
    return workbook;
}

} // namespace dorfnetz::sheet
