#pragma once

#include "accounts/revocations.hpp"
#include "features/attendance/api.hpp"

#include <string_view>

// A report that was taken off the public page must not come back with an older backup
// (operations/revocations.hpp).
namespace dorfnetz::attendance {

using accounts::Revocation;

inline constexpr std::string_view report_kind = "activity_report";
inline constexpr std::string_view published_word = "published";
inline constexpr std::string_view withdrawn_word = "withdrawn";

// False if everybody may see it, or nobody sees it already.
bool withdraw_report_again(db::Tx& tx, const Revocation& revocation, Timestamp now);

} // namespace dorfnetz::attendance
