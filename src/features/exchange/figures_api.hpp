#pragma once

#include "features/villages/api.hpp"

#include <vector>

// What of the inventories and the board finds somebody, for meetings of the network: by village, no names.
namespace dorfnetz::exchange {

struct Use
{
    villages::VillageId village;
    bool is_used = false;
};

// What is offered to borrow, and whether anybody has asked for it since.
std::vector<Use> things_and_use(db::Reader& reader, const NetworkId& network, Timestamp since);
// Needs on the board since then that are not shown any more, and whether they found somebody. What was
// withdrawn is left out.
std::vector<Use> needs_and_answers(db::Reader& reader, const NetworkId& network, Timestamp since, Date today);

} // namespace dorfnetz::exchange
