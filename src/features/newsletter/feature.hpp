#pragma once

#include "foundation/jobs/jobs.hpp"
#include "foundation/web/site.hpp"

#include <functional>

namespace dorfnetz::newsletter {

void register_feature(web::Site& site);
// What is done once: letting a letter go out.
void register_jobs(jobs::Jobs& jobs, web::Environment& environment, const web::Site& site);
// What is done every hour: makes the draft of the month when its day has come, and carries on with letters
// that a queued job gave up.
void work_through(web::Environment& environment, const web::Site& site, const web::Network& network,
                  const std::function<bool()>& may_go_on);

} // namespace dorfnetz::newsletter
