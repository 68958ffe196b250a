#pragma once

#include "accounts/revocations.hpp"
#include "features/date_polls/api.hpp"

#include <string>
#include <string_view>

// An answer that was deleted must not come back with an older backup (operations/erasures.hpp).
namespace dorfnetz::date_polls {

inline constexpr std::string_view reply_kind = "date_poll_reply";

// False if it is not there.
bool remove_reply_again(db::Tx& tx, const NetworkId& network, const std::string& id);

} // namespace dorfnetz::date_polls
