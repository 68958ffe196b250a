#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

// What the fuzz targets share. Each target is one source with the entry point that libFuzzer calls.
namespace dorfnetz::fuzz {

// What must hold for every input; a broken promise ends the process, which is how a fuzzer notices.
inline void require(bool holds)
{
    if (!holds)
        std::abort();
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size)
{
    return {reinterpret_cast<const char*>(data), size};
}

// The input up to the next mark, which is taken off it.
inline std::string_view take_part(std::string_view& input, char mark)
{
    const auto part = input.substr(0, input.find(mark));
    input.remove_prefix(part.size() < input.size() ? part.size() + 1 : part.size());
    return part;
}

} // namespace dorfnetz::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
