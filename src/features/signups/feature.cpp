#include "features/signups/feature.hpp"

#include "features/signups/running.hpp"
#include "features/signups/signups_pages.hpp"
#include "features/signups/signups_store.hpp"
#include "foundation/web/network.hpp"

namespace dorfnetz::signups {

namespace {

constexpr std::chrono::minutes often{5};

template <class F>
void for_each_network(web::Environment& environment, jobs::JobContext& job, F&& work)
{
    for (const auto& network :
         environment.pool.read([](db::Reader& reader) { return web::all_networks(reader); }))
        if (job.may_go_on())
            work(network);
}

} // namespace

void register_feature(web::Site& site)
{
    add_open_places(site);
    add_promise_pages(site);
    add_own_pages(site);
    add_host_pages(site);
    add_entering_pages(site);
    add_call_pages(site);
    add_search_pages(site);
    add_desk(site);
    site.add(web::Part{std::string(promise_parts), 60,
                       [](const web::Context& context, db::Reader& reader, std::string_view signup) {
                           return devices::draw_offer(context, reader, store::device_of(SignupId(signup)));
                       }});
}

void register_jobs(jobs::Jobs& jobs, web::Environment& environment, const web::Site& site)
{
    jobs.every("signups", often, [&environment, &site](jobs::JobContext& job) {
        static const http::Request no_request;
        for_each_network(environment, job, [&](const web::Network& network) {
            keep_going(around({.environment = environment,
                               .site = site,
                               .request = no_request,
                               .network = network,
                               .generation = environment.pool.generation(network.id.text())}));
        });
    });
    jobs.daily("signups_tidied", 3, [&environment](jobs::JobContext& job) {
        for_each_network(environment, job,
                         [&](const web::Network& network) { tidy_up(environment, network.id); });
    });
}

} // namespace dorfnetz::signups
