#include "features/mandates/feature.hpp"

#include "accounts/desk.hpp"
#include "features/mandates/mandates_pages.hpp"
#include "features/organisations/api.hpp"
#include "features/villages/api.hpp"
#include "foundation/web/site.hpp"

namespace dorfnetz::mandates {

void register_feature(web::Site& site)
{
    using Where = web::NavigationEntry::Where;
    site.page("/doerfer", list_villages);
    site.get("/redaktion/doerfer", web::Access::editors(), list_mandates);
    site.get("/redaktion/doerfer/{slug}/netzwerkverein", web::Access::coordinator(), show_handover);
    site.post("/redaktion/doerfer/{slug}/netzwerkverein", web::Access::coordinator(), hand_over);
    site.post("/redaktion/doerfer/{slug}/netzwerkverein/ende", web::Access::coordinator(),
              end_without_successor);
    site.get("/redaktion/doerfer/{slug}/netzwerkverein/frueher", web::Access::coordinator(), show_past);
    site.post("/redaktion/doerfer/{slug}/netzwerkverein/frueher", web::Access::coordinator(), save_past);

    site.add(web::NavigationEntry{Where::head, 10, "/doerfer", "Dörfer"_de, web::Access::everyone()});
    site.add(web::NavigationEntry{Where::desk, 40, "/redaktion/doerfer", "Dörfer"_de, web::Access::editors(),
                                  accounts::desk_group::clubs});

    site.add(web::Part{"map", 10, map_part});
    site.add(web::Part{"start", 20, cards_part});
    site.add(web::Part{"figures", 30, figure_part});
    site.add(web::Part{std::string(villages::side_parts), 10, lead_part});
    site.add(web::Part{std::string(organisations::tag_parts), 10, tag_part});
}

} // namespace dorfnetz::mandates
