#include "features/asking/feature.hpp"

#include "features/asking/asking_pages.hpp"
#include "features/asking/fitting_mails.hpp"
#include "features/asking/running.hpp"
#include "foundation/web/each_network.hpp"

namespace dorfnetz::asking {

namespace {

constexpr std::chrono::minutes often{5};

} // namespace

void register_feature(web::Site& site)
{
    add_choosing_pages(site);
    add_running_pages(site);
    add_call_pages(site);
    add_letter_pages(site);
    add_answer_pages(site);
    add_fitting_pages(site);
    add_weight_pages(site);
    add_desk(site);
}

void register_jobs(jobs::Jobs& jobs, web::Environment& environment, const web::Site& site)
{
    jobs.every("asking", often, [&environment, &site](jobs::JobContext& job) {
        web::for_each_network(environment.pool, job, [&](const web::Network& network) {
            keep_all_going(web::context_of_a_job(environment, site, network));
        });
    });
    jobs.daily("fitting_mails", 9, [&environment, &site](jobs::JobContext& job) {
        web::for_each_network(environment.pool, job, [&](const web::Network& network) {
            mail_what_fits(web::context_of_a_job(environment, site, network),
                           [&job] { return job.may_go_on(); });
        });
    });
    jobs.daily("asking_tidied", 3, [&environment](jobs::JobContext& job) {
        web::for_each_network(environment.pool, job,
                              [&](const web::Network& network) { tidy_up(environment, network.id); });
    });
}

} // namespace dorfnetz::asking
