#pragma once

#include "features/people/api.hpp"

#include <chrono>

// What others need to know of plans.
namespace dorfnetz::planning {

// How long it is kept who was planned for a shift, after that; and a plan with its wishes, after the
// activity.
inline constexpr std::chrono::days kept_after_shift{30};
// How long a plan of a series is kept in which nobody is planned for anything any more.
inline constexpr std::chrono::days kept_unused{90};

// Who is meant to be asked for what, and what they wish, as something that is kept about people outside the
// register.
people::Elsewhere kept_plans();
// Empties who had a plan worked out, where it was this account (accounts::AccountMentions).
void forget_account(db::Tx& tx, const NetworkId& network, const web::UserId& user);

} // namespace dorfnetz::planning
