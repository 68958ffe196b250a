#pragma once

#include <filesystem>
#include <string_view>

namespace dorfnetz::operations {

// A folder readable by its owner only, for files that have no final name yet; gone at the end with all in it.
class StagingFolder
{
public:
    // Its name begins so; the nightly job clears what a crash left behind.
    static constexpr auto prefix = ".dorfnetz-staging-";

    // Made in `beside`, so that a file in it can be renamed into place. Throws std::filesystem_error.
    explicit StagingFolder(const std::filesystem::path& beside);
    ~StagingFolder();
    StagingFolder(const StagingFolder&) = delete;
    StagingFolder& operator=(const StagingFolder&) = delete;

    const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

// Puts a finished file or folder under its final name so that it survives a power cut: synced, renamed, the
// folder synced. Throws std::filesystem_error.
void put_in_place(const std::filesystem::path& finished, const std::filesystem::path& target);

// The whole text under this name, or what stood there before; its folder is made. Throws std::runtime_error.
void write_file(const std::filesystem::path& target, std::string_view text);

} // namespace dorfnetz::operations
