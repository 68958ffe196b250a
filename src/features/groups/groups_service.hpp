#pragma once

#include "features/groups/api.hpp"

// Use cases of editors, each in the caller's transaction. Each keeps the search up to date.
namespace dorfnetz::groups {

std::string_view to_text(Audience audience);
Audience audience_from_text(std::string_view text);

inline constexpr std::size_t longest_title = 100;   // characters
inline constexpr std::size_t longest_summary = 200; // characters
inline constexpr std::size_t longest_text = 20'000; // characters

// Err::missing, Err::stale if `version` is no longer the newest, Err::invalid with the fields.
Result<Done> update(db::Tx& tx, const NetworkId& network, const GroupId& id, std::int64_t version,
                    const GroupDraft& draft, Timestamp now);
// Page and organisations stay, people leave. Err::missing; does nothing if it has ended.
Result<Done> end_group(db::Tx& tx, const NetworkId& network, const GroupId& id, Date day, Timestamp now);
Result<Done> take_up_again(db::Tx& tx, const NetworkId& network, const GroupId& id, Timestamp now);

// Err::missing.
Result<Done> set_duty(db::Tx& tx, const NetworkId& network, const MemberId& id, Duty duty);
// Err::missing.
Result<Done> remove_member(db::Tx& tx, const NetworkId& network, const MemberId& id);

// Err::missing, Err::stale, Err::invalid.
Result<Done> update_page(db::Tx& tx, const NetworkId& network, const GroupPage& page, std::int64_t version,
                         const GroupPageDraft& draft, Timestamp now);
void remove_page(db::Tx& tx, const NetworkId& network, const GroupPage& page);

} // namespace dorfnetz::groups
