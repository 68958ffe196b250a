#pragma once

#include "features/meetings/attendance_api.hpp"
#include "features/tasks/api.hpp"
#include "foundation/jobs/jobs.hpp"
#include "foundation/web/site.hpp"

namespace dorfnetz::tasks {

void register_feature(web::Site& site);
void register_jobs(jobs::Jobs& jobs, web::Environment& environment, const web::Site& site);
lineage::Kind lineage_kind();
// What is open comes up at the next meeting of the same circle.
meetings::AgendaSource agenda_source();
// A meeting in which a task was agreed is not deleted.
meetings::BeforeStep before_deleting();

} // namespace dorfnetz::tasks
