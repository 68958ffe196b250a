#pragma once

#include "features/people/api.hpp"

// What others need to know of asking.
namespace dorfnetz::asking {

// How long it is kept who was asked, after the shift.
inline constexpr int months_kept = 12;

// Who was asked for what, as something that is kept about people outside the register.
people::Elsewhere kept_askings();
// Empties in whose name people are asked, where it was this account (accounts::AccountMentions).
void forget_account(db::Tx& tx, const NetworkId& network, const web::UserId& user);

} // namespace dorfnetz::asking
