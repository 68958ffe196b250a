#pragma once

#include "foundation/core/result.hpp"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

// The zip file around a backup: anybody can open it without this program.
namespace dorfnetz::operations {

struct ArchivePart
{
    std::string name;
    std::filesystem::path file;
};

// Throws std::runtime_error, leaving no file, if a part cannot be read or the disk is full.
void write_archive(const std::filesystem::path& target, const std::vector<ArchivePart>& parts);

class Archive
{
public:
    // Err::missing if there is no such file, Err::invalid if it is no zip file.
    static Result<Archive> open(const std::filesystem::path& path);
    Archive(Archive&& other) noexcept;
    Archive& operator=(Archive&& other) noexcept = delete;
    ~Archive();

    // Hands the part over piece by piece. False if it is not there, damaged, or longer than `most_bytes`.
    bool read(const std::string& name, std::uint64_t most_bytes,
              const std::function<void(std::string_view)>& take);

private:
    struct State;
    explicit Archive(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace dorfnetz::operations
