#pragma once

#include "features/people/api.hpp"

#include <string>
#include <string_view>
#include <vector>

// What is perhaps of somebody who was erased. The program does not decide that: a namesake in the same house
// has the same name and number. So it waits for the coordinator, who sees what it is, and nobody else (rule
// 12).
namespace dorfnetz::people {

// The places of others, and contact persons of organisations.
Elsewheres with_contacts(const Elsewheres& elsewhere);

// Notes for the coordinator what is perhaps theirs; after what is theirs was erased.
void note_doubts(db::Tx& tx, const NetworkId& network, const Traces& traces, const Elsewheres& places);

struct Doubt
{
    std::string place;
    std::string key;
    std::vector<OwnFact> facts;
};

// Those whose record is still there.
std::vector<Doubt> open_doubts(db::Reader& reader, const web::Context& context, const Elsewheres& elsewhere);

enum class Decision { erase, keep };

// Err::missing if it does not wait here.
Result<Done> decide(db::Tx& tx, const web::Context& context, const Elsewheres& elsewhere,
                    std::string_view place, std::string_view key, Decision decision);

} // namespace dorfnetz::people
