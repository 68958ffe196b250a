#include "features/exchange/feature.hpp"

#include "accounts/desk.hpp"
#include "features/exchange/exchange_pages.hpp"
#include "features/exchange/running.hpp"
#include "foundation/jobs/jobs.hpp"
#include "foundation/web/each_network.hpp"

namespace dorfnetz::exchange {

void register_feature(web::Site& site)
{
    add_board_page(site);
    add_thing_pages(site);
    add_request_pages(site);
    add_post_pages(site);
    add_answer_pages(site);
    add_desk_page(site);
    add_thing_edit_pages(site);
    add_post_edit_pages(site);
    add_booking_pages(site);
    add_label_pages(site);
    add_parts(site);
    using Where = web::NavigationEntry::Where;
    site.add(web::NavigationEntry{Where::foot, 5, std::string(board_path), "Leihen und helfen"_de,
                                  web::Access::everyone()});
    site.add(web::NavigationEntry{Where::desk, 320, std::string(desk_path), "Leihen und helfen"_de,
                                  web::Access::entry_editors(), accounts::desk_group::together});
}

void register_jobs(jobs::Jobs& jobs, web::Environment& environment, const web::Site& site)
{
    jobs.every("exchange", std::chrono::hours(1), [&environment, &site](jobs::JobContext& job) {
        web::for_each_network(environment.pool, job, [&](const web::Network& network) {
            remind(web::context_of_a_job(environment, site, network));
        });
    });
    jobs.daily("exchange_words", 4, [&environment](jobs::JobContext& job) {
        web::for_each_network(environment.pool, job, [&](const web::Network& network) {
            static_cast<void>(
                environment.pool.write(db::Scope::of(network.id), [&](db::Tx& tx) -> Result<Done> {
                    forget_words(tx, network.id, environment.clock.now());
                    return Done{};
                }));
        });
    });
}

} // namespace dorfnetz::exchange
