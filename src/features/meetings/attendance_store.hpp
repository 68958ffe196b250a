#pragma once

#include "features/meetings/attendance_api.hpp"

// SQL of who is there, nothing else.
namespace dorfnetz::meetings::store {

void insert_voter(db::Tx& tx, const NetworkId& network, const MeetingId& meeting, const Voter& voter);
void update_voter(db::Tx& tx, const NetworkId& network, const MeetingId& meeting, const Voter& voter);
// Those of whom nobody is there.
void remove_absent_voters(db::Tx& tx, const NetworkId& network, const MeetingId& meeting);
void insert_attendee(db::Tx& tx, const NetworkId& network, const Meeting& meeting, const Attendee& attendee,
                     Timestamp now);
bool remove_attendee(db::Tx& tx, const NetworkId& network, const MeetingId& meeting, const AttendeeId& id);

} // namespace dorfnetz::meetings::store
