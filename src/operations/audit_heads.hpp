#pragma once

#include "accounts/audit_chain.hpp"

#include <filesystem>
#include <vector>

namespace dorfnetz::operations {

// The chain of the audit log shows what was changed in it, but not that its end was cut off. So its end is
// kept outside the database too: `audit-heads.txt` beside the backups, a line for each network: network,
// place, hash, moment; "#" begins a comment.
inline constexpr auto audit_heads_name = "audit-heads.txt";

std::vector<accounts::ChainHead> read_audit_heads(const std::filesystem::path& list);

// Those of the list that the log no longer contains: its end was cut off, or rows before it were changed.
std::vector<accounts::ChainHead> lost_heads(db::Reader& reader, const std::filesystem::path& list);

// Brings the list up to the ends of today. A line that the log contradicts stays as it is, so that the doctor
// can still see it. Throws what the database throws, and std::runtime_error if the file cannot be written.
void write_audit_heads(db::Pool& pool, const std::filesystem::path& list, Timestamp now);

// After a restore: what the list names may not have been written yet in the state of the backup. Its lines
// become comments that say so.
void retire_audit_heads(const std::filesystem::path& list, Timestamp now);

} // namespace dorfnetz::operations
