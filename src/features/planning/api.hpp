#pragma once

#include "features/people/api.hpp"

// What others need to know of plans.
namespace dorfnetz::planning {

// How long a plan is kept after the last shift of its activity.
inline constexpr int days_kept = 30;

// Who is meant to be asked for what, and what they wish, as something that is kept about people outside the
// register.
people::Elsewhere kept_plans();
// Empties who had a plan worked out, where it was this account (accounts::AccountMentions).
void forget_account(db::Tx& tx, const NetworkId& network, const web::UserId& user);

} // namespace dorfnetz::planning
