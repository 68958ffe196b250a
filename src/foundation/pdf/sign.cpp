#include "foundation/core/text.hpp"
#include "foundation/pdf/drawing.hpp"
#include "foundation/pdf/pdf.hpp"
#include "foundation/pdf/printable.hpp"

#include <algorithm>

namespace dorfnetz::pdf {
namespace {

constexpr double sign_margin = 20 * millimetre;
constexpr double title_height = 80 * millimetre; // at most
constexpr double largest_code = 80 * millimetre;
constexpr double below_code = 20 * millimetre; // what it is for
constexpr std::size_t most_lines = 4;
const TextStyle line_style{.size = 26, .align = Align::center, .line_height = 1.1};
const TextStyle small_style{.size = 17, .grey = 0.15, .align = Align::center, .line_height = 1.1};

// As large as it may be without a word being broken.
TextStyle title_style(Canvas& canvas, const std::string& title, double width)
{
    constexpr double largest = 84;
    constexpr double smallest = 30;
    TextStyle style{.weight = Weight::bold, .align = Align::center, .line_height = 1.02};
    for (style.size = largest; style.size > smallest; style.size -= 2) {
        const auto words = split_list(title, " ");
        const bool words_fit = std::all_of(words.begin(), words.end(), [&](const std::string& word) {
            return canvas.width_of(word, style) <= width;
        });
        if (words_fit && canvas.height_of(title, style, width) <= title_height)
            break;
    }
    return style;
}

// Answers where the next one goes.
double draw_text(Canvas& canvas, const char* tag, const std::string& text, const TextStyle& style, double y,
                 double max_height)
{
    const Tag element(canvas, tag);
    return y + canvas.write(text, style, {sign_margin, y}, canvas.width() - 2 * sign_margin, max_height);
}

} // namespace

Result<std::string> render_sign(const Sign& sign)
{
    Canvas canvas(sign.properties, Orientation::portrait, sign.paper);
    canvas.begin_page();
    const double width = canvas.width() - 2 * sign_margin;
    const auto title = printable_line(sign.properties.title, 200);
    double y = draw_text(canvas, "P", printable_line(sign.properties.author, 120), small_style, sign_margin,
                         20 * millimetre);
    y = draw_text(canvas, "H1", title, title_style(canvas, title, width), y + 9 * millimetre,
                  title_height + 10 * millimetre);
    y += 7 * millimetre;
    for (std::size_t number = 0; number < std::min(sign.lines.size(), most_lines); ++number) {
        const auto line = printable_line(sign.lines[number], 200);
        auto style = canvas.fitted(line, line_style, width);
        style.size = std::max(style.size, small_style.size);
        y = draw_text(canvas, "P", line, style, y + 1.5 * millimetre, 12 * millimetre);
    }
    const double foot = canvas.height() - 20 * millimetre;
    draw_village_line(canvas, {sign_margin, foot}, width);
    if (!sign.url.empty()) {
        // In the middle of what is left.
        const double left = foot - village_line_height - y;
        const double size = std::min(largest_code, left - below_code);
        double below = y + (left - size - below_code) / 2;
        if (draw_qr(canvas, sign.url, {(canvas.width() - size) / 2, below}, size))
            below += size;
        below =
            draw_text(canvas, "P", printable_line(sign.url_text, 160), small_style, below, 8 * millimetre);
        const auto spoken = printable_line(sign.spoken_url, 200);
        draw_text(canvas, "P", spoken, canvas.fitted(spoken, small_style, width), below + 1 * millimetre,
                  8 * millimetre);
    }
    draw_foot(canvas, printable_line(sign.footer, 300), {}, sign_margin);
    return canvas.finish();
}

} // namespace dorfnetz::pdf
