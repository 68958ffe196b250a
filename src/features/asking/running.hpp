#pragma once

#include "foundation/jobs/jobs.hpp"
#include "foundation/web/context.hpp"

// What goes on by itself.
namespace dorfnetz::asking {

// Waves, those who said "later", and the end of what is filled; each search in a transaction of its own.
void keep_all_going(const web::Context& context);
// Deletes who was asked a year after the shift, and follows people whose entries were merged.
void tidy_up(const web::Environment& environment, const NetworkId& network);

} // namespace dorfnetz::asking
