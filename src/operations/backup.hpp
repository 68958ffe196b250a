#pragma once

#include "foundation/core/result.hpp"
#include "foundation/db/db.hpp"
#include "operations/archive.hpp"
#include "operations/installation.hpp"
#include "operations/manifest.hpp"

#include <filesystem>

namespace dorfnetz::operations {

// Writes one file with a consistent copy of the database, the key and the media, while others go on writing.
// The file is read back before it gets its name. `revocations.txt` beside it is brought up to now.
// Err::conflict if it exists and is to be kept, or while a backup is being restored, Err::unavailable if the
// disk is full, the database cannot be had, or PostgreSQL's programs are missing.
Result<Manifest> back_up(const Installation& installation, db::Pool& pool, const std::filesystem::path& file,
                         Existing existing);

// What a backup says about itself. Err::missing, Err::invalid.
Result<Manifest> manifest_of(const std::filesystem::path& file);
Result<Manifest> manifest_of(Archive& archive, const std::filesystem::path& file);

// Reads the whole backup and compares every part with its checksum. Err::missing, Err::invalid.
Result<Manifest> check_backup(const std::filesystem::path& file);

Error damaged_backup(const std::filesystem::path& file);

// The nightly work: a backup into `installation.backups()`, then only the newest stay, one for each day of
// `retention::backups_kept`. Clears what a crash left there and copies from before migrations that are older.
Result<Manifest> back_up_nightly(const Installation& installation, db::Pool& pool);

// The nightly backups, the newest first.
std::vector<std::filesystem::path> nightly_backups(const std::filesystem::path& folder);

} // namespace dorfnetz::operations
