#pragma once

#include "accounts/revocations.hpp"

#include <string>
#include <string_view>

// An experience that fewer may read now, or that was deleted, must not come back with an older backup
// (operations/revocations.hpp, operations/erasures.hpp).
namespace dorfnetz::experiences {

using accounts::Revocation;

inline constexpr std::string_view experience_kind = "experience";
inline constexpr std::string_view file_kind = "experience_file";
// The word is that of its audience: "shared" with other networks, "published" here, "draft".
inline constexpr std::string_view audience_kind = "experience_audience";

// False if no more people than that may read it.
bool narrow_audience_again(db::Tx& tx, const Revocation& revocation, Timestamp now);
// False if it is not there.
bool remove_again(db::Tx& tx, const NetworkId& network, const std::string& id);
bool remove_file_again(db::Tx& tx, const NetworkId& network, const std::string& id);

} // namespace dorfnetz::experiences
