#include "foundation/pdf/drawing.hpp"
#include "foundation/pdf/pdf.hpp"
#include "foundation/pdf/printable.hpp"

#include <algorithm>

namespace dorfnetz::pdf {
namespace {

constexpr std::size_t across = 2;
constexpr std::size_t per_page = 8;
constexpr double sticker_width = a4_short / across;
constexpr double sticker_height = a4_long / (static_cast<double>(per_page) / across);
constexpr double sticker_inset = 4 * millimetre;   // what printers leave white
constexpr double sticker_padding = 9 * millimetre; // from the edge of the sticker
constexpr double sticker_code = 38 * millimetre;
constexpr double gap = 3 * millimetre;
constexpr std::size_t most_sticker_lines = 4;
const TextStyle sticker_title{.size = 15, .weight = Weight::bold, .line_height = 1.05};
const TextStyle sticker_line{.size = 10.5, .line_height = 1.1};
const TextStyle sticker_small{.size = 8.5, .grey = 0.25, .line_height = 1.1};

void draw_sticker(Canvas& canvas, const Sticker& sticker, Point at)
{
    canvas.frame({at.x + sticker_inset, at.y + sticker_inset, sticker_width - 2 * sticker_inset,
                  sticker_height - 2 * sticker_inset},
                 2 * millimetre, {.width = 0.4, .grey = 0.6, .dashed = true});
    const double top = at.y + sticker_padding;
    const double foot = at.y + sticker_height - sticker_padding;
    double x = at.x + sticker_padding;
    // The quiet zone of the code is as white as the paper.
    if (!sticker.url.empty() &&
        draw_qr(canvas, sticker.url, {x - 2 * millimetre, top - 2 * millimetre}, sticker_code))
        x += sticker_code - 2 * millimetre + gap;
    const double width = at.x + sticker_width - sticker_padding - x;
    double y = top;
    {
        const Tag element(canvas, "H1");
        y += canvas.write(printable_line(sticker.title, 120), sticker_title, {x, y}, width, 18 * millimetre) +
             gap;
    }
    for (std::size_t number = 0; number < std::min(sticker.lines.size(), most_sticker_lines); ++number) {
        const Tag element(canvas, "P");
        const double left = foot - 8 * millimetre - y;
        if (left < sticker_line.size)
            break;
        y += canvas.write(printable_line(sticker.lines[number], 160), sticker_line, {x, y}, width,
                          std::min(left, 10 * millimetre)) +
             1 * millimetre;
    }
    const Tag element(canvas, "P");
    canvas.write(printable_line(sticker.url_text, 120), sticker_small,
                 {at.x + sticker_padding, foot - 8 * millimetre}, sticker_width - 2 * sticker_padding,
                 8 * millimetre);
}

} // namespace

Result<std::string> render_stickers(const Properties& properties, std::span<const Sticker> stickers)
{
    if (stickers.empty())
        return Error{.kind = Err::invalid};
    if (stickers.size() > max_stickers)
        return Error{.kind = Err::too_large};
    Canvas canvas(properties, Orientation::portrait);
    for (std::size_t number = 0; number < stickers.size(); ++number) {
        const auto place = number % per_page;
        if (place == 0)
            canvas.begin_page();
        draw_sticker(canvas, stickers[number],
                     {static_cast<double>(place % across) * sticker_width,
                      static_cast<double>(place / across) * sticker_height});
    }
    return canvas.finish();
}

} // namespace dorfnetz::pdf
