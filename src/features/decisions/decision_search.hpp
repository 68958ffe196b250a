#pragma once

#include "features/decisions/api.hpp"

namespace dorfnetz::decisions {

// Puts a decision into the search of the whole site, if everybody may see the meeting.
void index_decision(db::Tx& tx, const NetworkId& network, const Motion& motion,
                    const meetings::Meeting& meeting);

} // namespace dorfnetz::decisions
