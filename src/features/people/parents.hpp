#pragma once

#include "features/people/api.hpp"

#include <optional>
#include <string>

// People under 16: a parent agrees as well before the entry is used (Art. 8 GDPR).
namespace dorfnetz::people {

struct KnownParent
{
    PersonId child;
    Parent data;
    std::string number; // of the link in the mail
};

void insert_parent(db::Tx& tx, const NetworkId& network, const PersonId& child, const Parent& parent,
                   const Author& author);

std::optional<KnownParent> parent_of(db::Reader& reader, const NetworkId& network, const PersonId& child);
// Who waits under the number of a link, agreed or not.
std::optional<KnownParent> parent_by_number(db::Reader& reader, const NetworkId& network,
                                            std::string_view number);

struct ParentsYes
{
    ConsentWay way = ConsentWay::web;
    std::string note = {};
};

// The parent's name stands at every consent in force from now on, and the entry is used. Err::missing; a
// second yes changes nothing.
Result<Done> parent_agrees(db::Tx& tx, const NetworkId& network, const PersonId& child, const ParentsYes& yes,
                           const Author& author);

} // namespace dorfnetz::people
