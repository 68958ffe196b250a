#pragma once

#include "features/people/api.hpp"

#include <cstdint>
#include <vector>

// The register as one actor may use it, for a feature that keeps in memory what it works out from it.
namespace dorfnetz::people {

struct EntryVersion
{
    PersonId id;
    std::int64_t version = 0; // another one whenever the entry changes, or who may see it
};

// Whether there can be anybody in people_to_ask.
bool may_ask_some(const web::Context& context);
// Those of people_to_ask, and maybe others.
std::vector<EntryVersion> versions_to_ask(db::Reader& reader, const web::Context& context);
// Those of people_to_ask who are among these, in their order.
std::vector<Person> people_to_ask(db::Reader& reader, const web::Context& context,
                                  const std::vector<PersonId>& ids);

} // namespace dorfnetz::people
