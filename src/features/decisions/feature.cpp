#include "features/decisions/feature.hpp"

#include "features/decisions/decisions_pages.hpp"

namespace dorfnetz::decisions {

void register_feature(web::Site& site)
{
    add_motion_pages(site);
    add_voting_pages(site);
    add_register_pages(site);
    add_exports(site);
    add_parts(site);
}

void register_jobs(jobs::Jobs& jobs, web::Environment& environment)
{
    handle_jobs(jobs, environment);
}

void forget_account(db::Tx& tx, const NetworkId& network, const web::UserId& user)
{
    store::forget_account(tx, network, user);
}

} // namespace dorfnetz::decisions
