#pragma once

#include "accounts/revocations.hpp"
#include "features/pages/api.hpp"

// A text that was taken from public pages must not come back with an older backup
// (operations/revocations.hpp).
namespace dorfnetz::pages {

using accounts::Revocation;

// Deleted for good.
inline constexpr std::string_view page_kind = "page";
inline constexpr std::string_view visibility_kind = "page_visibility";
inline constexpr std::string_view published_word = "published";
inline constexpr std::string_view withdrawn_word = "withdrawn";

// False if everybody may see it, or nobody sees it already.
bool withdraw_again(db::Tx& tx, const Revocation& revocation, Timestamp now);
// False if it is not there.
bool remove_again(db::Tx& tx, const NetworkId& network, const std::string& id);

} // namespace dorfnetz::pages
