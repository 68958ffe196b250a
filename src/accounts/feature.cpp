#include "accounts/feature.hpp"

#include "accounts/api.hpp"
#include "accounts/desk.hpp"
#include "accounts/pages.hpp"
#include "accounts/provider_pages.hpp"
#include "accounts/sessions.hpp"
#include "accounts/sign_in.hpp"

#include <memory>

namespace dorfnetz::accounts {

void register_feature(web::Site& site, const Settings& settings)
{
    const auto door = std::make_shared<Door>(settings.cost);
    register_sign_in_pages(site, door, settings.providers);
    register_way_pages(site, door);
    register_password_pages(site, door);
    register_passkey_pages(site, door);
    register_provider_pages(site, door, settings.providers);
    register_security_pages(site, door, settings.subjects, settings.providers);
    register_user_pages(site, settings.subjects);
    register_deleting_page(site, settings.mentions);
    register_desk_page(site);

    using Where = web::NavigationEntry::Where;
    site.add(web::NavigationEntry{Where::desk, 0, "/redaktion", "Schreibtisch"_de, web::Access::signed_in()});
    site.add(web::NavigationEntry{Where::desk, 950, std::string(security_path), "Anmeldung und Sicherheit"_de,
                                  web::Access::signed_in(), accounts::desk_group::access});
    site.add(web::NavigationEntry{Where::desk, 900, "/redaktion/zugaenge", "Zugänge"_de,
                                  web::Access::editors(), accounts::desk_group::access});
}

void register_jobs(jobs::Jobs& jobs, web::Environment& environment)
{
    jobs.handle(std::string(link_requests_job),
                [&environment](jobs::JobContext&) { answer_link_requests(environment); });
}

} // namespace dorfnetz::accounts
