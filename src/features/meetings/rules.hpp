#pragma once

#include <string_view>

// Names of the network's settings (web::save_setting) that hold its rules of procedure.
namespace dorfnetz::meetings {

inline constexpr std::string_view quorum_setting = "meetings.quorum_percent";
inline constexpr std::string_view majority_setting = "meetings.majority";
inline constexpr std::string_view audience_setting = "meetings.audience";

} // namespace dorfnetz::meetings
