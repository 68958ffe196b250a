#pragma once

#include "features/groups/groups_service.hpp"

namespace dorfnetz::groups {

// Puts the group with its public pages into the search, or takes it out when it has ended.
void index_group(db::Tx& tx, const NetworkId& network, const GroupId& id);

} // namespace dorfnetz::groups
