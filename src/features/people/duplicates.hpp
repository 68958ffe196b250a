#pragma once

#include "features/people/api.hpp"

#include <vector>

namespace dorfnetz::people {

struct DuplicatePair
{
    PersonId one;
    PersonId other;
    Likeness likeness = Likeness::possible;
    Timestamp found_at;
};

// What nobody has looked at yet, the oldest first.
std::vector<DuplicatePair> open_duplicates(db::Reader& reader, const NetworkId& network, std::int64_t limit);

// Somebody looked: they are two. Err::missing if nobody noted the pair.
Result<Done> mark_as_different(db::Tx& tx, const NetworkId& network, const PersonId& one,
                               const PersonId& other, Timestamp now);

// Moves everything of `gone` to `kept` and deletes it: consents with their paper numbers, fields, areas,
// times, requests, history; contact data where `kept` has none. A withdrawal of either stays in force.
// Err::missing, Err::invalid if both are the same.
Result<Done> merge(db::Tx& tx, const NetworkId& network, const PersonId& kept, const PersonId& gone,
                   const Author& author);

} // namespace dorfnetz::people
