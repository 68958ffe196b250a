#pragma once

#include "features/signups/api.hpp"

#include <string>
#include <string_view>

// Addresses that are keys. A key is made of the promise's id and the secret of the installation, so that
// every mail can carry it; the database knows a hash of it, and so does not open anything if it gets lost.
namespace dorfnetz::signups {

inline constexpr std::string_view own_pattern = "/zusage/{token}";

std::string token_of(const web::Environment& environment, const NetworkId& network, const SignupId& id);
std::string hash_of_token(const web::Environment& environment, std::string_view token);
// "/zusage/…"
std::string own_path(const web::Context& context, const SignupId& id);

} // namespace dorfnetz::signups
