#pragma once

#include "features/asking/asking.hpp"

#include <string>
#include <string_view>

// The address at which somebody answers is a key (foundation/web/link_key.hpp).
namespace dorfnetz::asking {

inline constexpr std::string_view answer_pattern = "/anfrage/{token}";

std::string hash_of_token(const web::Environment& environment, std::string_view token);
std::string token_of(const web::Environment& environment, const NetworkId& network, const ShiftId& shift,
                     const PersonId& person);
// "/anfrage/…"
std::string answer_path(std::string_view token);

} // namespace dorfnetz::asking
