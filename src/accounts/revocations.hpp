#pragma once

#include "foundation/core/id.hpp"
#include "foundation/db/db.hpp"
#include "foundation/web/network.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// What must not come back with an older backup. It is told outside of the database, by keys and moments
// alone, and done again after a restore (operations/revocations.hpp, operations/erasures.hpp).
namespace dorfnetz::accounts {

struct Revocation
{
    NetworkId network;
    std::string id;        // of what it is about
    std::string word = {}; // what was done, where that differs
    Timestamp at = {};
};

// ---- What features note, in the transaction that does it ----

// Whom something is shown to was changed; `word` says what holds from now on. The last word about each thing
// counts.
void note_revocation(db::Tx& tx, std::string_view kind, const Revocation& revocation);
// Deleted for good: nothing gets this id again, so it may be deleted once more whenever it turns up.
void note_erasure(db::Tx& tx, const NetworkId& network, std::string_view kind, std::string_view id);

struct NotedErasure
{
    NetworkId network;
    std::string kind;
    std::string id;
};

// Of all networks.
std::vector<Revocation> noted_revocations(db::Reader& reader, std::string_view kind);
std::vector<NotedErasure> noted_erasures(db::Reader& reader);
// Whether this database has noted it, or something later about the same thing: then it shows what holds.
bool has_noted(db::Reader& reader, std::string_view kind, const Revocation& revocation);

// ---- What opens accounts ----

// Of all networks: accounts whose password or second proof was changed, or that were blocked or allowed.
std::vector<Revocation> changed_accounts(db::Reader& reader);
// Roles that end or have ended; the moment is that of the end.
std::vector<Revocation> ended_roles(db::Reader& reader);
// Codes of sheets that were used.
std::vector<Revocation> used_codes(db::Reader& reader);

// Each answers whether it changed anything; what is not there any more is no matter.
// An account that was changed later than this database knows is locked: what opened it then may be known to
// somebody else.
bool lock_changed_account(db::Tx& tx, const Revocation& change, Timestamp now);
bool end_role_again(db::Tx& tx, const Revocation& end, Timestamp now);
bool use_code_again(db::Tx& tx, const Revocation& use, Timestamp now);

// Of all networks: sessions, links and codes on paper. Some of those in a backup were ended or used since.
void end_sessions_and_links(db::Tx& tx);
// Where nothing tells what was changed since: no account can be used until somebody lets it in again. Answers
// how many were open.
std::int64_t lock_all_accounts(db::Tx& tx, Timestamp now);
// In which nobody coordinates who could sign in.
std::vector<web::Network> networks_without_coordinator(db::Reader& reader, Timestamp now);

} // namespace dorfnetz::accounts
