#include "foundation/pdf/drawing.hpp"

#include "foundation/pdf/printable.hpp"
#include "foundation/qr/qr.hpp"

#include <algorithm>
#include <vector>

namespace dorfnetz::pdf {

bool draw_qr(Canvas& canvas, const std::string& url, Point at, double size)
{
    const std::string address = printable_url(url);
    if (address.empty())
        return false;
    const auto code = qr::encode(address);
    const double module_size = size / code.side;
    std::vector<Rect> dark;
    for (const auto& bar : code.dark)
        dark.push_back({.x = at.x + bar.x * module_size,
                        .y = at.y + bar.y * module_size,
                        .width = bar.width * module_size,
                        .height = module_size});
    const Tag link(canvas, "Link", "uri='" + address + "'");
    canvas.fill(dark, 0);
    return true;
}

void draw_check_box(Canvas& canvas, Point at, double size, bool checked)
{
    canvas.frame({.x = at.x, .y = at.y, .width = size, .height = size}, 0.6 * millimetre, {.width = 1.0});
    if (!checked)
        return;
    const double inset = size * 0.22;
    const Stroke cross{.width = 1.8};
    canvas.line({at.x + inset, at.y + inset}, {at.x + size - inset, at.y + size - inset}, cross);
    canvas.line({at.x + size - inset, at.y + inset}, {at.x + inset, at.y + size - inset}, cross);
}

std::vector<Point> village_line(Point from, double width, double unit)
{
    // In units, upwards from the line.
    static constexpr Point house[] = {{0, 0}, {0, 3}, {-0.7, 2.6}, {3.5, 5.6}, {7.7, 2.6}, {7, 3}, {7, 0}};
    static constexpr Point church[] = {{0, 0},     {0, 6.4}, {-0.5, 6.4}, {1.8, 11}, {4.1, 6.4},  {3.6, 6.4},
                                       {3.6, 4.6}, {5, 5.6}, {10.5, 5.6}, {12, 3.2}, {11.5, 3.2}, {11.5, 0}};
    static constexpr Point pine[] = {{1.6, 0},   {1.6, 1.1}, {0, 1.1},   {1, 3.2},   {0.5, 3.2}, {1.9, 6.2},
                                     {3.3, 3.2}, {2.8, 3.2}, {3.8, 1.1}, {2.2, 1.1}, {2.2, 0}};

    struct Standing
    {
        double at;
        std::span<const Point> shape;
    };

    const Standing standing[] = {{4, pine},   {9, pine},    {16, house}, {27, church}, {42, house},
                                 {53, house}, {63.5, pine}, {76, pine},  {81, pine},   {86, pine}};
    std::vector<Point> points{from};
    for (const auto& [at, shape] : standing)
        for (const Point& point : shape)
            if ((at + 14) * unit < width)
                points.push_back({from.x + (at + point.x) * unit, from.y - point.y * unit});
    points.push_back({from.x + width, from.y});
    return points;
}

void draw_village_line(Canvas& canvas, Point from, double width)
{
    canvas.outline(village_line(from, width, millimetre), {.width = 0.9, .grey = 0.2});
}

void draw_cut_line(Canvas& canvas, double y, const std::string& text)
{
    const TextStyle style{.size = 10, .grey = 0.2, .align = Align::center};
    const Stroke dashes{.width = 0.9, .grey = 0.2, .dashed = true};
    const double gap = text.empty() ? 0 : canvas.width_of(text, style) + 6 * millimetre;
    const double left = (canvas.width() - gap) / 2;
    canvas.line({4 * millimetre, y}, {left, y}, dashes);
    canvas.line({left + gap, y}, {canvas.width() - 4 * millimetre, y}, dashes);
    const Tag tag(canvas, "P");
    canvas.write(text, style, {0, y - canvas.height_of(text, style, canvas.width()) / 2}, canvas.width());
}

void draw_foot(Canvas& canvas, const std::string& left, const std::string& right, double margin)
{
    const TextStyle style{.size = 10, .grey = 0.25};
    TextStyle right_style = style;
    right_style.align = Align::right;
    const double y = canvas.height() - 12.5 * millimetre;
    const double content = canvas.width() - 2 * margin;
    const double right_width = std::min(canvas.width_of(right, style) + 1, content / 2);
    canvas.write(left, style, {margin, y}, content - right_width - 5 * millimetre, 4 * millimetre);
    canvas.write(right, right_style, {margin + content - right_width, y}, right_width, 4 * millimetre);
}

} // namespace dorfnetz::pdf
