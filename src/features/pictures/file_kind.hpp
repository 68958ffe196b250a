#pragma once

#include "foundation/core/result.hpp"

#include <string_view>

namespace dorfnetz::pictures {

// A kind of file that may be offered for downloading.
struct FileKind
{
    std::string_view name; // also the ending of file names
    std::string_view media_type;
};

// By content alone. Err::invalid for everything else, with what to do about it.
Result<FileKind> kind_of_file(std::string_view bytes);

} // namespace dorfnetz::pictures
