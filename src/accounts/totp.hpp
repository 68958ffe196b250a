#pragma once

#include "foundation/core/clock.hpp"
#include "foundation/core/random.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Codes of an authenticator app: six digits, new every thirty seconds (RFC 6238, SHA-1, as all apps know it).
namespace dorfnetz::accounts {

// 20 random bytes (RFC 4226, 4: as long as the hash).
std::string new_totp_secret(Random& random);

// The secret as it is typed into an app: base 32.
std::string totp_secret_text(std::string_view secret);

// What the QR code says, as apps read it ("Key URI Format" of Google Authenticator).
std::string totp_address(std::string_view secret, std::string_view issuer, std::string_view account);

// The step whose code this is, at most one step early or late; nothing if it is no code of now.
std::optional<std::int64_t> totp_step(std::string_view secret, std::string_view code, Timestamp now);

// The code of a moment.
std::string totp_code(std::string_view secret, Timestamp now);

} // namespace dorfnetz::accounts
