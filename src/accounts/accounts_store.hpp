#pragma once

#include "accounts/api.hpp"
#include "foundation/core/clock.hpp"
#include "foundation/db/db.hpp"
#include "foundation/web/actor.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// SQL of users, their roles and links, nothing else.
namespace dorfnetz::accounts {

// As e-mail addresses are compared here: in lower case, without spaces around them.
std::string login_of(std::string_view email);

struct User
{
    Account account;
    std::string password_hash; // empty: none was set yet
};

std::optional<User> find_user(db::Reader& reader, const NetworkId& network, const web::UserId& id);
std::optional<User> find_user_by_login(db::Reader& reader, const NetworkId& network, std::string_view login);
std::vector<Account> all_accounts(db::Reader& reader, const NetworkId& network);
// Those that can sign in: they have a password, or came in by a link, a code or a passkey before.
std::vector<Account> usable_accounts(db::Reader& reader, const NetworkId& network);

// False if the login exists.
bool insert_user(db::Tx& tx, const NetworkId& network, const Account& account, Timestamp now);
// Empty: none any more.
void set_password_hash(db::Tx& tx, const NetworkId& network, const web::UserId& user, std::string_view hash);
// Only if the hash is still the one that was read, empty for none; false otherwise.
bool replace_password_hash(db::Tx& tx, const NetworkId& network, const web::UserId& user,
                           std::string_view old_hash, std::string_view new_hash);

// What opens the account is not what it was.
void note_access_change(db::Tx& tx, const NetworkId& network, const web::UserId& user, Timestamp now);

enum class SignIn { allowed, blocked };

// False if somebody else was faster.
bool set_sign_in(db::Tx& tx, const NetworkId& network, const Account& account, SignIn sign_in);

struct StoredGrant
{
    std::string id;
    web::UserId user;
    web::Grant grant;
    std::optional<Timestamp> starts_at = {}; // nothing: began when it was given
    std::optional<Timestamp> ends_at = {};
};

// What is in force or will be, in the order in which it was given.
std::vector<StoredGrant> grants_not_ended(db::Reader& reader, const NetworkId& network, Timestamp now);
// False if the user has it already.
bool insert_grant(db::Tx& tx, const NetworkId& network, const StoredGrant& grant, const web::UserId& by,
                  Timestamp now);
// Who the account is just now, outside of a session; nothing if it is blocked or gone.
std::optional<web::Actor> actor_of(db::Reader& reader, const NetworkId& network, const web::UserId& user,
                                   Timestamp now);
// False if it ends by then already.
bool end_grant_at(db::Tx& tx, const NetworkId& network, std::string_view id, Timestamp end);

// Users who coordinate without an end and can sign in. Holds their rows until the transaction ends, so that
// two who count them at the same moment do so one after the other.
std::vector<web::UserId> lock_coordinators(db::Tx& tx, const NetworkId& network);

struct Link
{
    std::string id;
    web::UserId user;
    std::string purpose; // of links.hpp
    std::string token_hash;
    Timestamp expires_at;
};

// Expired links of the network go at the same time.
void insert_link(db::Tx& tx, const NetworkId& network, const Link& link, Timestamp now);
// Whom an unused, unexpired link is for; nobody if the account is disabled.
std::optional<User> user_of_link(db::Reader& reader, const NetworkId& network, std::string_view token_hash,
                                 Timestamp now);
// False if the link was used or has expired meanwhile.
bool use_link(db::Tx& tx, const NetworkId& network, std::string_view token_hash, Timestamp now);
void delete_unused_links(db::Tx& tx, const NetworkId& network, const web::UserId& user);

struct LinkRequest
{
    NetworkId network;
    std::string id;
    std::string login;
    std::string purpose; // "reset" or "sign_in"
    std::string language;
    std::string address; // of the page that takes the token: "https://…/passwort/"
};

void insert_request(db::Tx& tx, const LinkRequest& request, Timestamp now);
// The oldest first, of every network.
std::vector<LinkRequest> waiting_requests(db::Reader& reader, std::int64_t limit);
// False if another worker took it.
bool delete_request(db::Tx& tx, const LinkRequest& request);

} // namespace dorfnetz::accounts
