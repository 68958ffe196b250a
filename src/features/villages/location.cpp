#include "features/villages/api.hpp"
#include "features/villages/tiles.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/content_policy.hpp"
#include "foundation/web/page.hpp"

#include <algorithm>

namespace dorfnetz::villages {

namespace {

constexpr std::size_t most_shown = 12; // of a large network, those around

bool has_place(const Village& village)
{
    return village.latitude && village.longitude;
}

// The villages nearest to the first of those that are meant, and all of these.
std::vector<const Village*> shown_around(const std::vector<Village>& villages,
                                         const std::vector<const Village*>& here)
{
    std::vector<const Village*> shown;
    for (const auto& village : villages)
        if (has_place(village))
            shown.push_back(&village);
    const auto is_here = [&](const Village* village) {
        return std::find(here.begin(), here.end(), village) != here.end();
    };
    std::stable_sort(shown.begin(), shown.end(), [&](const Village* one, const Village* other) {
        if (is_here(one) != is_here(other))
            return is_here(one);
        return distance_km(*here.front(), *one) < distance_km(*here.front(), *other);
    });
    if (shown.size() > most_shown)
        shown.resize(most_shown);
    return shown;
}

html::Safe draw_around(const web::Context& context, const std::vector<Village>& villages,
                       const std::vector<const Village*>& here)
{
    std::vector<MapEntry> entries;
    for (const auto* village : shown_around(villages, here))
        entries.push_back({.village = *village,
                           .has_lead = true,
                           .is_here = std::find(here.begin(), here.end(), village) != here.end(),
                           .url = context.url("/doerfer/" + village->slug),
                           .label = village->name});
    return draw_map(entries, context.t("Karte: wo {1} liegt"_de, {here.front()->name}));
}

void show_real(html::Page& page, const Tiles& tiles, const std::vector<const Village*>& here)
{
    auto real = page.add("REAL");
    real.set("SCRIPT_URL", web::asset("js/map.js"))
        .set("LEAFLET_URL", web::asset("leaflet/leaflet.js"))
        .set("STYLE_URL", web::asset("leaflet/leaflet.css"))
        .set("TILES", tiles.address)
        .set("CREDIT", tiles.credit)
        .set("HOST", tiles.host)
        .set("PIN_ICON", web::icon("pin"));
    for (const auto* village : here)
        real.add("POINT")
            .set("LATITUDE", std::to_string(*village->latitude))
            .set("LONGITUDE", std::to_string(*village->longitude))
            .set("NAME", village->name);
}

} // namespace

std::optional<Tiles> tiles_of(const web::Network& network)
{
    const auto address = trim(network.setting("map.tiles"));
    const auto start = address.find("://");
    for (const std::string_view part : {"{z}", "{x}", "{y}"})
        if (address.find(part) == std::string_view::npos)
            return std::nullopt;
    if (start == std::string_view::npos || !html::Url::foreign(address))
        return std::nullopt;
    const auto end = address.find('/', start + 3);
    const auto authority = address.substr(start + 3, end == std::string_view::npos ? end : end - start - 3);
    const bool has_subdomains = authority.starts_with("{s}.");
    const auto host = authority.substr(has_subdomains ? 4 : 0);
    // The host comes into a header, where a space or semicolon would end the rule.
    if (host.empty() ||
        host.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:") !=
            std::string_view::npos)
        return std::nullopt;
    return Tiles{.address = std::string(address),
                 .host = std::string(host),
                 .origin = std::string(address.substr(0, start + 3)) + (has_subdomains ? "*." : "") +
                           std::string(host),
                 .credit = std::string(network.setting("map.credit"))};
}

html::Safe draw_location(const web::Context& context, const std::vector<Village>& villages,
                         const std::vector<VillageId>& wanted)
{
    std::vector<const Village*> here;
    for (const auto& village : villages)
        if (has_place(village) && std::find(wanted.begin(), wanted.end(), village.id) != wanted.end())
            here.push_back(&village);
    if (here.empty())
        return {};
    html::Page page;
    page.set("DRAWING", draw_around(context, villages, here));
    if (const auto tiles = tiles_of(context.network))
        show_real(page, *tiles, here);
    return context.render("village_location", page);
}

void allow_real_map(http::Response& response, const web::Network& network)
{
    if (const auto tiles = tiles_of(network))
        response.headers.set("Content-Security-Policy", web::content_policy(tiles->origin));
}

} // namespace dorfnetz::villages
