#pragma once

#include "accounts/revocations.hpp"

#include <string_view>

// Minutes that were taken back must not be read again after an older backup was restored
// (operations/revocations.hpp).
namespace dorfnetz::minutes {

using accounts::Revocation;

inline constexpr std::string_view minutes_kind = "minutes";
inline constexpr std::string_view sent_word = "sent";
inline constexpr std::string_view taken_back_word = "taken_back";

// False if they may be read, or are a draft already.
bool take_back_again(db::Tx& tx, const Revocation& revocation, Timestamp now);

} // namespace dorfnetz::minutes
