#pragma once

#include "accounts/sign_in.hpp"
#include "accounts/webauthn.hpp"
#include "foundation/core/result.hpp"
#include "foundation/web/actor.hpp"
#include "foundation/web/environment.hpp"
#include "foundation/web/network.hpp"

#include <string>
#include <string_view>
#include <vector>

// Signing in with a passkey: the device's lock instead of a password, first and second proof at once.
namespace dorfnetz::accounts {

// What the browser's device shall sign. It belongs to this session (empty: a visitor), is good for ten
// minutes and, for signing in, once; nothing of it is stored before it is answered.
std::string new_challenge(web::Environment& environment, const NetworkId& network, std::string_view session);

// Where the page is that asked: the browser puts that under its signature.
struct PageOrigin
{
    std::string origin; // "https://heide.example"
    std::string host;   // without port
};

struct NewPasskey
{
    std::string challenge;
    std::string attestation; // base64url
    std::string client_data; // base64url
};

// Keeps a key of the actor's device and tells them by mail. Err::invalid if it does not fit, Err::conflict if
// it is here already.
Result<std::string> add_passkey(web::Environment& environment, const web::Network& network,
                                const web::Actor& actor, const PageOrigin& page, const NewPasskey& passkey,
                                const Caller& caller);

struct PasskeyAnswer
{
    std::string challenge;
    std::string id; // of the key
    webauthn::Assertion assertion;
};

// Err::invalid for a key that is unknown, of a blocked account, or does not fit, all alike; Err::too_often.
Result<Admission> sign_in_by_passkey(Door& door, web::Environment& environment, const web::Network& network,
                                     const PageOrigin& page, const PasskeyAnswer& answer,
                                     const Caller& caller);

struct Passkey
{
    std::string id;
    std::string device; // "Chrome, Windows"
    Timestamp created_at;
};

// The newest first.
std::vector<Passkey> passkeys_of(db::Reader& reader, const NetworkId& network, const web::UserId& user);

// Only one of the actor's own.
void remove_passkey(web::Environment& environment, const NetworkId& network, const web::Actor& actor,
                    std::string_view id);

} // namespace dorfnetz::accounts
