#pragma once

#include "foundation/core/clock.hpp"

#include <filesystem>
#include <string>

namespace dorfnetz::operations {

// What a backup is made of and what a restore fills.
struct Installation
{
    std::filesystem::path data;
    std::string database; // "sqlite:PATH" or "postgresql://…"
    std::string program_version;
    const Clock& clock;

    std::filesystem::path backups() const { return data / "backups"; }
};

// Nothing if the database is none of SQLite.
inline std::filesystem::path sqlite_file(const std::string& database)
{
    constexpr std::string_view scheme = "sqlite:";
    return database.starts_with(scheme) ? std::filesystem::path(database.substr(scheme.size()))
                                        : std::filesystem::path();
}

// Whether an existing file or database may make way.
enum class Existing { keep, replace };

} // namespace dorfnetz::operations
