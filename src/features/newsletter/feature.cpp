#include "features/newsletter/feature.hpp"

#include "features/newsletter/newsletter_pages.hpp"
#include "features/newsletter/sending.hpp"
#include "foundation/web/network.hpp"

namespace dorfnetz::newsletter {

void register_feature(web::Site& site)
{
    add_subscribe_pages(site);
    add_link_pages(site);
    add_archive_pages(site);
    add_desk_pages(site);
    add_issue_pages(site);
}

void register_jobs(jobs::Jobs& jobs, web::Environment& environment, const web::Site& site)
{
    jobs.handle(std::string(sending_job), [&environment, &site](jobs::JobContext& job) {
        const auto network = environment.pool.read(
            [&](db::Reader& reader) { return web::network_by_id(reader, job.network()); });
        if (network)
            send_issues(environment, site, *network, [&job] { return job.may_go_on(); });
    });
}

void work_through(web::Environment& environment, const web::Site& site, const web::Network& network,
                  const std::function<bool()>& may_go_on)
{
    make_draft_if_due(environment, network);
    send_issues(environment, site, network, may_go_on);
}

} // namespace dorfnetz::newsletter
