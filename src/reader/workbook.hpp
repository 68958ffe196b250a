#pragma once

#include "foundation/core/result.hpp"
#include "foundation/sheet/sheet.hpp"

#include <string_view>

namespace dorfnetz::reader {

// Read a spreadsheet as ECMA-376 (XLSX) and OASIS OpenDocument 1.2 (ODS) describe it, as far as a list needs.
// Formulas are never computed: the value saved beside them is what people saw. Fail with the refusals of
// foundation/foreign. Run only in the limited process.
Result<sheet::Workbook> read_xlsx(std::string_view bytes);
Result<sheet::Workbook> read_ods(std::string_view bytes);

} // namespace dorfnetz::reader
