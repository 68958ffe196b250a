#pragma once

#include "features/decisions/api.hpp"
#include "features/finding/api.hpp"
#include "features/meetings/attendance_api.hpp"
#include "foundation/jobs/jobs.hpp"
#include "foundation/web/site.hpp"

#include <vector>

namespace dorfnetz::decisions {

void register_feature(web::Site& site);
void register_jobs(jobs::Jobs& jobs, web::Environment& environment);
lineage::Kind lineage_kind();
std::vector<finding::SearchKind> search_kinds();
// What is to be looked at again comes up at the next meeting of the same circle.
meetings::AgendaSource agenda_source();
// A meeting is not closed while a vote is open.
meetings::BeforeStep before_closing();
meetings::BeforeStep before_representing();
// What was voted on has begun, and what has a motion is not deleted.
meetings::BeforeStep before_taking_back();
meetings::BeforeStep before_deleting();

} // namespace dorfnetz::decisions
