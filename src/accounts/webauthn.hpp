#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// What a browser sends about a passkey, checked (WebAuthn Level 2, 7.1 and 7.2). No database, no clock.
namespace dorfnetz::accounts::webauthn {

// Whom the answer must have been made for.
struct Party
{
    std::string challenge; // as it was given to the browser, before base64
    std::string origin;    // "https://heide.example"
    std::string id;        // of the relying party: the host without port
};

struct Key
{
    std::string id;    // base64url
    int algorithm = 0; // COSE
    std::string bytes; // as libfido2 takes them
    std::uint32_t sign_count = 0;
};

// A new key out of attestationObject and clientDataJSON, both as base64url. Attestation is "none": whose make
// the device is does not matter here. Nothing if anything does not fit: challenge, origin, party, that
// somebody was there and unlocked the device, the kind of key.
std::optional<Key> read_registration(const Party& party, std::string_view attestation,
                                     std::string_view client_data);

struct Assertion
{
    std::string authenticator_data; // all as base64url
    std::string client_data;
    std::string signature;
};

// The new sign count if the key has signed this; nothing if anything does not fit, or if the count shows that
// somebody has a copy of the key.
std::optional<std::uint32_t> check_assertion(const Party& party, const Key& key, const Assertion& assertion);

} // namespace dorfnetz::accounts::webauthn
