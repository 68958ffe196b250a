#pragma once

#include "features/signups/api.hpp"

#include <string>
#include <string_view>

// Addresses that are keys. A key is made of the promise's id and the secret of the installation, so that
// every mail can carry it; the database knows a hash of it, and so does not open anything if it gets lost.
namespace dorfnetz::signups {

inline constexpr std::string_view own_pattern = "/zusage/{token}";

// 128 bits in hexadecimal, for one purpose.
inline constexpr std::size_t key_length = 32;
std::string key_for(const web::Environment& environment, std::string_view purpose, const NetworkId& network,
                    std::string_view id);
std::string hash_of_token(const web::Environment& environment, std::string_view token);

// Of a promise, and what the database knows of it.
std::string token_of(const web::Environment& environment, const NetworkId& network, const SignupId& id);
std::string link_hash_of(const web::Environment& environment, const NetworkId& network, const SignupId& id);
// "/zusage/…"
std::string own_path(const web::Context& context, const SignupId& id);

} // namespace dorfnetz::signups
