#pragma once

#include "accounts/revocations.hpp"

#include <string>
#include <string_view>

// Who no longer stands on public pages must not come back with an older backup (operations/revocations.hpp).
namespace dorfnetz::contact {

using accounts::Revocation;

// Deleted for good.
inline constexpr std::string_view contact_kind = "site_contact";
// Name, telephone or mail address was changed: what an older backup says may be of somebody who left, or what
// they no longer want there.
inline constexpr std::string_view person_kind = "site_contact_person";

// False if it is not there.
bool remove_again(db::Tx& tx, const NetworkId& network, const std::string& id);
// The duty stays and nobody stands beside it. False if nobody does already.
bool forget_again(db::Tx& tx, const Revocation& revocation, Timestamp now);

} // namespace dorfnetz::contact
