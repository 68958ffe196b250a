#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace dorfnetz::operations {

// SHA-256 of what comes piece by piece.
class Checksum
{
public:
    Checksum();
    ~Checksum();
    Checksum(const Checksum&) = delete;
    Checksum& operator=(const Checksum&) = delete;

    void add(std::string_view bytes);
    // Lower-case hexadecimal; to be called once, at the end.
    std::string text();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

// Throws std::runtime_error if the file cannot be read to its end.
std::string checksum_of_file(const std::filesystem::path& path);

} // namespace dorfnetz::operations
