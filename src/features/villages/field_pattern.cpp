#include "features/villages/api.hpp"

#include "foundation/core/kept.hpp"
#include "foundation/core/random.hpp"

#include <array>
#include <cmath>
#include <fmt/format.h>

// A village's fields seen from above: a sheet cut again and again along slightly slanted lines, as land was
// divided among heirs; furrows, a brook and a handful of roofs. Chance comes from the slug alone.
namespace dorfnetz::villages {

namespace {

using html::svg_number;

struct Corner
{
    double x;
    double y;
};

using Parcel = std::vector<Corner>;

class Chance
{
public:
    explicit Chance(std::string_view slug) : m_random(seed(slug)) {}

    double between(double low, double high)
    {
        return low + (high - low) * static_cast<double>(m_random.below(10'000)) / 10'000;
    }

    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(m_random.below(bound)); }

private:
    static std::uint64_t seed(std::string_view slug)
    {
        std::uint64_t hash = 0xcbf29ce484222325U; // FNV-1a
        for (const char c : slug)
            hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
        return hash;
    }

    SeededRandom m_random;
};

// The part of a parcel on one side of the line through `at` with the normal (nx, ny).
Parcel side(const Parcel& parcel, Corner at, double nx, double ny)
{
    Parcel kept;
    for (std::size_t i = 0; i < parcel.size(); ++i) {
        const Corner a = parcel[i];
        const Corner b = parcel[(i + 1) % parcel.size()];
        const double da = (a.x - at.x) * nx + (a.y - at.y) * ny;
        const double db = (b.x - at.x) * nx + (b.y - at.y) * ny;
        if (da >= 0)
            kept.push_back(a);
        if ((da > 0 && db < 0) || (da < 0 && db > 0)) {
            const double t = da / (da - db);
            kept.push_back({a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t});
        }
    }
    return kept;
}

double area(const Parcel& parcel)
{
    double twice = 0;
    for (std::size_t i = 0; i < parcel.size(); ++i) {
        const Corner a = parcel[i];
        const Corner b = parcel[(i + 1) % parcel.size()];
        twice += a.x * b.y - b.x * a.y;
    }
    return std::abs(twice) / 2;
}

Corner centre(const Parcel& parcel)
{
    Corner sum{0, 0};
    for (const auto& corner : parcel)
        sum = {sum.x + corner.x, sum.y + corner.y};
    return {sum.x / static_cast<double>(parcel.size()), sum.y / static_cast<double>(parcel.size())};
}

std::string outline(const Parcel& parcel)
{
    std::string path;
    for (const auto& corner : parcel)
        path += fmt::format("{}{} {}", path.empty() ? "M" : "L", svg_number(corner.x), svg_number(corner.y));
    return path + "Z";
}

std::vector<Parcel> divide(Parcel whole, std::size_t count, Chance& chance)
{
    std::vector<Parcel> parcels{std::move(whole)};
    while (parcels.size() < count) {
        const auto largest =
            std::max_element(parcels.begin(), parcels.end(),
                             [](const Parcel& l, const Parcel& r) { return area(l) < area(r); });
        const Parcel parcel = *largest;
        double width = 0;
        double height = 0;
        for (const auto& corner : parcel) {
            width = std::max(width, std::abs(corner.x - centre(parcel).x));
            height = std::max(height, std::abs(corner.y - centre(parcel).y));
        }
        // Across the longer side, a little askew.
        const double angle = (width > height ? 0 : std::acos(-1.0) / 2) + chance.between(-0.75, 0.75);
        const Corner middle = centre(parcel);
        const Corner at{middle.x + chance.between(-0.35, 0.35) * width,
                        middle.y + chance.between(-0.35, 0.35) * height};
        *largest = side(parcel, at, std::cos(angle), std::sin(angle));
        parcels.push_back(side(parcel, at, -std::cos(angle), -std::sin(angle)));
    }
    return parcels;
}

// Furrows: parallel lines cut off at the parcel's edges.
std::string furrows(const Parcel& parcel, double angle, double distance)
{
    std::string path;
    const Corner middle = centre(parcel);
    const double nx = std::cos(angle);
    const double ny = std::sin(angle);
    for (int i = -60; i <= 60; ++i) {
        const Corner on{middle.x + nx * distance * i, middle.y + ny * distance * i};
        std::vector<Corner> cuts;
        for (std::size_t k = 0; k < parcel.size(); ++k) {
            const Corner a = parcel[k];
            const Corner b = parcel[(k + 1) % parcel.size()];
            const double da = (a.x - on.x) * nx + (a.y - on.y) * ny;
            const double db = (b.x - on.x) * nx + (b.y - on.y) * ny;
            if ((da < 0) != (db < 0)) {
                const double t = da / (da - db);
                cuts.push_back({a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t});
            }
        }
        if (cuts.size() == 2)
            path += fmt::format("M{} {}L{} {}", std::lround(cuts[0].x), std::lround(cuts[0].y),
                                std::lround(cuts[1].x), std::lround(cuts[1].y));
    }
    return path;
}

} // namespace

namespace {

html::Safe draw_pattern(std::string_view slug, int width, int height)
{
    static constexpr std::array<const char*, 9> crops{"wheat",  "barley", "fallow", "meadow", "young",
                                                      "forest", "heath",  "bloom",  "pond"};
    Chance chance(slug);
    const double w = width;
    const double h = height;
    constexpr double bleed = 9; // so that no edge shows
    const Parcel whole{{-bleed, -bleed}, {w + bleed, -bleed}, {w + bleed, h + bleed}, {-bleed, h + bleed}};
    const auto parcels = divide(whole, width > 800 ? 16 : 9, chance);
    html::SvgWriter svg(
        fmt::format("0 0 {} {}", width, height),
        {{"class", "field-art"}, {"preserveAspectRatio", "xMidYMid slice"}, {"aria-hidden", "true"}});
    std::size_t crop = chance.below(crops.size());
    for (const auto& parcel : parcels) {
        // Neighbours differ: never the same crop twice in a row.
        crop = (crop + 1 + chance.below(crops.size() - 2)) % crops.size();
        const std::string_view name = crops.at(crop);
        svg.element("path", {{"class", std::string(name)}, {"d", outline(parcel)}});
        if (name != "forest" && name != "pond" && chance.below(3) > 0)
            svg.element("path", {{"class", "furrow"},
                                 {"d", furrows(parcel, chance.between(0, 3.1), chance.between(8, 14))}});
    }
    const double at = chance.between(0.3, 0.75) * h;
    svg.element("path",
                {{"class", "brook"},
                 {"d", fmt::format("M-10 {}C{} {} {} {} {} {}", svg_number(at), svg_number(w * 0.3),
                                   svg_number(at + chance.between(-0.4, 0.4) * h), svg_number(w * 0.6),
                                   svg_number(at + chance.between(-0.4, 0.4) * h), svg_number(w + 10),
                                   svg_number(at + chance.between(-0.3, 0.3) * h))}});
    const Corner green{chance.between(0.3, 0.7) * w, chance.between(0.3, 0.6) * h};
    for (int i = 0; i < 12; ++i) {
        const double x = green.x + chance.between(-0.32, 0.32) * h;
        const double y = green.y + chance.between(-0.18, 0.18) * h;
        svg.element("rect",
                    {{"class", chance.below(4) == 0 ? "roof pale" : "roof"},
                     {"x", svg_number(x)},
                     {"y", svg_number(y)},
                     {"width", svg_number(chance.between(5, 8))},
                     {"height", "6"},
                     {"transform", fmt::format("rotate({} {} {})", std::lround(chance.between(-20, 20)),
                                               svg_number(x), svg_number(y))}});
    }
    return svg.finish();
}

} // namespace

html::Safe field_pattern(std::string_view slug, int width, int height)
{
    static Kept<html::Safe> drawn(500); // some 5 KB each
    return *drawn.of(fmt::format("{} {} {}", slug, width, height), 0,
                     [&] { return draw_pattern(slug, width, height); });
}

} // namespace dorfnetz::villages
