#include "features/meetings/feature.hpp"

#include "features/meetings/invitations.hpp"
#include "features/meetings/kept_names.hpp"
#include "features/meetings/meetings_pages.hpp"
#include "features/meetings/replies.hpp"
#include "foundation/web/each_network.hpp"

namespace dorfnetz::meetings {

namespace {

void forget_old_names(web::Environment& environment, const NetworkId& network)
{
    const auto now = environment.clock.now();
    const auto day = add_months(date_of(now), -12 * years_of_names);
    static_cast<void>(environment.pool.write(db::Scope::of(network), [&](db::Tx& tx) -> Result<Done> {
        forget_names_before(tx, network, Timestamp(std::chrono::sys_days(day)));
        forget_replies_before(tx, network, now - replies_kept);
        return Done{};
    }));
}

} // namespace

void register_feature(web::Site& site)
{
    register_with(site, {});
}

void register_with(web::Site& site, Extensions extensions)
{
    const auto shared = std::make_shared<const Extensions>(std::move(extensions));
    add_list_pages(site);
    add_public_pages(site);
    add_edit_pages(site);
    add_desk_page(site, shared);
    add_agenda_pages(site, shared);
    add_document_pages(site);
    add_invite_pages(site, shared);
    add_attendance_pages(site, shared);
    add_voter_pages(site, shared);
    add_way_back_pages(site, shared);
    add_reply_pages(site);
    add_rules_pages(site);
    add_desk_items(site);
    add_parts_elsewhere(site);
}

void register_jobs(jobs::Jobs& jobs, web::Environment& environment, const web::Site& site)
{
    jobs.daily("meeting_reminders", 8, [&environment, &site](jobs::JobContext& job) {
        web::for_each_network(environment.pool, job,
                              [&](const web::Network& network) { remind(environment, site, network); });
    });
    jobs.daily("meeting_names", 3, [&environment](jobs::JobContext& job) {
        web::for_each_network(environment.pool, job, [&](const web::Network& network) {
            forget_old_names(environment, network.id);
        });
    });
}

} // namespace dorfnetz::meetings
