#pragma once

#include "foundation/core/clock.hpp"
#include "foundation/core/random.hpp"
#include "foundation/db/db.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace dorfnetz::operations {

// What was taken back must stay so when an older backup is restored: consents, entries that rest, roles,
// codes that were used, what opened an account, and what was shown to others than now. `revocations.txt`
// beside the backups names it by keys and moments only, a line each: network, kind, id, word or "-", moment;
// "#" begins a comment. The first line says as of when.
inline constexpr auto revocations_name = "revocations.txt";

// Brings the list up to now. What the database no longer knows stays in it. Throws what the database throws,
// and std::runtime_error if the file cannot be written.
void write_revocations(db::Pool& pool, const std::filesystem::path& list, Timestamp now);

struct RevocationReport
{
    std::optional<Timestamp> as_of;                    // of the newest list; nothing: there is none
    std::int64_t applied = 0;                          // taken back once more
    std::int64_t locked = 0;                           // accounts
    std::int64_t unknown = 0;                          // lines that this program does not understand
    std::vector<std::string> without_coordinator = {}; // names of networks
};

// Makes a restored database safe: ends all sessions, links and codes on paper, takes back again what the
// lists name, and locks the accounts that were changed since. If no list is as new as the backup, nobody
// knows what was changed, and all accounts are locked. Throws what the database throws.
RevocationReport apply_revocations(db::Pool& pool, const std::vector<std::filesystem::path>& lists,
                                   Timestamp backup_made_at, const Clock& clock, Random& random);

} // namespace dorfnetz::operations
