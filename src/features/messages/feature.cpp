#include "features/messages/feature.hpp"

#include "features/messages/messages_pages.hpp"
#include "foundation/web/network.hpp"

namespace dorfnetz::messages {

void register_feature(web::Site& site)
{
    add_compose_pages(site);
    add_message_pages(site);
}

void register_jobs(jobs::Jobs& jobs, web::Environment& environment, const web::Site& site)
{
    jobs.handle(std::string(sending_job), [&environment, &site](jobs::JobContext& job) {
        const auto network = environment.pool.read(
            [&](db::Reader& reader) { return web::network_by_id(reader, job.network()); });
        if (network)
            send_messages(environment, site, *network, [&job] { return job.may_go_on(); });
    });
}

void work_through(web::Environment& environment, const web::Site& site, const web::Network& network,
                  const std::function<bool()>& may_go_on)
{
    send_messages(environment, site, network, may_go_on);
}

} // namespace dorfnetz::messages
