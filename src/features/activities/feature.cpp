#include "features/activities/feature.hpp"

#include "features/activities/activities_pages.hpp"
#include "foundation/web/network.hpp"

namespace dorfnetz::activities {

void register_feature(web::Site& site)
{
    add_edit_pages(site);
    add_list_pages(site);
    add_date_pages(site);
    add_need_pages(site);
    add_time_pages(site);
    add_shift_pages(site);
    add_public_needs(site);
    add_formality_pages(site);
    add_picture_pages(site);
    add_copy_pages(site);
}

void register_jobs(jobs::Jobs& jobs, web::Environment& environment)
{
    jobs.daily("activity_dates", 3, [&environment](jobs::JobContext&) {
        for (const auto& network :
             environment.pool.read([](db::Reader& reader) { return web::all_networks(reader); }))
            static_cast<void>(
                environment.pool.write(db::Scope::of(network.id), [&](db::Tx& tx) -> Result<Done> {
                    extend_series(tx, network, {.clock = environment.clock, .random = environment.random});
                    return Done{};
                }));
    });
}

} // namespace dorfnetz::activities
