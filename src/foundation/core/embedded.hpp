#pragma once

#include <span>
#include <string_view>

namespace dorfnetz::embedded {

struct Bytes
{
    constexpr Bytes() = default;

    constexpr Bytes(const char* begin, const char* end) : view(begin, static_cast<std::size_t>(end - begin))
    {
    }

    std::string_view view;
};

// A file that was built into the program.
struct File
{
    std::string_view path; // relative to its folder
    std::string_view hash; // 16 hex digits of the SHA-256: changes with the content
    Bytes data;
    Bytes brotli; // empty if not compressed
    Bytes gzip;
};

} // namespace dorfnetz::embedded
