#pragma once

#include "features/activities/api.hpp"

namespace dorfnetz::activities {

struct Copy
{
    Date first_day = {};
    bool with_needs = true;
    bool with_formalities = true; // all of them open again
};

// A draft like that activity, with its first date on that day. Pictures and what was promised stay where they
// are. Err::missing, Err::invalid.
Result<ActivityId> copy(db::Tx& tx, const web::Network& network, const ActivityId& from, const Copy& wanted,
                        const organisations::Author& author);

} // namespace dorfnetz::activities
