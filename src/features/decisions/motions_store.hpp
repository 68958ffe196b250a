#pragma once

#include "features/decisions/api.hpp"

#include <string_view>
#include <vector>

namespace dorfnetz::decisions::store {

void insert(db::Tx& tx, const NetworkId& network, const Motion& motion);
// False if `version` is no longer the newest. The version grows by one.
bool update(db::Tx& tx, const NetworkId& network, const Motion& motion);
// The next number of a year.
std::int64_t take_number(db::Tx& tx, const NetworkId& network, std::int64_t year);

// Adopted and rejected ones, the newest first.
std::vector<Motion> decisions(db::Reader& reader, const NetworkId& network);
std::optional<Motion> decision(db::Reader& reader, const NetworkId& network, std::int64_t year,
                               std::int64_t number);
// Decisions that are to be looked at again by that day, the oldest first.
std::vector<Motion> to_review(db::Reader& reader, const NetworkId& network, Date until);
// On which somebody votes now.
std::vector<Motion> open_motions(db::Reader& reader, const NetworkId& network, const MeetingId& meeting);

// Of the meeting, in whatever state: withdrawn ones too.
std::vector<Motion> all_motions(db::Reader& reader, const NetworkId& network, const MeetingId& meeting);

} // namespace dorfnetz::decisions::store
