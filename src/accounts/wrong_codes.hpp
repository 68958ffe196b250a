#pragma once

#include "foundation/core/id.hpp"
#include "foundation/db/db.hpp"
#include "foundation/web/actor.hpp"

#include <chrono>

// Whoever has the password, or the mailbox, must not find the code of the second proof by trying for weeks.
// The total is that of the account: a new session, a new link or another place give no more tries. It ends by
// itself, so nobody is locked out for good.
namespace dorfnetz::accounts {

inline constexpr int most_wrong_codes = 10;
inline constexpr std::chrono::hours wrong_codes_count_for{24};

bool too_many_wrong_codes(db::Reader& reader, const NetworkId& network, const web::UserId& user,
                          Timestamp now);
// Answers how many it were within a day. Those that are older go at the same time.
int count_wrong_code(db::Tx& tx, const NetworkId& network, const web::UserId& user, Timestamp now);
void forget_wrong_codes(db::Tx& tx, const NetworkId& network, const web::UserId& user);

} // namespace dorfnetz::accounts
