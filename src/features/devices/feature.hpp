#pragma once

#include "features/devices/api.hpp"
#include "foundation/fetch/fetch.hpp"
#include "foundation/jobs/jobs.hpp"
#include "foundation/push/push.hpp"
#include "foundation/web/site.hpp"

#include <memory>
#include <string>

namespace dorfnetz::devices {

void register_feature(web::Site& site);

// `subject`: a mail address of the operator. The environment must live as long as the jobs.
void register_jobs(jobs::Jobs& jobs, web::Environment& environment,
                   const std::shared_ptr<fetch::Client>& client, const std::string& subject);

// The key of this installation, for which browsers let us write to them.
push::Key own_key(const web::Environment& environment);

} // namespace dorfnetz::devices
