#pragma once

#include "features/people/api.hpp"

#include <vector>

// Entries that were merged into another one, so that the person is found by what was said to them before.
namespace dorfnetz::people {

struct MergedEntry
{
    PersonId id;
    std::string name;
    ContactText phone;
    ContactText mobile;
    ContactText email;
    ContactText confirmed_email;
    Timestamp merged_at;
};

// `gone` is in `kept` from now on, and so is whoever was in `gone` before.
void note_merged(db::Tx& tx, const NetworkId& network, const PersonId& kept, const Person& gone,
                 Timestamp now);

// The first first.
std::vector<MergedEntry> merged_into(db::Reader& reader, const NetworkId& network, const PersonId& kept);

} // namespace dorfnetz::people
