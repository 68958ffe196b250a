#pragma once

#include "foundation/core/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// What a zip archive says about itself, checked before anything is unpacked. Sizes can still be a lie; the
// limits of the reader process are for that.
namespace dorfnetz::sheet {

constexpr std::size_t most_entries = 2'000;
constexpr std::uint64_t largest_unpacked = std::uint64_t{100} << 20; // bytes, all entries together
constexpr std::uint64_t largest_ratio = 200; // unpacked to packed, for entries above 1 MB

struct ZipEntry
{
    std::string name;
    std::uint64_t packed = 0;
    std::uint64_t unpacked = 0;
    std::uint64_t data_offset = 0;
    std::uint16_t method = 0; // 0 stored, 8 deflated
};

// The entries of an archive. Fails with Err::too_large above the limits, with Err::invalid for a damaged
// archive, an encrypted entry, a path that leaves its folder, overlapping entries, or local headers that
// contradict the directory.
Result<std::vector<ZipEntry>> read_zip_directory(std::string_view bytes);

} // namespace dorfnetz::sheet
