#pragma once

#include "accounts/revocations.hpp"

#include <string>
#include <string_view>

// What is no longer lent, looked for or offered must not come back with an older backup
// (operations/revocations.hpp, operations/erasures.hpp).
namespace dorfnetz::exchange {

using accounts::Revocation;

// Deleted for good.
inline constexpr std::string_view thing_kind = "exchange_thing";
inline constexpr std::string_view post_kind = "exchange_post";
// The word is that of its status.
inline constexpr std::string_view thing_status_kind = "exchange_thing_status";
inline constexpr std::string_view post_status_kind = "exchange_post_status";

// Nobody gets a mail. False if it is not there, or nobody sees it already.
bool withdraw_thing_again(db::Tx& tx, const Revocation& revocation, Timestamp now);
bool close_post_again(db::Tx& tx, const Revocation& revocation, Timestamp now);
// False if it is not there.
bool remove_thing_again(db::Tx& tx, const NetworkId& network, const std::string& id);
bool remove_post_again(db::Tx& tx, const NetworkId& network, const std::string& id);

} // namespace dorfnetz::exchange
