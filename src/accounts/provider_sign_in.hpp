#pragma once

#include "accounts/sign_in.hpp"
#include "foundation/core/result.hpp"
#include "foundation/i18n/i18n.hpp"
#include "foundation/openid/provider.hpp"
#include "foundation/web/actor.hpp"
#include "foundation/web/environment.hpp"
#include "foundation/web/network.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

// Signing in at the municipality (OpenID Connect). It is a first proof like a password, and opens only
// accounts that were connected with it before; it makes none, and no mail address decides (docs/adr/0029).
namespace dorfnetz::accounts {

// By the slug of the network; a network that is not among them has none.
using Providers = std::map<std::string, std::shared_ptr<openid::Provider>, std::less<>>;

enum class ErrandKind {
    sign_in,
    connect, // the account of the session with who signs in there
};

// What somebody has set out for. It lies sealed in their browser until they are back.
struct Errand
{
    ErrandKind kind = ErrandKind::sign_in;
    std::string session = {}; // id of the one that connects; empty for signing in
    std::string onward = {};  // own path to go on to
    i18n::Language language = i18n::Language::de;
    std::string redirect = {}; // absolute address that the provider sends back to
    std::string state = {};    // made by `set_out`, like the following
    std::string nonce = {};
    std::string verifier = {};
};

struct Leaving
{
    std::string address; // where the browser goes
    std::string kept;    // what it keeps meanwhile
};

// Err::unavailable if the provider cannot be reached; Err::too_often.
Result<Leaving> set_out(Door& door, openid::Provider& provider, web::Environment& environment,
                        const NetworkId& network, Errand errand, const Caller& caller);

// The errand that the browser has kept. Nothing if it is none of this network, too old, or if the state that
// came back belongs to another one.
std::optional<Errand> errand_of(const web::Environment& environment, const NetworkId& network,
                                std::string_view kept, std::string_view state);

// What the provider has sent the browser back with.
struct ProviderAnswer
{
    std::string code;
    std::string issuer = {}; // empty: not said
};

// Err::stale if the errand was done before, Err::missing if no account that may sign in is connected with who
// it is, Err::invalid if the provider did not let them in, Err::unavailable, Err::too_often.
Result<Admission> sign_in_by_provider(Door& door, openid::Provider& provider, web::Environment& environment,
                                      const web::Network& network, const Errand& errand,
                                      const ProviderAnswer& answer, const Caller& caller);

// Connects the actor's account with who signed in at the provider and tells them by mail. Errors as above;
// Err::stale also if the session is another, Err::conflict if one of the two is connected already.
Result<Done> connect_provider(Door& door, openid::Provider& provider, web::Environment& environment,
                              const web::Network& network, const web::Actor& actor, const Errand& errand,
                              const ProviderAnswer& answer, const Caller& caller);

// Since when the account is connected; nothing: it is not.
std::optional<Timestamp> connected_since(db::Reader& reader, const NetworkId& network,
                                         const web::UserId& user);

void disconnect_provider(web::Environment& environment, const NetworkId& network, const web::Actor& actor);

} // namespace dorfnetz::accounts
