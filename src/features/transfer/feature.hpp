#pragma once

#include "foundation/jobs/jobs.hpp"
#include "foundation/web/environment.hpp"
#include "foundation/web/site.hpp"

namespace dorfnetz::transfer {

void register_feature(web::Site& site);

// What works in the background: checking and applying long lists, indexing what they brought, deleting old
// ones.
void register_jobs(jobs::Jobs& jobs, web::Environment& environment);

} // namespace dorfnetz::transfer
