#include "features/planning/feature.hpp"

#include "features/planning/planning_pages.hpp"
#include "features/planning/planning_service.hpp"
#include "foundation/web/each_network.hpp"

namespace dorfnetz::planning {

void register_feature(web::Site& site)
{
    add_plan_pages(site);
    add_moving_pages(site);
    add_wish_pages(site);
    add_asking_pages(site);
}

void register_jobs(jobs::Jobs& jobs, web::Environment& environment, const web::Site& site)
{
    jobs.handle(std::string(planning_job),
                [&environment, &site](jobs::JobContext& job) { work_out(environment, site, job); });
    jobs.daily("plans_tidied", 3, [&environment, &site](jobs::JobContext& job) {
        web::for_each_network(environment.pool, job, [&](const web::Network& network) {
            tidy_up(web::context_of_a_job(environment, site, network));
        });
    });
}

} // namespace dorfnetz::planning
