#pragma once

#include "foundation/jobs/jobs.hpp"
#include "foundation/web/site.hpp"

namespace dorfnetz::planning {

void register_feature(web::Site& site);
void register_jobs(jobs::Jobs& jobs, web::Environment& environment, const web::Site& site);

} // namespace dorfnetz::planning
