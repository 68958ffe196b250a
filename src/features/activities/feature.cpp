#include "features/activities/feature.hpp"

#include "features/activities/activities_pages.hpp"
#include "features/activities/activity_lineage.hpp"
#include "features/activities/import_pages.hpp"
#include "features/activities/import_store.hpp"
#include "foundation/web/each_network.hpp"

namespace dorfnetz::activities {

namespace {

// Of a calendar that was looked at and neither taken over nor dropped.
constexpr std::chrono::days imports_kept{2};

} // namespace

void register_feature(web::Site& site)
{
    register_with(site, calendar_client());
}

void register_with(web::Site& site, std::shared_ptr<fetch::Client> client)
{
    add_edit_pages(site);
    add_list_pages(site);
    add_date_pages(site);
    add_need_pages(site);
    add_time_pages(site);
    add_shift_pages(site);
    add_formality_pages(site);
    add_picture_pages(site);
    add_copy_pages(site);
    add_lineage_part(site);
    add_import_pages(site, std::move(client));
}

void register_jobs(jobs::Jobs& jobs, web::Environment& environment)
{
    jobs.daily("activity_dates", 3, [&environment](jobs::JobContext& job) {
        web::for_each_network(environment.pool, job, [&](const web::Network& network) {
            static_cast<void>(
                environment.pool.write(db::Scope::of(network.id), [&](db::Tx& tx) -> Result<Done> {
                    extend_series(tx, network, {.clock = environment.clock, .random = environment.random});
                    import_store::drop_older_than(tx, network.id, environment.clock.now() - imports_kept);
                    return Done{};
                }));
        });
    });
}

} // namespace dorfnetz::activities
