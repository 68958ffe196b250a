#include "features/pictures/files_api.hpp"
#include "foundation/core/text.hpp"

#include <array>
#include <fmt/format.h>
#include <utility>

namespace dorfnetz::pictures {

namespace {

// OpenDocument: the first entry of the archive is "mimetype", stored as it is (ODF 1.3, part 2, 3.3), so the
// type follows the local file header of 30 bytes and the name of 8.
constexpr std::size_t mimetype_begin = 38;

constexpr std::array<FileKind, 3> open_documents{{
    {"odt", "application/vnd.oasis.opendocument.text"},
    {"ods", "application/vnd.oasis.opendocument.spreadsheet"},
    {"odp", "application/vnd.oasis.opendocument.presentation"},
}};

// Office Open XML: the folder of the main part tells the kind (ECMA-376, part 1).
constexpr std::array<std::pair<std::string_view, FileKind>, 3> office_folders{{
    {"word/document.xml",
     {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}},
    {"xl/workbook.xml", {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}},
    {"ppt/presentation.xml",
     {"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"}},
}};

// Parts of an archive that hold programs: VBA and old Excel macros, Basic and scripts of OpenDocument. Names
// of parts are never packed.
constexpr std::array<std::string_view, 4> program_parts{"vbaProject.bin", "xl/macrosheets/",
                                                        "Basic/script-lc.xml", "Scripts/"};

} // namespace

Result<FileKind> kind_of_file(std::string_view bytes)
{
    if (bytes.starts_with("%PDF-"))
        return FileKind{"pdf", "application/pdf"};
    if (bytes.starts_with("PK\x03\x04")) {
        // Macros run when such a file is opened; nobody expects that of a statute.
        for (const auto part : program_parts)
            if (bytes.find(part) != std::string_view::npos)
                return Error{.kind = Err::invalid,
                             .text = "Die Datei enthält Makros. Speichere sie ohne Makros oder als PDF."_de};
        const auto type = bytes.size() > mimetype_begin ? bytes.substr(mimetype_begin) : std::string_view();
        for (const auto& kind : open_documents)
            if (type.starts_with(kind.media_type))
                return kind;
        for (const auto& [part, kind] : office_folders)
            if (bytes.find(part) != std::string_view::npos)
                return kind;
    }
    return Error{
        .kind = Err::invalid,
        .text = "Diese Art Datei nehmen wir nicht. Speichere sie als PDF und versuch es noch einmal."_de};
}

std::string safe_file_name(std::string_view given, std::string_view kind)
{
    std::string name;
    for (const char c : given.substr(0, given.rfind('.')))
        name += static_cast<unsigned char>(c) < 0x20 ||
                        std::string_view("/\\:*?\"<>|.").find(c) != std::string_view::npos
                    ? '-'
                    : c;
    const auto kept = truncate(trim(name), 80);
    return fmt::format("{}.{}", kept.empty() ? "datei" : kept, kind);
}

} // namespace dorfnetz::pictures
