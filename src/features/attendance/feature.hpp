#pragma once

#include "foundation/jobs/jobs.hpp"
#include "foundation/web/environment.hpp"
#include "foundation/web/site.hpp"

namespace dorfnetz::attendance {

void register_feature(web::Site& site);
void register_jobs(jobs::Jobs& jobs, web::Environment& environment);

} // namespace dorfnetz::attendance
