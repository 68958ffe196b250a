#include "features/signups/feature.hpp"

#include "features/signups/running.hpp"
#include "features/signups/signups_pages.hpp"
#include "features/signups/signups_store.hpp"
#include "foundation/web/each_network.hpp"

namespace dorfnetz::signups {

namespace {

constexpr std::chrono::minutes often{5};

} // namespace

void register_feature(web::Site& site)
{
    add_open_places(site);
    add_promise_pages(site);
    add_own_pages(site);
    add_calendar_pages(site);
    add_host_pages(site);
    add_entering_pages(site);
    add_call_pages(site);
    add_desk(site);
    site.add(web::Part{std::string(promise_parts), 60,
                       [](const web::Context& context, db::Reader& reader, std::string_view signup) {
                           return devices::draw_offer(context, reader, store::device_of(SignupId(signup)));
                       }});
}

void register_jobs(jobs::Jobs& jobs, web::Environment& environment, const web::Site& site)
{
    jobs.every("signups", often, [&environment, &site](jobs::JobContext& job) {
        web::for_each_network(environment.pool, job, [&](const web::Network& network) {
            keep_going(around(web::context_of_a_job(environment, site, network)));
        });
    });
    jobs.daily("signups_tidied", 3, [&environment](jobs::JobContext& job) {
        web::for_each_network(environment.pool, job,
                              [&](const web::Network& network) { tidy_up(environment, network.id); });
    });
}

} // namespace dorfnetz::signups
