#pragma once

#include "features/people/api.hpp"

#include <chrono>
#include <set>

// What others need to know of asking.
namespace dorfnetz::asking {

// How long it is kept who was asked, after the shift.
inline constexpr int months_kept = 12;
// How long it is kept what somebody said is nothing for them.
inline constexpr std::chrono::days refusals_kept{365};

// Who was asked since then.
std::set<people::PersonId> asked_since(db::Reader& reader, const NetworkId& network, Timestamp since);

// Who was asked for what, as something that is kept about people outside the register.
people::Elsewhere kept_askings();
// Empties in whose name people are asked, where it was this account (accounts::AccountMentions).
void forget_account(db::Tx& tx, const NetworkId& network, const web::UserId& user);

} // namespace dorfnetz::asking
