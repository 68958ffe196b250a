#pragma once

#include "accounts/api.hpp"

#include <optional>
#include <vector>

// The end of an account. What it did stays in the log by its number, which leads nowhere any more, until the
// log's own period ends; everything else about it goes.
namespace dorfnetz::accounts {

// Empties what a feature says of who did something: the number of the account and the name beside it, in the
// columns that a migration marks as "emptied when the account is deleted".
using ForgetAccount = void (*)(db::Tx& tx, const NetworkId& network, const web::UserId& user);
// Of all features; put together in operations/erasures.cpp.
using AccountMentions = std::vector<ForgetAccount>;

// What was deleted, for `erasures.txt`.
inline constexpr std::string_view account_kind = "user";

// False if there is no such account. Whether it may go is for the caller to know.
bool erase_account(db::Tx& tx, const NetworkId& network, const web::UserId& user,
                   const AccountMentions& mentions);

// The account, if the actor may delete it. Err::forbidden unless the actor manages all accounts;
// Err::missing; Err::conflict for one's own, and for the last that coordinates.
Result<Account> account_to_delete(db::Tx& tx, const web::Actor& actor, const NetworkId& network,
                                  const web::UserId& user);
// Deletes it; otherwise as `account_to_delete`.
Result<Done> delete_account(web::Environment& environment, const web::Actor& actor, const NetworkId& network,
                            const web::UserId& user, const AccountMentions& mentions);

// ---- Accounts that nobody needs any more ----

struct IdleAccount
{
    Account account;
    Timestamp since = {};                       // when its last role ended; without any: when it was made
    std::optional<Timestamp> announced_at = {}; // that it will be deleted
};

// Those without a role now or later, the longest first.
std::vector<IdleAccount> accounts_without_role(db::Reader& reader, const NetworkId& network, Timestamp now);
void announce_deletion(db::Tx& tx, const NetworkId& network, const web::UserId& user, Timestamp now);
// Of accounts that have or had a role since.
void retract_announcements(db::Tx& tx, const NetworkId& network, Timestamp now);
// Every wait begins anew.
void forget_announcements(db::Tx& tx, const NetworkId& network);

} // namespace dorfnetz::accounts
