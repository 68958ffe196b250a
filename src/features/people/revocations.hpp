#pragma once

#include "accounts/revocations.hpp"
#include "features/people/api.hpp"

// What people took back must not come back with an older backup (operations/revocations.hpp).
namespace dorfnetz::people {

using accounts::Revocation;

// Of all networks: consents that were withdrawn. The id is that of the row and the purpose, with a dot
// between.
std::vector<Revocation> withdrawn_consents(db::Reader& reader);
// What was last done to entries that rest or rested; the word is that of the history.
std::vector<Revocation> rested_entries(db::Reader& reader);

// Each answers whether it changed anything.
bool withdraw_again(db::Tx& tx, const Revocation& withdrawal, const Author& author);
bool rest_again(db::Tx& tx, const Revocation& rest, const Author& author);

// Of all networks: links that open one's own page.
void end_own_links(db::Tx& tx);

} // namespace dorfnetz::people
