#pragma once

#include "features/people/api.hpp"

// How much of the register waits for the coordinator, for the desk.
namespace dorfnetz::people {

struct Pending
{
    std::int64_t count = 0;
    std::optional<Timestamp> since = {}; // the oldest
};

// Entries that are locked for this reason.
Pending pending_locked(db::Reader& reader, const NetworkId& network, Lock lock);
// Pairs that may be one person and that nobody has looked at.
Pending pending_duplicates(db::Reader& reader, const NetworkId& network);

} // namespace dorfnetz::people
