#include "foundation/sheet/zip_directory.hpp"

#include "foundation/core/text.hpp"
#include "foundation/foreign/refusals.hpp"

#include <optional>

namespace dorfnetz::sheet {

namespace {

// Sizes and signatures of APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.
constexpr std::size_t local_header_size = 30;
constexpr std::size_t directory_header_size = 46;
constexpr std::size_t end_record_size = 22;
constexpr std::size_t longest_comment = 65'535;
constexpr std::uint32_t local_signature = 0x04034b50;
constexpr std::uint32_t directory_signature = 0x02014b50;
constexpr std::uint32_t end_signature = 0x06054b50;
constexpr std::uint16_t encrypted_flag = 0x0001;
constexpr std::size_t longest_name = 500;
constexpr std::uint64_t small_entry = std::uint64_t{1} << 20;

std::uint64_t little_endian(std::string_view bytes, std::size_t offset, std::size_t length)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < length; ++i)
        value |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[offset + i])) << (8 * i);
    return value;
}

std::uint32_t number32(std::string_view bytes, std::size_t offset)
{
    return static_cast<std::uint32_t>(little_endian(bytes, offset, 4));
}

std::uint16_t number16(std::string_view bytes, std::size_t offset)
{
    return static_cast<std::uint16_t>(little_endian(bytes, offset, 2));
}

std::optional<std::size_t> find_end_record(std::string_view bytes)
{
    if (bytes.size() < end_record_size)
        return std::nullopt;
    const auto last = bytes.size() - end_record_size;
    const auto first = last > longest_comment ? last - longest_comment : 0;
    for (auto at = last + 1; at-- > first;)
        if (number32(bytes, at) == end_signature &&
            at + end_record_size + number16(bytes, at + 20) == bytes.size())
            return at;
    return std::nullopt;
}

bool is_safe_name(std::string_view name)
{
    if (name.empty() || name.size() > longest_name || name.starts_with('/') ||
        name.find_first_of(std::string_view{"\\:\0", 3}) != std::string_view::npos)
        return false;
    for (const auto part : split(name, '/'))
        if (part == "..")
            return false;
    return true;
}

// One entry of the directory at `at`, which is moved behind it.
Result<ZipEntry> read_entry(std::string_view bytes, std::size_t directory_end, std::size_t& at)
{
    if (directory_end - at < directory_header_size || number32(bytes, at) != directory_signature)
        return foreign::damaged_file();
    const std::size_t name_length = number16(bytes, at + 28);
    const std::size_t length =
        directory_header_size + name_length + number16(bytes, at + 30) + number16(bytes, at + 32);
    if (directory_end - at < length)
        return foreign::damaged_file();
    if ((number16(bytes, at + 8) & encrypted_flag) != 0)
        return foreign::password_needed();

    ZipEntry entry{.name = std::string{bytes.substr(at + directory_header_size, name_length)},
                   .packed = number32(bytes, at + 20),
                   .unpacked = number32(bytes, at + 24),
                   .method = number16(bytes, at + 10)};
    const std::size_t local = number32(bytes, at + 42);
    at += length;
    if (!is_safe_name(entry.name) || (entry.method != 0 && entry.method != 8) ||
        (entry.method == 0 && entry.packed != entry.unpacked))
        return foreign::damaged_file();

    // A second name in the local header would make two programs see two different archives.
    if (local + local_header_size > directory_end || number32(bytes, local) != local_signature ||
        bytes.substr(local + local_header_size, number16(bytes, local + 26)) != entry.name)
        return foreign::damaged_file();
    entry.data_offset = local + local_header_size + name_length + number16(bytes, local + 28);
    if (entry.data_offset + entry.packed > directory_end)
        return foreign::damaged_file();
    return entry;
}

bool overlap_or_repeat(const std::vector<ZipEntry>& entries)
{
    std::vector<std::pair<std::uint64_t, std::uint64_t>> extents;
    std::vector<std::string_view> names;
    for (const auto& entry : entries) {
        const auto header = local_header_size + entry.name.size();
        extents.emplace_back(entry.data_offset - std::min<std::uint64_t>(entry.data_offset, header),
                             entry.data_offset + entry.packed);
        names.push_back(entry.name);
    }
    std::sort(extents.begin(), extents.end());
    std::sort(names.begin(), names.end());
    for (std::size_t i = 1; i < extents.size(); ++i)
        if (extents[i].first < extents[i - 1].second || names[i] == names[i - 1])
            return true;
    return false;
}

} // namespace

Result<std::vector<ZipEntry>> read_zip_directory(std::string_view bytes)
{
    const auto end = find_end_record(bytes);
    if (!end)
        return foreign::damaged_file();
    const std::size_t count = number16(bytes, *end + 10);
    const std::size_t size = number32(bytes, *end + 12);
    std::size_t at = number32(bytes, *end + 16);
    // More than one disk, or numbers that only fit into the 64-bit form: no club's list is so large.
    if (number16(bytes, *end + 4) != 0 || number16(bytes, *end + 8) != count || at > *end || size > *end - at)
        return foreign::damaged_file();
    if (count > most_entries)
        return foreign::oversized_file();

    std::vector<ZipEntry> entries;
    std::uint64_t unpacked = 0;
    for (std::size_t i = 0; i < count; ++i) {
        entries.push_back(TRY(read_entry(bytes, *end, at)));
        const auto& entry = entries.back();
        unpacked += entry.unpacked;
        if (unpacked > largest_unpacked ||
            (entry.unpacked > small_entry && entry.unpacked / largest_ratio > entry.packed))
            return foreign::oversized_file();
    }
    if (entries.empty() || overlap_or_repeat(entries))
        return foreign::damaged_file();
    return entries;
}

} // namespace dorfnetz::sheet
