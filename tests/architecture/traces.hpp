#pragma once

#include "foundation/core/text.hpp"

#include <array>
#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <memory>
#include <set>
#include <string>
#include <string_view>

// What a person leaves behind who cannot be mistaken for anybody, and where it is looked for.
namespace dorfnetz {

// As they are stored, folded, written and exported; in small letters.
inline constexpr std::array<std::string_view, 6> traces{"quittenzwirn", "xaverius",  "7789910",
                                                        "quittenweg",   "akeleimus", "zwetschgenpaula"};

inline std::string content_of(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline std::string output_of(const std::string& command)
{
    std::string output;
    std::array<char, 65536> buffer{};
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    if (!pipe)
        return output;
    for (std::size_t read = 0; (read = std::fread(buffer.data(), 1, buffer.size(), pipe.get())) > 0;)
        output.append(buffer.data(), read);
    return output;
}

inline std::string as_hex(std::string_view text)
{
    std::string hex;
    for (const char c : text)
        hex += fmt::format("{:02x}", static_cast<unsigned char>(c));
    return hex;
}

inline std::set<std::string> found_in(std::string bytes)
{
    bytes = to_lower_ascii(bytes);
    std::set<std::string> found;
    for (const auto trace : traces)
        // Columns of bytes stand in hexadecimal where a database is written out as text.
        if (bytes.find(trace) != std::string::npos || bytes.find(as_hex(trace)) != std::string::npos)
            found.emplace(trace);
    return found;
}

} // namespace dorfnetz
