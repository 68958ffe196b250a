#pragma once

#include "foundation/core/result.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

// The one place where a limited child process is started to read files that others made.
namespace dorfnetz::foreign {

struct ChildLimits
{
    std::size_t memory_bytes = std::size_t{400} << 20;
    std::size_t output_bytes = std::size_t{200} << 20;
    std::chrono::seconds processor_time{20};
    std::chrono::milliseconds wall_clock{60'000}; // more, since a busy machine grants little of the other
};

// Runs `program mode` with `input` as its standard input and gives back what it answers (see wire.hpp).
//
// The child inherits no file, no environment and no network, and is killed when it exceeds a limit or when
// this program dies. At most two run at a time, because each may take all the memory it is granted; who has
// waited ten seconds for a turn gets Err::unavailable. A child that dies of its limits gives Err::too_large,
// one that answers nonsense gives Err::invalid.
Result<std::string> run_child(const std::filesystem::path& program, std::string_view mode,
                              std::string_view input, const ChildLimits& limits = {});

} // namespace dorfnetz::foreign
