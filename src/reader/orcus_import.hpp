#pragma once

#include "foundation/core/result.hpp"
#include "foundation/sheet/sheet.hpp"

#include <string_view>

namespace dorfnetz::reader {

enum class Format { xlsx, ods };

// Reads a spreadsheet through liborcus. Fails with Err::too_large naming the row that breaks a limit, or
// with Err::invalid for a file that liborcus cannot read. Runs only in the limited process.
Result<sheet::Workbook> read_workbook(std::string_view bytes, Format format);

} // namespace dorfnetz::reader
