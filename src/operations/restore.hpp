#pragma once

#include "foundation/core/result.hpp"
#include "operations/erasures.hpp"
#include "operations/installation.hpp"
#include "operations/manifest.hpp"
#include "operations/revocations.hpp"

#include <filesystem>

namespace dorfnetz::operations {

struct RestoreReport
{
    Manifest manifest;
    int schema_version = 0;           // after migrating
    std::filesystem::path moved_away; // what was there before; empty if nothing was
    ErasureReport erasures;
    RevocationReport revocations;
};

// Puts the state of a backup in place: checked, brought to the newest schema, and with `erasures.txt` and
// `revocations.txt` (beside the file or in the folder of the nightly backups) applied. Everything is prepared
// first, so a refusal leaves what was there; a crash while the finished files are renamed leaves the old ones
// in their new folder. Existing::replace moves the old files of a SQLite installation to `before-restore-…`;
// a PostgreSQL database must be empty in any case. Err::conflict if a program works with the data folder or a
// database is there, Err::invalid for a damaged backup, a newer schema or another engine, Err::unavailable
// for a full disk or missing programs.
Result<RestoreReport> restore(const Installation& installation, const std::filesystem::path& file,
                              Existing existing);

} // namespace dorfnetz::operations
