#pragma once

#include "features/tasks/api.hpp"
#include "foundation/jobs/jobs.hpp"
#include "foundation/web/site.hpp"

namespace dorfnetz::tasks {

void register_feature(web::Site& site);
void register_jobs(jobs::Jobs& jobs, web::Environment& environment, const web::Site& site);
lineage::Kind lineage_kind();
// What is open comes up at the next meeting of the same circle.
meetings::AgendaSource agenda_source();

} // namespace dorfnetz::tasks
