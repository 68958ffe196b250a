#pragma once

#include "foundation/core/result.hpp"
#include "foundation/db/db.hpp"
#include "foundation/web/actor.hpp"
#include "foundation/web/environment.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Accounts, for the command line and for other features. Who may do what: policy.hpp; who did what:
// audit.hpp.
namespace dorfnetz::accounts {

struct Invitation
{
    NetworkId network;
    std::string email; // empty for who has none: signs in with a name that is made of theirs
    std::string name;
    web::Role role = web::Role::lead_editor;
    std::string subject = {}; // id of the village or organisation; empty for roles of the whole network
    std::optional<Timestamp> starts_at = {}; // nothing: at once
    std::optional<Timestamp> ends_at = {};   // nothing: until somebody ends it; demanded of advisers
};

struct NewUser
{
    web::UserId id;
    std::string login = {};
    // "/passwort/…": opens the page on which the password is set, once, for 72 hours. Empty if the account
    // was there and has a password, and for who has no mail.
    std::string link_path = {};
    std::string paper_code = {}; // signs in whoever has no mail, once, within two weeks
};

// Makes an account with a role, or gives the role to the account that this address has already. `by` is empty
// for the command line. Err::invalid (fields "email", "name", "aufgabe", "bis") for what cannot be;
// Err::conflict if the account has the role already.
Result<NewUser> create_user(db::Tx& tx, web::Environment& environment, const Invitation& invitation,
                            const web::UserId& by = {});
Result<NewUser> create_user(web::Environment& environment, const Invitation& invitation);

// Lets a locked account in again, for the command line: answers the link that sets its password.
// Err::missing.
Result<NewUser> let_in_again(web::Environment& environment, const NetworkId& network, std::string_view email);

struct Account
{
    web::UserId id;
    std::string login;
    std::string name;
    bool has_password = false;
    bool disabled = false;
    std::int64_t version = 1;
};

// Whom to tell when something waits: the accounts with a role in force that can sign in, by name. An empty
// subject asks for the whole network's.
std::vector<Account> accounts_with_role(db::Reader& reader, const NetworkId& network, web::Role role,
                                        std::string_view subject, Timestamp now);

// Names of all accounts by id, also of blocked ones: for saying who did something.
std::map<std::string, std::string> account_names(db::Reader& reader, const NetworkId& network);

// Sends the links that were asked for since the last time, in every network; what the job of `register_jobs`
// does. Answers how many requests it has worked off, known addresses or not.
std::int64_t answer_link_requests(web::Environment& environment);

} // namespace dorfnetz::accounts
