#include "features/devices/feature.hpp"

#include "features/devices/devices_pages.hpp"
#include "features/devices/sending.hpp"

namespace dorfnetz::devices {

void register_feature(web::Site& site)
{
    site.post(std::string(add_path), web::Access::everyone(), add_device);
    site.post(std::string(remove_path), web::Access::everyone(), remove_devices);
}

void register_jobs(jobs::Jobs& jobs, web::Environment& environment,
                   const std::shared_ptr<fetch::Client>& client, const std::string& subject)
{
    jobs.every("push_reminders", std::chrono::minutes(1),
               [&environment, client, subject, key = own_key(environment)](jobs::JobContext& job) {
                   send_reminders({.pool = environment.pool,
                                   .client = *client,
                                   .key = key,
                                   .subject = "mailto:" + subject,
                                   .clock = environment.clock,
                                   .random = environment.random,
                                   .may_go_on = [&job] { return job.may_go_on(); }});
               });
}

} // namespace dorfnetz::devices
