#pragma once

#include "foundation/core/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>

// Files that people upload for others to download: statutes, forms, documents of a meeting.
namespace dorfnetz::pictures {

// A kind of file that may be offered for downloading.
struct FileKind
{
    std::string_view name; // also the ending of file names
    std::string_view media_type;
};

// By content alone. Err::invalid for everything else, with what to do about it.
Result<FileKind> kind_of_file(std::string_view bytes);

inline constexpr std::size_t largest_file = std::size_t{10} << 20; // bytes
// Those kinds, for the `accept` of a form's field.
inline constexpr std::string_view accepted_files = ".pdf,.odt,.ods,.odp,.docx,.xlsx,.pptx";

// The name that browsers save the file under: the given one without its ending and with that of its kind, so
// that "Rechnung.pdf.exe" cannot be.
std::string safe_file_name(std::string_view given, std::string_view kind);

} // namespace dorfnetz::pictures
