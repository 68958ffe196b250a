#include "features/directory/directory.hpp"

#include <cmath>
#include <numbers>

namespace dorfnetz::directory {

namespace {

constexpr double width = 640;
constexpr double height = 450;
constexpr double margin = 60;

struct Spot
{
    double x;
    double y;
};

// Places on the sheet in true proportion: a degree of longitude is shorter than one of latitude.
class Sheet
{
public:
    explicit Sheet(const std::vector<villages::Village>& places)
    {
        for (const auto& place : places) {
            if (!place.latitude || !place.longitude)
                continue;
            m_north = std::max(m_north, *place.latitude);
            m_south = std::min(m_south, *place.latitude);
            m_east = std::max(m_east, *place.longitude);
            m_west = std::min(m_west, *place.longitude);
        }
        m_shrink = std::cos((m_north + m_south) / 2 * std::numbers::pi / 180);
        const auto wide = std::max((m_east - m_west) * m_shrink, 1e-6);
        const auto high = std::max(m_north - m_south, 1e-6);
        m_scale = std::min((width - 2 * margin) / wide, (height - 2 * margin) / high);
    }

    Spot spot(const villages::Village& place) const
    {
        return {width / 2 + (*place.longitude - (m_east + m_west) / 2) * m_shrink * m_scale,
                height / 2 - (*place.latitude - (m_north + m_south) / 2) * m_scale};
    }

private:
    double m_north = -90;
    double m_south = 90;
    double m_east = -180;
    double m_west = 180;
    double m_shrink = 1;
    double m_scale = 1;
};

} // namespace

html::Safe draw_counts(const web::Context& context, const organisations::Register& entries,
                       const std::vector<organisations::Counted>& counts, std::string_view list_path)
{
    const Sheet sheet(entries.villages);
    html::SvgWriter svg("0 0 640 450", {{"class", "map"},
                                        {"role", "group"},
                                        {"aria-label", context.t("Karte: Einträge in den Dörfern"_de)}});
    html::Page page;
    for (std::size_t i = 0; i < entries.villages.size(); ++i) {
        const auto& village = entries.villages[i];
        const auto count = i18n::format_number(context.language, counts.at(i).count);
        const auto url = context.url(std::string(list_path) + "?dorf=" + http::percent_encode(village.slug));
        page.add("VILLAGE").set("NAME", village.name).set("COUNT", count).set("VILLAGE_URL", url);
        if (!village.latitude || !village.longitude)
            continue;
        const auto spot = sheet.spot(village);
        const auto x = html::svg_number(spot.x);
        const auto y = html::svg_number(spot.y);
        svg.link(url, {{"aria-label", village.name + ": " + count}})
            .element("circle", {{"class", "reach"}, {"cx", x}, {"cy", y}, {"r", "32"}})
            .element("circle", {{"class", "dot"}, {"cx", x}, {"cy", y}, {"r", "10"}})
            .open("text", {{"x", x},
                           {"y", html::svg_number(spot.y - 18)},
                           {"text-anchor", "middle"},
                           {"aria-hidden", "true"}})
            .text(count)
            .close("text")
            .close("a");
    }
    page.set("DRAWING", svg.finish());
    return context.render("directory_map", page);
}

} // namespace dorfnetz::directory
