#include "foundation/sheet/write.hpp"

#include "foundation/core/text.hpp"
#include "foundation/sheet/sheet.hpp"
#include "foundation/sheet/text_encoding.hpp"
#include "foundation/sheet/values.hpp"

#include <fmt/format.h>
#include <zip.h>

namespace dorfnetz::sheet {

namespace {

constexpr std::string_view mime_type = "application/vnd.oasis.opendocument.spreadsheet";

constexpr std::string_view manifest = R"(<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="settings.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
)";

constexpr std::string_view content_start = R"(<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.2"><office:automatic-styles>
<number:date-style style:name="day"><number:day number:style="long"/><number:text>.</number:text><number:month number:style="long"/><number:text>.</number:text><number:year number:style="long"/></number:date-style>
<style:style style:name="title" style:family="table-cell"><style:table-cell-properties fo:background-color="#e8e8e8"/><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="date" style:family="table-cell" style:data-style-name="day"/>
)";

// What stands in view and what stays there: the row of titles.
std::string settings(std::string_view name)
{
    return fmt::format(
        R"(<?xml version="1.0" encoding="UTF-8"?>
<office:document-settings xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0" office:version="1.2"><office:settings><config:config-item-set config:name="ooo:view-settings"><config:config-item-map-indexed config:name="Views"><config:config-item-map-entry><config:config-item config:name="ViewId" config:type="string">view1</config:config-item><config:config-item-map-named config:name="Tables"><config:config-item-map-entry config:name="{}"><config:config-item config:name="VerticalSplitMode" config:type="short">2</config:config-item><config:config-item config:name="VerticalSplitPosition" config:type="int">1</config:config-item><config:config-item config:name="PositionBottom" config:type="int">1</config:config-item></config:config-item-map-entry></config:config-item-map-named></config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set></office:settings></office:document-settings>
)",
        name);
}

std::string escaped(std::string_view text)
{
    std::string result;
    result.reserve(text.size() + 8);
    for (const char character : text) {
        switch (character) {
        case '&':
            result += "&amp;";
            break;
        case '<':
            result += "&lt;";
            break;
        case '>':
            result += "&gt;";
            break;
        case '"':
            result += "&quot;";
            break;
        case '\'':
            result += "&apos;";
            break;
        default:
            result += character;
        }
    }
    return result;
}

// A paragraph per line; runs of spaces and tabs need elements of their own (ODF 1.2, 6.1.2).
void append_paragraphs(std::string& xml, std::string_view text)
{
    for (const auto line : split(text, '\n')) {
        xml += "<text:p>";
        bool after_space = true;
        for (const char character : line) {
            if (character == '\t')
                xml += "<text:tab/>";
            else if (character == ' ' && after_space)
                xml += "<text:s/>";
            else
                xml += escaped({&character, 1});
            after_space = character == ' ';
        }
        xml += "</text:p>";
    }
}

void append_text_cell(std::string& xml, std::string_view text, std::string_view style)
{
    xml += "<table:table-cell office:value-type=\"string\"";
    if (!style.empty())
        xml += fmt::format(" table:style-name=\"{}\"", style);
    xml += '>';
    append_paragraphs(xml, truncate(clean_text(text), longest_cell));
    xml += "</table:table-cell>";
}

void append_cell(std::string& xml, const Value& value)
{
    if (const auto* text = std::get_if<std::string>(&value); text != nullptr && !text->empty())
        append_text_cell(xml, *text, "");
    else if (const auto* number = std::get_if<double>(&value))
        xml += fmt::format(
            R"(<table:table-cell office:value-type="float" office:value="{}"><text:p>{}</text:p></table:table-cell>)",
            *number, number_text(*number));
    else if (const auto* date = std::get_if<Date>(&value))
        xml += fmt::format(
            R"(<table:table-cell table:style-name="date" office:value-type="date" office:date-value="{0}"><text:p>{0}</text:p></table:table-cell>)",
            to_iso(*date));
    else if (const auto* yes = std::get_if<bool>(&value))
        append_text_cell(xml, *yes ? "ja" : "nein", "");
    else
        xml += "<table:table-cell/>";
}

std::string column_name(std::size_t index)
{
    std::string name;
    for (auto rest = index + 1; rest > 0; rest = (rest - 1) / 26)
        name.insert(name.begin(), static_cast<char>('A' + (rest - 1) % 26));
    return name;
}

std::string content(const Sheet& sheet, std::string_view name)
{
    std::string xml{content_start};
    const auto widths = column_widths(sheet);
    for (std::size_t i = 0; i < widths.size(); ++i)
        xml += fmt::format(
            R"(<style:style style:name="column{}" style:family="table-column"><style:table-column-properties style:column-width="{:.2f}cm"/></style:style>)",
            i, widths[i] * 0.2);
    xml += fmt::format(
        R"(</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="{}">)", name);
    for (std::size_t i = 0; i < widths.size(); ++i)
        xml += fmt::format(R"(<table:table-column table:style-name="column{}"/>)", i);
    xml += "<table:table-header-rows><table:table-row>";
    for (const auto& column : sheet.columns)
        append_text_cell(xml, column.title, "title");
    xml += "</table:table-row></table:table-header-rows>";
    for (const auto& row : sheet.rows) {
        xml += "<table:table-row>";
        for (const auto& value : row)
            append_cell(xml, value);
        xml += "</table:table-row>\n";
    }
    xml += "</table:table>";
    if (!sheet.columns.empty())
        xml += fmt::format(
            R"(<table:database-ranges><table:database-range table:name="filter" table:target-range-address="&apos;{0}&apos;.A1:&apos;{0}&apos;.{1}{2}" table:display-filter-buttons="true"/></table:database-ranges>)",
            name, column_name(sheet.columns.size() - 1), sheet.rows.size() + 1);
    xml += "</office:spreadsheet></office:body></office:document-content>\n";
    return xml;
}

struct Part
{
    const char* name;
    std::string_view bytes;
    zip_int32_t method;
};

// The finished archive; nothing if libzip could not get memory.
std::string pack(std::span<const Part> parts)
{
    auto* buffer = zip_source_buffer_create(nullptr, 0, 0, nullptr);
    if (buffer == nullptr)
        return {};
    // The archive takes the source over; a reference of our own keeps the bytes after it is closed.
    zip_source_keep(buffer);
    auto* archive = zip_open_from_source(buffer, ZIP_TRUNCATE, nullptr);
    if (archive == nullptr) {
        zip_source_free(buffer);
        zip_source_free(buffer);
        return {};
    }
    for (const auto& part : parts) {
        auto* source = zip_source_buffer(archive, part.bytes.data(), part.bytes.size(), 0);
        const auto index = zip_file_add(archive, part.name, source, ZIP_FL_ENC_UTF_8);
        if (index < 0)
            zip_source_free(source);
        else
            zip_set_file_compression(archive, static_cast<zip_uint64_t>(index), part.method, 0);
    }
    std::string bytes;
    if (zip_close(archive) != 0)
        zip_discard(archive);
    else if (zip_source_open(buffer) == 0) {
        zip_stat_t status{};
        if (zip_source_stat(buffer, &status) == 0) {
            bytes.resize(status.size);
            if (zip_source_read(buffer, bytes.data(), bytes.size()) != static_cast<zip_int64_t>(bytes.size()))
                bytes.clear();
        }
        zip_source_close(buffer);
    }
    zip_source_free(buffer);
    return bytes;
}

} // namespace

Result<std::string> write_ods(const Sheet& sheet)
{
    if (sheet.rows.size() >= 1'048'576 || sheet.columns.size() > most_columns)
        return Error{.kind = Err::too_large,
                     .text = "Die Liste ist zu lang für eine ODS-Datei. Nimm CSV."_de};
    const auto name = escaped(sheet_name(sheet.title));
    const auto content_xml = content(sheet, name);
    const auto settings_xml = settings(name);
    // The type comes first and unpacked, so that the kind of file shows in its first bytes (ODF 1.2, part
    // 3, 3.3).
    const std::array parts{
        Part{"mimetype", mime_type, ZIP_CM_STORE}, Part{"META-INF/manifest.xml", manifest, ZIP_CM_DEFLATE},
        Part{"content.xml", content_xml, ZIP_CM_DEFLATE}, Part{"settings.xml", settings_xml, ZIP_CM_DEFLATE}};
    auto bytes = pack(parts);
    if (bytes.empty())
        return Error{.kind = Err::unavailable,
                     .text =
                         "Die Datei kann gerade nicht geschrieben werden. Versuch es später noch einmal."_de};
    return bytes;
}

} // namespace dorfnetz::sheet
