#pragma once

#include "foundation/core/clock.hpp"
#include "foundation/db/db.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dorfnetz::operations {

struct BackupPart
{
    std::string name; // "database.db", "database.pgdump", "secret.key", "media/…"
    std::uint64_t bytes = 0;
    std::string sha256; // lower-case hexadecimal
};

// What stands in a backup about itself, as `manifest.json`.
struct Manifest
{
    std::string program_version;
    int schema_version = 0;
    db::Engine engine = db::Engine::sqlite;
    Timestamp made_at;
    std::vector<BackupPart> parts;
};

inline constexpr std::string_view manifest_name = "manifest.json";
inline constexpr std::string_view secret_name = "secret.key";

std::string_view database_part_name(db::Engine engine);

std::string to_json(const Manifest& manifest);
// Nothing for a text that is none, of a format of the future, or with a part that may not lie in a backup.
std::optional<Manifest> manifest_from_json(std::string_view text);

} // namespace dorfnetz::operations
