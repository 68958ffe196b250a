#pragma once

#include "features/asking/asking.hpp"

#include <map>
#include <string_view>
#include <vector>

// SQL of searches and of who was asked, nothing else.
namespace dorfnetz::asking::store {

std::optional<Search> search_of(db::Reader& reader, const NetworkId& network, const ShiftId& shift);
// The same with its row locked.
std::optional<Search> lock(db::Tx& tx, const NetworkId& network, const ShiftId& shift);
std::vector<Search> searches_in(db::Reader& reader, const NetworkId& network, State state);
std::vector<Search> all_searches(db::Reader& reader, const NetworkId& network);
// False if there is one for this shift.
bool insert(db::Tx& tx, const NetworkId& network, const Search& search, Timestamp now);
// Everything but the shift. The row is locked.
void update(db::Tx& tx, const NetworkId& network, const Search& search);
void forget_asker(db::Tx& tx, const NetworkId& network, const web::UserId& asker);
void remove(db::Tx& tx, const NetworkId& network, const ShiftId& shift);

std::optional<Asked> asked_one(db::Reader& reader, const NetworkId& network, const ShiftId& shift,
                               const PersonId& person);
// In their turn.
std::vector<Asked> asked_for(db::Reader& reader, const NetworkId& network, const ShiftId& shift);
std::optional<Asked> asked_by_link(db::Reader& reader, const NetworkId& network, std::string_view link_hash);
std::vector<Asked> asked_of(db::Reader& reader, const NetworkId& network, const PersonId& person);
std::vector<Asked> asked_since(db::Reader& reader, const NetworkId& network, Timestamp since);
// Everybody of whom anything is kept here.
std::vector<PersonId> people_in(db::Reader& reader, const NetworkId& network);
// False if they were chosen for it before.
bool insert(db::Tx& tx, const NetworkId& network, const Asked& asked, std::string_view link_hash);
void update(db::Tx& tx, const NetworkId& network, const Asked& asked);
// To the entry in which they are now; what is there already stays, the other one goes.
void move_person(db::Tx& tx, const NetworkId& network, const PersonId& from, const PersonId& to);
void remove_person(db::Tx& tx, const NetworkId& network, const PersonId& person);

std::map<PersonId, Wish> wishes(db::Reader& reader, const NetworkId& network);
std::optional<Wish> wish_of(db::Reader& reader, const NetworkId& network, const PersonId& person);
void put_wish(db::Tx& tx, const NetworkId& network, const PersonId& person, const Wish& wish, Timestamp now);

} // namespace dorfnetz::asking::store
