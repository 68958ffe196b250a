#pragma once

#include "features/activities/api.hpp"

namespace dorfnetz::activities {

// Puts a published activity into the search, or takes out what is not public.
void index_activity(db::Tx& tx, const NetworkId& network, const ActivityId& id);

} // namespace dorfnetz::activities
