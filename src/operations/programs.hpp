#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dorfnetz::operations {

// A program in the folders of PATH.
std::optional<std::filesystem::path> find_program(const std::string& name);

struct Ended
{
    int exit_code = 0; // 128 + signal if one ended it
    std::string said;  // the end of its standard error

    bool well() const { return exit_code == 0; }
};

// Runs a program to its end, without input, its output thrown away. `variables` are added to the environment.
// Throws std::system_error if it cannot be started.
Ended run_program(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                  const std::vector<std::pair<std::string, std::string>>& variables = {});

} // namespace dorfnetz::operations
