#pragma once

#include "accounts/deleting.hpp"
#include "features/people/api.hpp"
#include "foundation/db/db.hpp"

#include <cstdint>
#include <filesystem>

namespace dorfnetz::operations {

// Who was erased, and which contact persons and texts were deleted, must stay so when an older backup is
// restored. `erasures.txt` beside the backups names them by ids only, a line each: network, kind, id, with a
// space between; "#" begins a comment.
inline constexpr auto erasures_name = "erasures.txt";

// What features keep about people outside the register: told on "Meine Daten" and erased with the person.
people::Elsewheres kept_elsewhere();
// Where features say which account did something: emptied when the account is deleted.
accounts::AccountMentions account_mentions();

// Adds to the list what the program erased and what it does not name yet; lines that somebody wrote stay.
// Answers whether there was anything. Throws what the database throws, and std::runtime_error if the file
// cannot be written.
bool write_erasures(db::Pool& pool, const std::filesystem::path& list);

struct ErasureReport
{
    std::int64_t applied = 0;
    std::int64_t unknown = 0; // lines of a kind that this program cannot erase, or that are no such line
};

// Erases in the database what the list names; does nothing if there is no list. Applying it again changes
// nothing. Throws what the database throws.
ErasureReport apply_erasures(db::Pool& pool, const std::filesystem::path& list);

} // namespace dorfnetz::operations
