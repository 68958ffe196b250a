#pragma once

#include "accounts/revocations.hpp"
#include "features/groups/api.hpp"

#include <string>
#include <string_view>

// Who left a group, and what is no longer for everybody, must stay so when an older backup is restored
// (operations/revocations.hpp, operations/erasures.hpp).
namespace dorfnetz::groups {

using accounts::Revocation;

// Of a text: its audience.
inline constexpr std::string_view text_audience_kind = "group_text_audience";
inline constexpr std::string_view text_kind = "group_text";
inline constexpr std::string_view member_kind = "group_member";

// False if it is for members already, or everybody may read it.
bool keep_text_inside_again(db::Tx& tx, const Revocation& revocation, Timestamp now);

// False if they are not there.
bool remove_text_again(db::Tx& tx, const NetworkId& network, const std::string& id);
bool remove_member_again(db::Tx& tx, const NetworkId& network, const std::string& id);

} // namespace dorfnetz::groups
