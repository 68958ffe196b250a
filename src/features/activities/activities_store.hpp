#pragma once

#include "features/activities/api.hpp"

#include <string>
#include <vector>

// SQL of activities and their dates, nothing else.
namespace dorfnetz::activities::store {

// False if the slug is taken.
bool slug_is_free(db::Reader& reader, const NetworkId& network, std::string_view slug);
void insert(db::Tx& tx, const NetworkId& network, const Activity& activity);
// False if `version` is no longer the newest.
bool update(db::Tx& tx, const NetworkId& network, const Activity& activity, std::int64_t version);
bool set_status(db::Tx& tx, const NetworkId& network, const ActivityId& id, Status status, Timestamp now);
void set_worked_out(db::Tx& tx, const NetworkId& network, const ActivityId& id, Date until);
void remove(db::Tx& tx, const NetworkId& network, const ActivityId& id);

void insert_date(db::Tx& tx, const NetworkId& network, const ActivityDate& date);
void update_date(db::Tx& tx, const NetworkId& network, const ActivityDate& date);
void remove_date(db::Tx& tx, const NetworkId& network, const DateId& id);
// Gives the date this address. False if another date has or had it.
bool claim_address(db::Tx& tx, const NetworkId& network, const DateId& date, std::string_view month,
                   std::string_view slug);
void release_addresses(db::Tx& tx, const NetworkId& network, const ActivityId& activity);
// Calendars fetch all dates to come again.
void touch_dates(db::Tx& tx, const NetworkId& network, const ActivityId& activity, Date today, Timestamp now);
void touch_date(db::Tx& tx, const NetworkId& network, const DateId& date, Timestamp now);
std::optional<ActivityDate> date(db::Reader& reader, const NetworkId& network, const DateId& id);

// Series that are not worked out up to that day.
std::vector<ActivityId> series_behind(db::Reader& reader, const NetworkId& network, Date until);

} // namespace dorfnetz::activities::store
