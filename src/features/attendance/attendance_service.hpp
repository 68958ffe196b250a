#pragma once

#include "features/attendance/events.hpp"
#include "features/attendance/sheet.hpp"
#include "foundation/web/context.hpp"

#include <vector>

// What hosts do on the day and afterwards. Each in the caller's transaction.
namespace dorfnetz::attendance {

// One day of the activity in the address, if the actor hosts it; Err::missing otherwise.
Result<activities::Listed> hosted_day(const web::Context& context, db::Reader& reader);
// Whether names are still there: until 30 days after the end.
bool has_names(const web::Context& context, const activities::Listed& listed);

struct Received
{
    std::int64_t taken = 0; // also those that were known
    std::int64_t refused = 0;
};

// Keeps the taps that are new, whatever their order, and makes of each promise what follows from all of its
// taps. Refused is what is about another date, and a walk-up of a shift that is none of this date's.
Received receive(db::Tx& tx, const web::Context& context, const activities::Listed& listed,
                 const std::vector<Tap>& taps);

// Each writes into the audit log, once a day for each account and date.
// That names are shown, before they are. Opens its own transaction if there is something to write.
void record_view(const web::Context& context, const activities::Listed& listed);
// That somebody was checked in.
void record_taps(db::Tx& tx, const web::Context& context, const activities::Listed& listed);

} // namespace dorfnetz::attendance
