#include "features/pages/feature.hpp"

#include "accounts/desk.hpp"
#include "features/pages/public_pages.hpp"

namespace dorfnetz::pages {

void register_feature(web::Site& site, const Settings& settings)
{
    register_public_pages(site, settings);
    register_news_pages(site);
    register_site_files(site);
    register_editing(site, settings);

    using Entry = web::NavigationEntry;
    using Where = Entry::Where;
    using web::Access;
    site.add(Entry{Where::head, 30, "/mitmachen", "Mitmachen"_de, Access::everyone()});
    site.add(Entry{Where::head, 40, "/neues", "Neues"_de, Access::everyone()});
    site.add(Entry{Where::head, 60, "/netzwerk", "Netzwerk"_de, Access::everyone()});
    site.add(Entry{Where::foot, 10, "/einfache-sprache", "Einfache Sprache"_de, Access::everyone()});
    site.add(Entry{Where::foot, 20, "/neues.atom", "Neues als Atom-Feed"_de, Access::everyone()});
    site.add(Entry{Where::legal, 10, "/impressum", "Impressum"_de, Access::everyone()});
    site.add(Entry{Where::legal, 20, "/datenschutz", "Datenschutz"_de, Access::everyone()});
    site.add(Entry{Where::legal, 30, "/barrierefreiheit", "Barrierefreiheit"_de, Access::everyone()});
    site.add(Entry{Where::desk, 600, "/redaktion/seiten", "Seiten"_de, Access::coordinator(),
                   accounts::desk_group::public_site});
    site.add(Entry{Where::desk, 610, "/redaktion/neues", "Neues"_de, Access::coordinator(),
                   accounts::desk_group::public_site});
}

} // namespace dorfnetz::pages
