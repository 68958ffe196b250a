#pragma once

#include "features/people/api.hpp"

namespace dorfnetz::people {

// Writes down that the actor sees how to reach the person, and lets them; before the answer is made,
// and only for who may (asking_viewer).
accounts::Viewer record_contact_view(db::Tx& tx, const web::Context& context, const Person& person);
// The same, once a day for each account and person: a list of calls is looked at again after each of them.
accounts::Viewer record_contact_view_today(db::Tx& tx, const web::Context& context, const Person& person);

} // namespace dorfnetz::people
