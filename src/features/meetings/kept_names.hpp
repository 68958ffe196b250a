#pragma once

#include "features/meetings/api.hpp"
#include "features/people/api.hpp"

// Names of people in what is kept about meetings.
namespace dorfnetz::meetings {

// Told and erased with the person (operations/erasures.cpp).
people::Elsewhere kept_names();

// Forgets those of meetings that ended before that moment. The meetings stay, with villages and clubs.
void forget_names_before(db::Tx& tx, const NetworkId& network, Timestamp moment);

} // namespace dorfnetz::meetings
