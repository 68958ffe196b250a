#pragma once

#include "features/meetings/attendance_api.hpp"
#include "foundation/jobs/jobs.hpp"
#include "foundation/web/site.hpp"

namespace dorfnetz::meetings {

// What other features add that is not a part of a page.
struct Extensions
{
    std::vector<AgendaSource> sources = {};
    std::vector<ItemLines> item_lines = {};
    std::vector<BeforeStep> before_closing = {};
    std::vector<BeforeStep> before_representing = {};
    std::vector<BeforeStep> before_taking_back = {}; // the beginning
    std::vector<BeforeStep> before_deleting = {};
};

void register_feature(web::Site& site);
void register_with(web::Site& site, Extensions extensions);
void register_jobs(jobs::Jobs& jobs, web::Environment& environment, const web::Site& site);

} // namespace dorfnetz::meetings
