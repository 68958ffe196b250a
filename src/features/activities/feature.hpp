#pragma once

#include "features/activities/api.hpp"
#include "features/finding/api.hpp"
#include "foundation/fetch/fetch.hpp"
#include "foundation/jobs/jobs.hpp"
#include "foundation/web/site.hpp"

#include <memory>
#include <vector>

namespace dorfnetz::activities {

void register_feature(web::Site& site);
// With another client in place of the one that asks the internet for calendars.
void register_with(web::Site& site, std::shared_ptr<fetch::Client> client);
void register_jobs(jobs::Jobs& jobs, web::Environment& environment);
std::vector<finding::SearchKind> search_kinds();
lineage::Kind lineage_kind();

} // namespace dorfnetz::activities
