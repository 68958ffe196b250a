#pragma once

#include "foundation/sheet/sheet.hpp"

#include <string>
#include <string_view>

// How a workbook travels from the reader process to the program.
namespace dorfnetz::sheet {

std::string to_wire(const Workbook& workbook);

// Fails with Err::invalid if the bytes are no workbook within the limits, or hold ill-formed UTF-8.
Result<Workbook> from_wire(std::string_view bytes);

} // namespace dorfnetz::sheet
