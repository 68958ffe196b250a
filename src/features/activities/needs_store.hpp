#pragma once

#include "features/activities/needs_api.hpp"

#include <vector>

// SQL of needs, their times and shifts, nothing else.
namespace dorfnetz::activities::store {

// The newest first, without that one. A few dozen at most.
std::vector<ActivityId> activities_with_needs(db::Reader& reader, const NetworkId& network,
                                              const ActivityId& except);
void insert_need(db::Tx& tx, const NetworkId& network, const Need& need);
// False if `version` is no longer the newest.
bool update_need(db::Tx& tx, const NetworkId& network, const Need& need, std::int64_t version);
void remove_need(db::Tx& tx, const NetworkId& network, const NeedId& id);

std::optional<NeedTime> need_time(db::Reader& reader, const NetworkId& network, const NeedTimeId& id);
void insert_time(db::Tx& tx, const NetworkId& network, const NeedTime& time);
void update_time(db::Tx& tx, const NetworkId& network, const NeedTime& time);
void remove_time(db::Tx& tx, const NetworkId& network, const NeedTimeId& id);

std::optional<Shift> shift(db::Reader& reader, const NetworkId& network, const ShiftId& id);
// Of all dates of the activity, past ones included.
std::vector<Shift> shifts_of(db::Reader& reader, const NetworkId& network, const ActivityId& activity);
// One of thousands.
void insert_shift(db::Tx& tx, const NetworkId& network, const Shift& shift);
// All but what is taken.
void update_shift(db::Tx& tx, const NetworkId& network, const Shift& shift);

} // namespace dorfnetz::activities::store
