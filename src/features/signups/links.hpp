#pragma once

#include "features/signups/api.hpp"

#include <string>
#include <string_view>

// Addresses that are keys (foundation/web/link_key.hpp): every mail about a promise can carry its own.
namespace dorfnetz::signups {

inline constexpr std::string_view own_pattern = "/zusage/{token}";

std::string hash_of_token(const web::Environment& environment, std::string_view token);

// Of a promise, and what the database knows of it.
std::string token_of(const web::Environment& environment, const NetworkId& network, const SignupId& id);
std::string link_hash_of(const web::Environment& environment, const NetworkId& network, const SignupId& id);
// "/zusage/…"
std::string own_path(const web::Context& context, const SignupId& id);

} // namespace dorfnetz::signups
