#pragma once

#include "features/retention/api.hpp"

namespace dorfnetz::retention {

inline constexpr std::string_view withdrawn_people = "withdrawn_people";
inline constexpr std::string_view unanswered_people = "unanswered_people";
inline constexpr std::string_view parentless_people = "parentless_people";
inline constexpr std::string_view objecting_people = "objecting_people";
inline constexpr std::string_view silent_people = "silent_people";
inline constexpr std::string_view unconfirmed_offers = "unconfirmed_offers";
inline constexpr std::string_view old_messages = "old_messages";
inline constexpr std::string_view unconfirmed_subscriptions = "unconfirmed_subscriptions";
inline constexpr std::string_view uncalled_offers = "uncalled_offers";
inline constexpr std::string_view idle_accounts = "idle_accounts";
inline constexpr std::string_view audit_details = "audit_details";

inline constexpr int months_of_silence = 24;
inline constexpr int months_without_role = 12;
// Whole calendar years after the one of the entry, as claims fall under the statute of limitations.
inline constexpr int years_of_audit_details = 3;
// Between the announcement and the deletion.
inline constexpr std::chrono::days wait_after_announcement{30};

} // namespace dorfnetz::retention
