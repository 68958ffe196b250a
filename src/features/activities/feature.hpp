#pragma once

#include "features/activities/api.hpp"
#include "features/finding/api.hpp"
#include "foundation/jobs/jobs.hpp"
#include "foundation/web/site.hpp"

#include <vector>

namespace dorfnetz::activities {

void register_feature(web::Site& site);
void register_jobs(jobs::Jobs& jobs, web::Environment& environment);
std::vector<finding::SearchKind> search_kinds();

} // namespace dorfnetz::activities
