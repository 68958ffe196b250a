#include "features/exchange/feature.hpp"

#include "accounts/desk.hpp"
#include "features/exchange/exchange_pages.hpp"
#include "features/exchange/running.hpp"
#include "foundation/jobs/jobs.hpp"
#include "foundation/web/each_network.hpp"

namespace dorfnetz::exchange {

namespace {

// Of one account. A feast needs a dozen things at once; nobody asks for more than a few every hour.
constexpr double mails_per_minute = 0.5;
constexpr double mails_at_once = 30;

} // namespace

void register_feature(web::Site& site)
{
    const auto mails = std::make_shared<web::RateLimiter>(mails_per_minute, mails_at_once);
    add_board_page(site);
    add_thing_pages(site);
    add_request_pages(site, mails);
    add_post_pages(site);
    add_answer_pages(site, mails);
    add_desk_page(site);
    add_thing_edit_pages(site);
    add_post_edit_pages(site);
    add_deleting(site);
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
            const auto context = web::context_of_a_job(environment, site, network);
            end_what_is_past(context);
            remind(context);
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
