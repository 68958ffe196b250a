#pragma once

#include "foundation/core/clock.hpp"
#include "foundation/core/result.hpp"
#include "foundation/fetch/fetch.hpp"
#include "foundation/openid/id_token.hpp"

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dorfnetz::openid {

// What the operator and those who run the provider have agreed on.
struct Registration
{
    std::string issuer; // "https://anmeldung.amt.example", as the provider writes itself
    std::string client;
    std::string secret = {}; // empty: a public client, guarded by PKCE alone
    std::string name = {};   // of those who run it, for people
};

// Whether the provider takes who is signed in there already, or asks for the password again.
enum class Prompt { as_is, again };

struct Departure
{
    std::string redirect; // our address that the provider sends the browser back to
    std::string state;
    std::string nonce;
    std::string verifier; // of PKCE (RFC 7636), 43 characters of base64url at least
    Prompt prompt = Prompt::as_is;
};

// What the browser brought back, and what was sent with it.
struct Arrival
{
    std::string code;
    std::string issuer = {}; // "iss" (RFC 9207), empty if there was none
    std::string redirect;
    std::string nonce;
    std::string verifier;
};

// A provider of OpenID Connect: authorization code with PKCE, and nothing else. It is asked by one thread at
// a time, so that a slow one holds up at most one of those that work on requests. Errors: Err::unavailable if
// it cannot be asked or does not answer as it should, Err::invalid if it did not let this one in.
class Provider
{
public:
    // `patience`: how long one waits while another asks.
    Provider(Registration registration, std::shared_ptr<fetch::Client> client,
             std::chrono::milliseconds patience = std::chrono::seconds(1));

    const Registration& registration() const { return m_registration; }

    // Where the browser is to be sent.
    Result<std::string> departure_address(const Departure& departure, Timestamp now);

    // Takes the code to the provider and checks what it says.
    Result<IdToken> redeem(const Arrival& arrival, Timestamp now);

private:
    // What the provider says of itself (OpenID Connect Discovery 1.0).
    struct Description
    {
        std::string authorization_endpoint;
        std::string token_endpoint;
        std::string keys_address;
        bool always_says_issuer = false;
        Timestamp fetched_at;
    };

    std::unique_lock<std::timed_mutex> wait_for_turn();
    Result<Description> description(Timestamp now);
    Result<Description> fetch_description(Timestamp now);
    Result<std::string> fetch_text(const std::string& address);
    Result<Done> fetch_keys(const Description& description, Timestamp now);
    Result<std::string> fetch_token(const Description& description, const Arrival& arrival);
    Result<Verdict> check(const Description& description, std::string_view token, const Arrival& arrival,
                          Timestamp now);
    bool may_be_used(const std::string& address) const;

    Registration m_registration;
    std::shared_ptr<fetch::Client> m_client;
    std::chrono::milliseconds m_patience;
    std::timed_mutex m_turn; // guards what follows
    std::optional<Description> m_description;
    std::optional<Timestamp> m_failed_at; // when it was last asked in vain what it is
    std::vector<Key> m_keys;
    std::optional<Timestamp> m_keys_fetched_at;
    std::optional<Timestamp> m_keys_asked_at; // also in vain
};

} // namespace dorfnetz::openid
