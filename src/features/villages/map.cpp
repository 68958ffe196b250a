#include "features/villages/map.hpp"

#include "foundation/core/kept.hpp"
#include "foundation/core/text.hpp"

#include <array>
#include <cmath>
#include <fmt/format.h>
#include <numbers>

namespace dorfnetz::villages {

namespace {

using html::svg_number;

constexpr Point sheet{640, 450};

struct Box
{
    double left = 0;
    double top = 0;
    double right = 0;
    double bottom = 0;

    bool meets(const Box& other) const
    {
        return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }
};

// Where a name may stand beside its dot; better places first.
struct Offset
{
    double x;
    double y;
    const char* anchor;
};

std::vector<Offset> offsets(double type_size)
{
    const double gap = 14;
    const double up = -gap - 2;
    const double down = gap + type_size * 0.8;
    const double middle = type_size * 0.35;
    return {{gap + 4, middle, "start"}, {-gap - 4, middle, "end"}, {0, up, "middle"},    {0, down, "middle"},
            {gap, up + 4, "start"},     {-gap, up + 4, "end"},     {gap, down, "start"}, {-gap, down, "end"}};
}

Box box_of(Point dot, const Offset& offset, std::string_view text, double type_size)
{
    const double width = static_cast<double>(length_in_characters(text)) * type_size * 0.58;
    const double x = dot.x + offset.x;
    const double left = std::string_view(offset.anchor) == "start" ? x
                        : std::string_view(offset.anchor) == "end" ? x - width
                                                                   : x - width / 2;
    const double baseline = dot.y + offset.y;
    return {left, baseline - type_size * 0.8, left + width, baseline + type_size * 0.25};
}

double distance_to_line(Point p, Point a, Point b)
{
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    const double length = dx * dx + dy * dy;
    const double t = length > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length, 0.0, 1.0) : 0;
    return std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

// Places names so that they cover no dot, no other name and as little of the lines as can be.
class Labels
{
public:
    Labels(const std::vector<Point>& dots, std::vector<Line> lines, double type_size)
        : m_dots(dots), m_lines(std::move(lines)), m_type_size(type_size), m_offsets(offsets(type_size))
    {
    }

    // The best place, or nothing if every place would cover something.
    std::optional<Offset> place(std::size_t index, std::string_view text)
    {
        const Offset* best = nullptr;
        double best_cost = 1'000;
        for (const auto& offset : m_offsets) {
            const Box box = box_of(m_dots[index], offset, text, m_type_size);
            const double cost = cost_of(box, index);
            if (cost < best_cost) {
                best_cost = cost;
                best = &offset;
            }
        }
        if (best == nullptr)
            return std::nullopt;
        m_taken.push_back(box_of(m_dots[index], *best, text, m_type_size));
        return *best;
    }

private:
    double cost_of(const Box& box, std::size_t own) const
    {
        if (box.left < 4 || box.right > sheet.x - 4 || box.top < 2 || box.bottom > sheet.y - 2)
            return 1'000;
        for (const auto& other : m_taken)
            if (box.meets(other))
                return 1'000;
        for (std::size_t i = 0; i < m_dots.size(); ++i) {
            constexpr double radius = 14;
            const Box dot{m_dots[i].x - radius, m_dots[i].y - radius, m_dots[i].x + radius,
                          m_dots[i].y + radius};
            if (i != own && box.meets(dot))
                return 1'000;
        }
        double cost = 0;
        for (const auto& line : m_lines)
            for (const double part : {0.1, 0.5, 0.9}) {
                const Point probe{box.left + (box.right - box.left) * part, (box.top + box.bottom) / 2};
                if (distance_to_line(probe, m_dots[line.from], m_dots[line.to]) < m_type_size * 0.6)
                    cost += 10;
            }
        return cost;
    }

    const std::vector<Point>& m_dots;
    std::vector<Line> m_lines;
    double m_type_size;
    std::vector<Offset> m_offsets;
    std::vector<Box> m_taken;
};

// Paths between places are never straight: bent a little, always the same way for the same pair.
std::string bent_path(const std::vector<Point>& points, const std::vector<Line>& lines)
{
    std::string path;
    for (const auto& [from, to] : lines) {
        const Point a = points[from];
        const Point b = points[to];
        const double bend = ((from * 7 + to * 13) % 2 == 0 ? 1 : -1) * 0.09;
        const Point middle{(a.x + b.x) / 2 - (b.y - a.y) * bend, (a.y + b.y) / 2 + (b.x - a.x) * bend};
        path += fmt::format("M{} {}Q{} {} {} {}", svg_number(a.x), svg_number(a.y), svg_number(middle.x),
                            svg_number(middle.y), svg_number(b.x), svg_number(b.y));
    }
    return path;
}

std::vector<Village> with_coordinates(std::vector<Village> villages)
{
    std::erase_if(villages, [](const Village& village) { return !village.latitude || !village.longitude; });
    return villages;
}

// Heath and water behind the places: soft shapes that fill the corners where no village is.
void draw_ground(html::SvgWriter& svg, const std::vector<Point>& points)
{
    struct Blob
    {
        Point at;
        const char* name;
    };

    std::vector<Blob> blobs;
    for (const double x : {0.2, 0.5, 0.8})
        for (const double y : {0.2, 0.5, 0.8})
            blobs.push_back({{sheet.x * x, sheet.y * y}, ""});
    const auto loneliness = [&](const Blob& blob) {
        double nearest = 1e9;
        for (const auto& point : points)
            nearest = std::min(nearest, std::hypot(point.x - blob.at.x, point.y - blob.at.y));
        return nearest;
    };
    std::stable_sort(blobs.begin(), blobs.end(),
                     [&](const Blob& l, const Blob& r) { return loneliness(l) > loneliness(r); });
    blobs.resize(3);
    blobs[0].name = "area-heath";
    blobs[1].name = "area-water";
    blobs[2].name = "area-heath";
    for (std::size_t i = 0; i < blobs.size(); ++i) {
        std::string path;
        constexpr int corners = 7;
        const double size = i == 1 ? 62 : 95;
        std::vector<Point> rim;
        for (int c = 0; c < corners; ++c) {
            const double angle = 2 * std::numbers::pi * c / corners;
            const double wobble =
                size *
                (0.85 +
                 0.3 * std::fmod(static_cast<double>(c * 37) + static_cast<double>(i) * 17.0, 10.0) / 10);
            rim.push_back({blobs[i].at.x + std::cos(angle) * wobble * 1.25,
                           blobs[i].at.y + std::sin(angle) * wobble * 0.85});
        }
        for (std::size_t c = 0; c < rim.size(); ++c) {
            const Point here = rim[c];
            const Point next = rim[(c + 1) % rim.size()];
            const Point middle{(here.x + next.x) / 2, (here.y + next.y) / 2};
            if (c == 0)
                path = fmt::format("M{} {}", svg_number((rim.back().x + here.x) / 2),
                                   svg_number((rim.back().y + here.y) / 2));
            path += fmt::format("Q{} {} {} {}", svg_number(here.x), svg_number(here.y), svg_number(middle.x),
                                svg_number(middle.y));
        }
        svg.element("path", {{"class", blobs[i].name}, {"d", path + "Z"}});
    }
}

void draw_label(html::SvgWriter& svg, std::string_view name, std::string_view kind, Point dot,
                const Offset& offset)
{
    svg.open("text", {{"class", std::string(kind)},
                      {"aria-hidden", "true"},
                      {"x", svg_number(dot.x + offset.x)},
                      {"y", svg_number(dot.y + offset.y)},
                      {"text-anchor", offset.anchor}});
    svg.text(name).close("text");
}

} // namespace

std::vector<Point> places_on_sheet(const std::vector<Village>& villages, Point size, double margin)
{
    std::vector<Point> points;
    double west = 1e9;
    double east = -1e9;
    double south = 1e9;
    double north = -1e9;
    for (const auto& village : villages) {
        // A degree of longitude is shorter than one of latitude by the cosine of the latitude.
        const double shrink = std::cos(*villages.front().latitude * std::numbers::pi / 180);
        points.push_back({*village.longitude * shrink, *village.latitude});
        west = std::min(west, points.back().x);
        east = std::max(east, points.back().x);
        south = std::min(south, points.back().y);
        north = std::max(north, points.back().y);
    }
    const double width = std::max(east - west, 1e-6);
    const double height = std::max(north - south, 1e-6);
    const double scale = std::min((size.x - 2 * margin) / width, (size.y - 2 * margin) / height);
    const Point start{(size.x - width * scale) / 2, (size.y - height * scale) / 2};
    for (auto& point : points)
        point = {start.x + (point.x - west) * scale, start.y + (north - point.y) * scale};
    return points;
}

std::vector<Line> neighbours(const std::vector<Point>& points)
{
    std::vector<Line> lines;
    for (std::size_t i = 0; i < points.size(); ++i)
        for (std::size_t j = i + 1; j < points.size(); ++j) {
            const Point centre{(points[i].x + points[j].x) / 2, (points[i].y + points[j].y) / 2};
            const double radius = std::hypot(points[i].x - points[j].x, points[i].y - points[j].y) / 2;
            const bool empty = std::none_of(points.begin(), points.end(), [&](const Point& third) {
                return &third != &points[i] && &third != &points[j] &&
                       std::hypot(third.x - centre.x, third.y - centre.y) < radius * 0.999;
            });
            if (empty)
                lines.push_back({i, j});
        }
    return lines;
}

namespace {

html::Safe draw_map_anew(const std::vector<MapEntry>& entries, std::string_view description)
{
    std::vector<MapEntry> shown;
    std::vector<Village> villages;
    for (const auto& entry : entries)
        if (entry.village.latitude && entry.village.longitude) {
            shown.push_back(entry);
            villages.push_back(entry.village);
        }
    if (shown.empty())
        return {};
    const auto points = places_on_sheet(villages, sheet, 60);
    const auto lines = neighbours(points);
    html::SvgWriter svg("0 0 640 450",
                        {{"class", "map"}, {"role", "group"}, {"aria-label", std::string(description)}});
    draw_ground(svg, points);
    svg.element("path", {{"class", "road"}, {"d", bent_path(points, lines)}});
    // On a phone the sheet is shown at less than half its size, so names are larger and fewer there.
    Labels wide(points, lines, 16);
    Labels narrow(points, {}, 37);
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const auto& entry = shown[i];
        const Point dot = points[i];
        svg.link(entry.url, {{"aria-label", entry.label}});
        svg.element("circle",
                    {{"class", "reach"}, {"cx", svg_number(dot.x)}, {"cy", svg_number(dot.y)}, {"r", "32"}});
        svg.element("circle", {{"class", entry.has_lead ? "dot" : "dot free"},
                               {"cx", svg_number(dot.x)},
                               {"cy", svg_number(dot.y)},
                               {"r", "10"}});
        if (entry.is_here)
            svg.element(
                "circle",
                {{"class", "here"}, {"cx", svg_number(dot.x)}, {"cy", svg_number(dot.y)}, {"r", "22"}});
        if (const auto place = wide.place(i, entry.village.name))
            draw_label(svg, entry.village.name, "wide", dot, *place);
        if (const auto place = narrow.place(i, entry.village.name))
            draw_label(svg, entry.village.name, "narrow", dot, *place);
        svg.close("a");
    }
    return svg.finish();
}

// Everything that the map shows.
std::string fingerprint(const std::vector<MapEntry>& entries, std::string_view description)
{
    std::string text(description);
    for (const auto& [village, has_lead, is_here, url, label] : entries)
        text += fmt::format("\n{}\t{}\t{}\t{}\t{}\t{}\t{}", village.name, village.latitude.value_or(0),
                            village.longitude.value_or(0), has_lead, is_here, url.text(), label);
    return text;
}

} // namespace

html::Safe draw_map(const std::vector<MapEntry>& entries, std::string_view description)
{
    static Kept<html::Safe> drawn(200); // some 10 KB each
    return *drawn.of(fingerprint(entries, description), 0,
                     [&] { return draw_map_anew(entries, description); });
}

html::Safe draw_mark(const std::vector<Village>& all)
{
    constexpr std::size_t most = 40; // more would be a blot, and it stands on every page
    auto villages = with_coordinates(all);
    if (const auto count = villages.size(); count > most) {
        for (std::size_t i = 0; i < most; ++i)
            villages[i] = villages[i * count / most];
        villages.resize(most);
    }
    html::SvgWriter svg("0 0 550 430", {{"aria-hidden", "true"}});
    if (!villages.empty()) {
        const auto points = places_on_sheet(villages, {550, 430}, 40);
        svg.element("path", {{"class", "line"}, {"d", bent_path(points, neighbours(points))}});
        svg.open("g", {{"class", "knot"}});
        for (const auto& point : points)
            svg.element("circle", {{"cx", svg_number(point.x)}, {"cy", svg_number(point.y)}, {"r", "30"}});
        svg.close("g");
    }
    return svg.finish();
}

} // namespace dorfnetz::villages
