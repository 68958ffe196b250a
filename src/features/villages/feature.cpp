#include "features/villages/feature.hpp"

#include "features/villages/api.hpp"
#include "features/villages/map.hpp"
#include "features/villages/villages_pages.hpp"
#include "foundation/web/site.hpp"

namespace dorfnetz::villages {

namespace {

std::vector<std::string> village_pages(db::Reader& reader, const web::Network& network)
{
    std::vector<std::string> paths;
    for (const auto& village : villages_of(reader, network.id))
        paths.push_back("/doerfer/" + village.slug);
    return paths;
}

std::vector<std::string> village_posters(db::Reader& reader, const web::Network& network)
{
    auto paths = village_pages(reader, network);
    for (auto& path : paths)
        path += "/aushang";
    return paths;
}

} // namespace

void register_feature(web::Site& site)
{
    site.page("/doerfer/{slug}", show_village, village_pages);
    site.page("/doerfer/{slug}/aushang", show_village_poster, village_posters);
    site.get("/redaktion/doerfer/{slug}", web::Access::village_editors(), show_village_form);
    site.post("/redaktion/doerfer/{slug}", web::Access::village_editors(), save_village_form);
    add_picture_pages(site);
    site.add(web::Part{.page = "mark",
                       .order = 10,
                       .show = [](const web::Context& context, db::Reader& reader, std::string_view) {
                           return draw_mark(villages_of(reader, context.network.id));
                       }});
}

} // namespace dorfnetz::villages
