#pragma once

#include "foundation/core/clock.hpp"
#include "foundation/core/id.hpp"
#include "foundation/db/db.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The chain over the audit log. A row gets its place a little after it was written, and with it a hash that
// covers the row and the hash of the one before. Chained while it is written, every change of a network would
// wait for the one before it; sealed afterwards, nobody waits (docs/adr/0023-audit-chain.md).
namespace dorfnetz::accounts {

// The end of a network's chain at some moment; whoever has kept it can tell later whether the log still
// contains everything up to it.
struct ChainHead
{
    NetworkId network;
    std::int64_t place = 0; // 0: nothing is sealed yet
    std::string hash = {};
};

// Gives every row that has none its place, in the order of time. To be called every minute and before a copy
// is made. Any number of servers may seal at the same moment. Answers how many rows.
std::int64_t seal_audit_log(db::Pool& pool);

ChainHead chain_head(db::Reader& reader, const NetworkId& network);
// Of every network that has sealed rows.
std::vector<ChainHead> chain_heads(db::Reader& reader);

// What walking along a chain from its beginning has found.
struct ChainReport
{
    std::int64_t sealed = 0; // rows that fit, up to the first one that does not
    // The first place at which a row is missing, stands elsewhere or says something else.
    std::optional<std::int64_t> broken_at = {};
    std::int64_t forged_details = 0; // see count_forged_details
    std::int64_t waiting = 0;        // rows without a place
    std::optional<Timestamp> waiting_since = {};
};

ChainReport check_audit_log(db::Reader& reader, const NetworkId& network);

// Whether the chain still contains the row that was its end once.
bool contains(db::Reader& reader, const ChainHead& head);

} // namespace dorfnetz::accounts
