#include "features/agenda/feature.hpp"

#include "features/agenda/agenda.hpp"

namespace dorfnetz::agenda {

void register_feature(web::Site& site)
{
    add_list_page(site);
    add_date_pages(site);
    add_feeds(site);
    add_parts(site);
    add_programme(site);
    add_embedding(site);
    using Where = web::NavigationEntry::Where;
    site.add(
        web::NavigationEntry{Where::head, 25, std::string(list_path), "Termine"_de, web::Access::everyone()});
    site.add(web::NavigationEntry{Where::foot, 15, "/termine.ics", "Termine für den Kalender"_de,
                                  web::Access::everyone()});
}

} // namespace dorfnetz::agenda
