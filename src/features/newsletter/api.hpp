#pragma once

#include "features/people/api.hpp"
#include "foundation/core/clock.hpp"
#include "foundation/core/id.hpp"
#include "foundation/db/db.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

// What the newsletter keeps about people.
namespace dorfnetz::newsletter {

// How long a mail address waits for the click in the mail that asks.
inline constexpr std::chrono::days time_to_confirm{7};

// Addresses for which no click came in time.
std::int64_t count_unconfirmed(db::Reader& reader, const NetworkId& network, Timestamp now);
// Deletes them. Answers how many.
std::int64_t delete_unconfirmed(db::Tx& tx, const NetworkId& network, Timestamp now);

// Subscriptions, as something that is kept about people outside the register.
people::Elsewhere kept_subscriptions();

// Of a subscription that was ended; nothing gets its id again (accounts::note_erasure).
inline constexpr std::string_view subscription_kind = "newsletter";
// After a restore. False if it is not there.
bool unsubscribe_again(db::Tx& tx, const NetworkId& network, const std::string& id);

// Empties who did something, where it was this account (accounts::AccountMentions).
void forget_account(db::Tx& tx, const NetworkId& network, const web::UserId& user);

} // namespace dorfnetz::newsletter
