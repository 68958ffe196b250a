#pragma once

#include "foundation/core/clock.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Who signed in, as a provider says it (OpenID Connect Core 1.0, 2 and 3.1.3.7). No network, no clock.
namespace dorfnetz::openid {

// A public key that a provider signs with.
struct Key
{
    std::string id;        // "kid"; empty if it has none
    std::string algorithm; // the one that it is used for, "RS256" or "ES256"
    std::string parts;     // as JWK (RFC 7517), the public parts and nothing else
};

// The keys of a set (RFC 7517, 5) that we may use; others are left out. Nothing if it is no set.
std::optional<std::vector<Key>> read_keys(std::string_view json);

// What the token must say.
struct Expected
{
    std::string issuer;
    std::string client;
    std::string nonce;
};

struct IdToken
{
    std::string subject; // who it is, for this issuer and for ever
    std::optional<Timestamp> authenticated_at = {};
};

// The first thing that is wrong.
enum class Flaw {
    none,
    form,        // too long, cut off, no JSON, no object, an extension that we do not know
    algorithm,   // another than RS256 and ES256, above all "none" and the symmetric ones
    unknown_key, // not among the keys, or not to be told from others
    signature,
    issuer,
    audience, // for another client, or for several
    time,     // over, not yet begun, or made long ago
    nonce,    // made for another request
    subject,
};

// For the log: "signature".
std::string_view to_text(Flaw flaw);

struct Verdict
{
    Flaw flaw = Flaw::none;
    IdToken token = {}; // worth something only without a flaw
};

Verdict check_id_token(std::string_view token, const std::vector<Key>& keys, const Expected& expected,
                       Timestamp now);

} // namespace dorfnetz::openid
