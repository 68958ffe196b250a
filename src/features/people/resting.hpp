#pragma once

#include "features/people/api.hpp"

#include <string>

// An entry that the person wants to rest: kept, but seen by the coordinator alone and used for nothing.
namespace dorfnetz::people {

struct Rest
{
    Lock why = Lock::restricted; // or Lock::objected
    std::string reason = {};     // in the person's words
};

// Err::missing.
Result<Done> let_rest(db::Tx& tx, const NetworkId& network, const PersonId& id, const Rest& rest,
                      const Author& author);
// The entry is used again as far as consents allow. Err::missing; does nothing if it does not rest.
Result<Done> release(db::Tx& tx, const NetworkId& network, const PersonId& id, const Author& author);

// What an entry is locked by apart from resting: a consent that is missing, a parent who has not agreed.
Lock lock_without_rest(db::Reader& reader, const NetworkId& network, const Person& person);

} // namespace dorfnetz::people
