#pragma once

#include "foundation/core/result.hpp"

#include <cstdint>
#include <string_view>

namespace dorfnetz::sheet {

enum class FileKind : std::uint8_t { csv, xlsx, ods };

// What a file is, by its content alone. Everything that is no table we read is an Error saying what it is
// and what to do about it. Archives are checked as described in zip_directory.hpp.
Result<FileKind> detect_kind(std::string_view bytes);

} // namespace dorfnetz::sheet
