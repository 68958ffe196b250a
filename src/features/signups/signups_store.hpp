#pragma once

#include "features/devices/api.hpp"
#include "features/signups/api.hpp"

#include <span>
#include <string>
#include <vector>

// SQL of promises, nothing else.
namespace dorfnetz::signups::store {

// What stands beside a promise and is nobody else's business.
struct Kept
{
    std::string link_hash;
    std::string form_key;
};

// What somebody was told about a promise the last time.
struct Told
{
    std::int64_t sequence = 0; // of the date
    std::string status = {};   // of the promise; empty: nothing yet
    std::string about = {};    // begin, end and place, and whether it takes place

    bool operator==(const Told&) const = default;
};

// As the last one of its shift, whose row is locked.
void insert(db::Tx& tx, const NetworkId& network, const Signup& signup, const Kept& kept);
// Everything that can change. False if `version` is no longer the newest.
bool update(db::Tx& tx, const NetworkId& network, const Signup& signup);

// At the end of the waiting list.
void put_last(db::Tx& tx, const NetworkId& network, const Signup& signup);

std::optional<Signup> by_id(db::Reader& reader, const NetworkId& network, const SignupId& id);
std::optional<Signup> by_link(db::Reader& reader, const NetworkId& network, std::string_view link_hash);
std::optional<Signup> by_form(db::Reader& reader, const NetworkId& network, std::string_view form_key);
std::vector<Signup> of_shift(db::Reader& reader, const NetworkId& network, const ShiftId& shift);
// Who waits, the first first.
std::vector<Signup> waiting(db::Reader& reader, const NetworkId& network, const ShiftId& shift);
// Of which mailbox, telephone or person; what is empty is not looked for. Requested, confirmed or waiting.
std::vector<Signup> standing_of(db::Reader& reader, const NetworkId& network, const Signup& like);
// How a mailbox is looked up: in lower case, empty without one.
std::string mailbox_of(const Signup& signup);
// All at a mailbox, in whatever status, the newest first.
std::vector<Signup> of_mailbox(db::Reader& reader, const NetworkId& network, std::string_view mailbox);
std::vector<Signup> of_person(db::Reader& reader, const NetworkId& network, const PersonId& person);
// With names or ways to reach somebody.
std::vector<Signup> with_names(db::Reader& reader, const NetworkId& network);
// Whose time to choose is over. Whoever has no mail address is asked by the host, and keeps the place until
// then: that it goes would tell whoever typed the number that it has another promise.
std::vector<SignupId> with_choice_until(db::Reader& reader, const NetworkId& network, Timestamp now);
// Shifts for which somebody waits.
std::vector<ShiftId> waited_for(db::Reader& reader, const NetworkId& network);
// For which somebody promised whose name is still there.
std::vector<ShiftId> shifts_with_names(db::Reader& reader, const NetworkId& network);

// With names, of promises that were taken back or declined by then.
std::vector<SignupId> taken_back_before(db::Reader& reader, const NetworkId& network, Timestamp moment);

// Of which somebody waits for a yes, or has no mail address and is told by telephone.
std::vector<ShiftId> shifts_to_look_at(db::Reader& reader, const NetworkId& network);

Told told(db::Reader& reader, const NetworkId& network, const SignupId& id);
void set_told(db::Tx& tx, const NetworkId& network, const SignupId& id, const Told& told);
// The begin for which the reminder was sent; empty: none yet.
std::string reminded_for(db::Reader& reader, const NetworkId& network, const SignupId& id);
void set_reminded_for(db::Tx& tx, const NetworkId& network, const SignupId& id, Timestamp begin);

std::vector<PersonId> people_who_promised(db::Reader& reader, const NetworkId& network);
void move_person(db::Tx& tx, const NetworkId& network, const PersonId& from, const PersonId& to);
void set_person(db::Tx& tx, const NetworkId& network, const SignupId& id, const PersonId& person);
// Devices that are reminded of a promise know it by this.
devices::About device_of(const SignupId& id);

// Names, ways to reach, devices and words go; counts and hours stay.
void forget_names(db::Tx& tx, const NetworkId& network, const SignupId& id);
// And whose it was.
void forget_person(db::Tx& tx, const NetworkId& network, const SignupId& id);

} // namespace dorfnetz::signups::store
