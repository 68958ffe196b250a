#pragma once

#include "features/people/api.hpp"
#include "foundation/core/clock.hpp"
#include "foundation/core/id.hpp"
#include "foundation/db/db.hpp"

#include <chrono>
#include <cstdint>

// What is kept of messages to lists.
namespace dorfnetz::messages {

// How long it stays what was written and who got it.
inline constexpr std::chrono::days content_kept{90};

// Messages whose content is older.
std::int64_t count_old_messages(db::Reader& reader, const NetworkId& network, Timestamp now);
// Empties them; that something was sent stays. Answers how many.
std::int64_t empty_old_messages(db::Tx& tx, const NetworkId& network, Timestamp now);

// Messages that somebody got, as something that is kept about them outside the register.
people::Elsewhere kept_messages();

// Empties who did something, where it was this account (accounts::AccountMentions).
void forget_account(db::Tx& tx, const NetworkId& network, const web::UserId& user);

} // namespace dorfnetz::messages
