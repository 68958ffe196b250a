#pragma once

#include "features/attendance/events.hpp"
#include "features/attendance/reports.hpp"
#include "foundation/db/db.hpp"

#include <string>
#include <string_view>
#include <vector>

// SQL of attendance, nothing else.
namespace dorfnetz::attendance::store {

// False if it was there.
bool insert_event(db::Tx& tx, const NetworkId& network, const activities::DateId& date, const Event& event);
bool has_event(db::Reader& reader, const NetworkId& network, std::string_view id);
// All of one date.
std::vector<Event> events_on(db::Reader& reader, const NetworkId& network, const activities::DateId& date);
std::vector<activities::DateId> dates_with_events(db::Reader& reader, const NetworkId& network);
void delete_events_on(db::Tx& tx, const NetworkId& network, const activities::DateId& date);
void forget_user(db::Tx& tx, const NetworkId& network, const web::UserId& user);

std::optional<Report> report_of(db::Reader& reader, const NetworkId& network, const activities::DateId& date);
void insert_report(db::Tx& tx, const NetworkId& network, const Report& report);
// False if `version` is no longer the newest.
bool update_report(db::Tx& tx, const NetworkId& network, const Report& report);
// Of dates that have one.
std::vector<activities::DateId> reported_dates(db::Reader& reader, const NetworkId& network);

} // namespace dorfnetz::attendance::store
