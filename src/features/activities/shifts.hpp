#pragma once

#include "features/activities/needs_api.hpp"

#include <vector>

namespace dorfnetz::activities {

// Writes the shifts of all dates as the needs of the activity say: one for each time, off with its date,
// moved with it. What is past stays as it was. The dates of which a shift was moved or called off; whoever
// promised something has to hear of it.
std::vector<DateId> bring_shifts_in_line(db::Tx& tx, const web::Network& network, const Activity& activity,
                                         const organisations::Author& author);

} // namespace dorfnetz::activities
