#pragma once

#include "accounts/accounts_store.hpp"
#include "accounts/sessions.hpp"
#include "foundation/core/result.hpp"
#include "foundation/i18n/i18n.hpp"
#include "foundation/web/environment.hpp"
#include "foundation/web/network.hpp"

#include <string>
#include <string_view>

// What happens when somebody is let in, whatever opened the door.
namespace dorfnetz::accounts {

// Where a request comes from, and where the links of mails about it lead.
struct Caller
{
    std::string address;      // of the network, as in http::Request
    std::string client;       // User-Agent
    std::string device = {};  // token of the device, if the browser has one
    std::string session = {}; // token of the session that the browser still has; it ends
    i18n::Language language = i18n::Language::de;
    std::string site = {}; // "https://heide.example/en"; empty if the host of the request may not be ours
};

// What the browser keeps from now on.
struct Admission
{
    std::string session;     // token
    std::string device = {}; // token; empty if it has one already
};

// Begins a session, notes the device, and tells the account's owner of one that was not here before; not the
// first time that somebody signs in at all.
Result<Admission> admit(db::Tx& tx, web::Environment& environment, const web::Network& network,
                        const Account& account, const Caller& caller, Way way, Proof proof = Proof::first);

} // namespace dorfnetz::accounts
