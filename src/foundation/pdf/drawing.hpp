#pragma once

#include "foundation/pdf/canvas.hpp"

#include <string>
#include <vector>

namespace dorfnetz::pdf {

// A QR code (ISO/IEC 18004, error correction M) as vectors, `size` wide with its quiet zone. An address that
// may not become a link or is too long draws nothing; the result says whether something was drawn.
bool draw_qr(Canvas& canvas, const std::string& url, Point at, double size);

// A box to tick, crossed if checked.
void draw_check_box(Canvas& canvas, Point at, double size, bool checked);

// The network's own sign: a thin line from left to right with houses, a church and pines standing on it.
void draw_village_line(Canvas& canvas, Point from, double width);
// The same as points, for what is no paper; on paper a unit is a millimetre.
std::vector<Point> village_line(Point from, double width, double unit);
inline constexpr double village_line_height = 11.5 * millimetre;

// A dashed line over the whole sheet with its text in the middle.
void draw_cut_line(Canvas& canvas, double y, const std::string& text);

// Footer and "Seite 1 von 2" at the foot of the page.
void draw_foot(Canvas& canvas, const std::string& left, const std::string& right, double margin);

} // namespace dorfnetz::pdf
