#include "foundation/sheet/file_kind.hpp"

#include "foundation/core/text.hpp"
#include "foundation/foreign/refusals.hpp"
#include "foundation/sheet/zip_directory.hpp"

#include <array>

namespace dorfnetz::sheet {

namespace {

Error refused(German what)
{
    return {.kind = Err::invalid, .text = what};
}

bool contains(std::string_view bytes, std::string_view part)
{
    return bytes.find(part) != std::string_view::npos;
}

// Names of streams in an OLE container are UTF-16.
bool contains_wide(std::string_view bytes, std::string_view name)
{
    std::string wide;
    for (const char character : name) {
        wide.push_back(character);
        wide.push_back('\0');
    }
    return contains(bytes, wide);
}

Error refused_ole(std::string_view bytes)
{
    if (contains_wide(bytes, "EncryptedPackage"))
        return foreign::password_needed();
    if (contains_wide(bytes, "WordDocument"))
        return refused("Das ist ein Textdokument und keine Tabelle. Kopiere die Liste in eine Tabelle und "
                       "speichere sie als .xlsx, .ods oder .csv."_de);
    return refused(
        "Das ist eine alte Excel-Datei (.xls). Speichere sie als .xlsx oder .csv und versuch es noch "
        "einmal."_de);
}

Result<FileKind> kind_of_archive(std::string_view bytes)
{
    const auto entries = TRY(read_zip_directory(bytes));
    const auto has = [&entries](std::string_view name) {
        return std::any_of(entries.begin(), entries.end(),
                           [&](const auto& entry) { return entry.name == name; });
    };
    const auto& first = entries.front();
    if (first.name == "mimetype" && first.method == 0) {
        const auto type = trim(bytes.substr(first.data_offset, first.packed));
        if (type.starts_with("application/vnd.oasis.opendocument.spreadsheet"))
            return FileKind::ods;
        if (type.starts_with("application/vnd.oasis.opendocument.text"))
            return refused(
                "Das ist ein Textdokument und keine Tabelle. Kopiere die Liste in eine Tabelle und "
                "speichere sie als .xlsx, .ods oder .csv."_de);
    }
    // Some writers pack the type, so it cannot be seen here.
    else if (has("mimetype") && has("content.xml") && has("META-INF/manifest.xml"))
        return FileKind::ods;
    if (has("[Content_Types].xml")) {
        if (has("xl/workbook.xml"))
            return FileKind::xlsx;
        if (has("xl/workbook.bin"))
            return refused(
                "Das ist eine binäre Excel-Datei (.xlsb). Speichere sie als .xlsx oder .csv und versuch "
                "es noch einmal."_de);
        if (has("word/document.xml"))
            return refused(
                "Das ist ein Textdokument und keine Tabelle. Kopiere die Liste in eine Tabelle und "
                "speichere sie als .xlsx, .ods oder .csv."_de);
        // Some writers name their parts otherwise; the reader process finds them by the relations.
        if (std::any_of(entries.begin(), entries.end(),
                        [](const auto& entry) { return entry.name.starts_with("xl/"); }))
            return FileKind::xlsx;
    }
    return refused(
        "Das ist ein gepacktes Archiv (.zip) und keine Tabelle. Packe es aus und schicke die Tabelle "
        "selbst."_de);
}

bool holds_at(std::string_view bytes, std::size_t offset, std::string_view what)
{
    return bytes.size() >= offset + what.size() && bytes.substr(offset, what.size()) == what;
}

bool is_picture(std::string_view bytes)
{
    return bytes.starts_with("\xFF\xD8\xFF") || bytes.starts_with("\x89PNG") || bytes.starts_with("GIF8") ||
           bytes.starts_with(std::string_view{"II*\0", 4}) ||
           (bytes.starts_with("BM") && bytes.find('\0') < 20) ||
           (bytes.starts_with("RIFF") && holds_at(bytes, 8, "WEBP")) || holds_at(bytes, 4, "ftyphei") ||
           holds_at(bytes, 4, "ftypmif1");
}

// Web pages and XML under a spreadsheet's name are what some programs "export to Excel".
std::optional<Error> refused_markup(std::string_view bytes)
{
    const auto beginning = to_lower_ascii(trim(bytes.substr(0, 4096)));
    std::string_view text = beginning;
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    if (!text.starts_with('<'))
        return std::nullopt;
    if (contains(text, "urn:schemas-microsoft-com:office:spreadsheet"))
        return refused(
            "Das ist eine Excel-Datei in einem alten XML-Format. Speichere sie als .xlsx oder .csv und "
            "versuch es noch einmal."_de);
    if (contains(text, "<html") || contains(text, "<!doctype html") || contains(text, "<table"))
        return refused(
            "Das ist eine Internetseite, auch wenn sie wie eine Excel-Datei heißt. Öffne sie in Excel "
            "oder LibreOffice, speichere sie als .xlsx und versuch es noch einmal."_de);
    if (text.starts_with("<?xml") || text.starts_with("<svg"))
        return refused("Das ist keine Tabelle. Speichere sie als .xlsx, .ods oder .csv und versuch es noch "
                       "einmal."_de);
    return std::nullopt;
}

} // namespace

Result<FileKind> detect_kind(std::string_view bytes)
{
    if (trim(bytes.substr(0, 4096)).empty())
        return refused("Die Datei ist leer."_de);
    if (bytes.starts_with("PK\x03\x04"))
        return kind_of_archive(bytes);
    if (bytes.starts_with("PK\x05\x06"))
        return refused("Die Datei ist leer."_de);
    if (bytes.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"))
        return refused_ole(bytes);
    // The stream of Excel 2 to 4 without a container: "beginning of file" of BIFF.
    if (bytes.size() > 4 && bytes[0] == '\x09' && static_cast<unsigned char>(bytes[1]) <= 8 &&
        bytes[3] == '\0' && (bytes[2] == '\x04' || bytes[2] == '\x06' || bytes[2] == '\x08'))
        return refused_ole(bytes);
    if (contains(bytes.substr(0, 1024), "%PDF-"))
        return refused(
            "Das ist eine PDF-Datei. Frag nach der Tabelle, aus der sie gemacht wurde, und schicke sie "
            "als .xlsx, .ods oder .csv."_de);
    if (is_picture(bytes))
        return refused("Das ist ein Bild und keine Tabelle. Schicke die Liste als .xlsx, .ods oder .csv."_de);
    if (bytes.starts_with("{\\rtf"))
        return refused("Das ist ein Textdokument und keine Tabelle. Kopiere die Liste in eine Tabelle und "
                       "speichere sie als .xlsx, .ods oder .csv."_de);
    if (auto markup = refused_markup(bytes))
        return *markup;
    return FileKind::csv;
}

} // namespace dorfnetz::sheet
