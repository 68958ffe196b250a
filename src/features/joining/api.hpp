#pragma once

#include "features/people/api.hpp"

#include <vector>

// What joining keeps about people outside the register: offers that were not confirmed yet.
namespace dorfnetz::joining {

std::vector<people::OwnSection> tell_offers(db::Reader& reader, const web::Context& context,
                                            const people::Traces& traces);
void erase_offers(db::Tx& tx, const NetworkId& network, const people::Traces& traces);

} // namespace dorfnetz::joining
