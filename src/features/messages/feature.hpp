#pragma once

#include "foundation/jobs/jobs.hpp"
#include "foundation/web/site.hpp"

#include <functional>

namespace dorfnetz::messages {

void register_feature(web::Site& site);
// Puts the mails of a message into the outbox once it cannot be taken back any more.
void register_jobs(jobs::Jobs& jobs, web::Environment& environment, const web::Site& site);
// Every hour: carries on what a queued job gave up.
void work_through(web::Environment& environment, const web::Site& site, const web::Network& network,
                  const std::function<bool()>& may_go_on);

} // namespace dorfnetz::messages
