#pragma once

#include "features/people/api.hpp"

#include <cstdint>
#include <vector>

// The register as a whole, for a feature that keeps in memory what it works out from it.
namespace dorfnetz::people {

struct EntryVersion
{
    PersonId id;
    std::int64_t version = 0; // another one whenever anything of the entry changes but consents
};

// Of the entries that are not locked.
std::vector<EntryVersion> entry_versions(db::Reader& reader, const NetworkId& network);
// The entries that are not locked themselves.
std::vector<Person> unlocked_entries(db::Reader& reader, const NetworkId& network);
// These of them, in this order; left out is what is locked or gone.
std::vector<Person> unlocked_entries(db::Reader& reader, const NetworkId& network,
                                     const std::vector<PersonId>& ids);

} // namespace dorfnetz::people
