#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>
#include <zlib.h>

// Zip archives made by hand, because hostile ones can be made in no other way.
namespace dorfnetz::sheet::test {

struct Part
{
    std::string name;
    std::string content;
    bool packed = true;
    std::uint32_t claimed_size = 0; // 0: the truth
    std::string local_name = {};    // empty: the same as `name`
};

inline std::string deflated(std::string_view content)
{
    std::string out(compressBound(static_cast<uLong>(content.size())) + 64, '\0');
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
    stream.avail_in = static_cast<uInt>(content.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

inline void append(std::string& bytes, std::uint32_t value, int length)
{
    for (int i = 0; i < length; ++i)
        bytes.push_back(static_cast<char>(value >> (8 * i) & 0xFFU));
}

inline std::string archive(const std::vector<Part>& parts)
{
    std::string bytes;
    std::string directory;
    for (const auto& part : parts) {
        const auto data = part.packed ? deflated(part.content) : part.content;
        const auto checksum = static_cast<std::uint32_t>(crc32(
            0, reinterpret_cast<const Bytef*>(part.content.data()), static_cast<uInt>(part.content.size())));
        const auto size =
            part.claimed_size != 0 ? part.claimed_size : static_cast<std::uint32_t>(part.content.size());
        const auto offset = static_cast<std::uint32_t>(bytes.size());
        const auto common = [&](std::string& out, std::string_view name) {
            append(out, 20, 2);
            append(out, 0, 2);
            append(out, part.packed ? 8 : 0, 2);
            append(out, 0, 4);
            append(out, checksum, 4);
            append(out, static_cast<std::uint32_t>(data.size()), 4);
            append(out, size, 4);
            append(out, static_cast<std::uint32_t>(name.size()), 2);
            append(out, 0, 2);
        };
        const auto& local_name = part.local_name.empty() ? part.name : part.local_name;
        bytes += "PK\x03\x04";
        common(bytes, local_name);
        bytes += local_name + data;
        directory += "PK\x01\x02";
        append(directory, 20, 2);
        common(directory, part.name);
        append(directory, 0, 2);
        append(directory, 0, 2);
        append(directory, 0, 2);
        append(directory, 0, 4);
        append(directory, offset, 4);
        directory += part.name;
    }
    const auto start = static_cast<std::uint32_t>(bytes.size());
    bytes += directory + "PK\x05\x06";
    append(bytes, 0, 4);
    append(bytes, static_cast<std::uint32_t>(parts.size()), 2);
    append(bytes, static_cast<std::uint32_t>(parts.size()), 2);
    append(bytes, static_cast<std::uint32_t>(directory.size()), 4);
    append(bytes, start, 4);
    append(bytes, 0, 2);
    return bytes;
}

// A workbook with one sheet "Liste" of the given XML, and shared strings.
inline std::vector<Part> xlsx_parts(const std::string& sheet_data, const std::string& strings = {})
{
    const std::string relations =
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
    const std::string type = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
    return {{"[Content_Types].xml", "<Types/>"},
            {"_rels/.rels", relations + "<Relationship Id=\"a\" Type=\"" + type +
                                "officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"},
            {"xl/workbook.xml",
             "<workbook xmlns:r=\"r\"><sheets><sheet name=\"Liste\" r:id=\"s\"/></sheets></workbook>"},
            {"xl/_rels/workbook.xml.rels",
             relations + "<Relationship Id=\"s\" Type=\"" + type +
                 "worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"t\" Type=\"" + type +
                 "sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"},
            {"xl/sharedStrings.xml", "<sst>" + strings + "</sst>"},
            {"xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + sheet_data + "</sheetData></worksheet>"}};
}

} // namespace dorfnetz::sheet::test
