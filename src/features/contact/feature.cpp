#include "features/contact/feature.hpp"

#include "accounts/desk.hpp"
#include "features/contact/contact_pages.hpp"

namespace dorfnetz::contact {

void register_feature(web::Site& site)
{
    register_contact_form(site);
    register_persons_editing(site);
    register_settings(site);
    site.add(web::Part{.page = "page/netzwerk",
                       .order = 50,
                       .show = [](const web::Context& context, db::Reader& reader, std::string_view) {
                           return draw_persons(context, reader);
                       }});

    using Entry = web::NavigationEntry;
    using Where = Entry::Where;
    using web::Access;
    site.add(Entry{Where::foot, 30, "/kontakt", "Kontakt"_de, Access::everyone()});
    site.add(Entry{Where::desk, 640, "/redaktion/ansprechpersonen", "Ansprechpersonen"_de,
                   Access::coordinator(), accounts::desk_group::public_site});
    site.add(Entry{Where::desk, 800, "/redaktion/einstellungen", "Einstellungen"_de, Access::coordinator(),
                   accounts::desk_group::public_site});
}

} // namespace dorfnetz::contact
