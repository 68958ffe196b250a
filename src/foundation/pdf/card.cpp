#include "foundation/pdf/card.hpp"

#include "foundation/pdf/drawing.hpp"
#include "foundation/pdf/fonts.hpp"
#include "foundation/pdf/printable.hpp"

#include <cairomm/context.h>
#include <cairomm/surface.h>
#include <pangomm/context.h>
#include <pangomm/layout.h>

#include <pango/pangocairo.h>

#include <algorithm>
#include <array>

namespace dorfnetz::pdf {
namespace {

struct Colour
{
    double red;
    double green;
    double blue;
};

// As in assets/css/tokens.css by day.
constexpr Colour ground{0xfa / 255.0, 0xf6 / 255.0, 0xee / 255.0};
constexpr Colour ink{0x22 / 255.0, 0x1c / 255.0, 0x26 / 255.0};
constexpr Colour ink_soft{0x4a / 255.0, 0x43 / 255.0, 0x4f / 255.0};
constexpr Colour heath{0x65 / 255.0, 0x2a / 255.0, 0x5d / 255.0};

constexpr double margin = 72;
constexpr double card_text_width = card_width - 2 * margin;
constexpr double village_line_at = 578;
constexpr double strip_at = 596;

struct Lettering
{
    double size;
    PangoWeight weight;
    Colour colour;
    int most_lines;
};

class Picture
{
public:
    explicit Picture(const std::string& language)
        : m_surface(Cairo::ImageSurface::create(Cairo::Surface::Format::RGB24, card_width, card_height)),
          m_cairo(Cairo::Context::create(m_surface))
    {
        PangoContext* context = new_text_context();
        pango_cairo_context_set_resolution(context, 72);
        pango_context_set_language(context, pango_language_from_string(language.c_str()));
        pango_context_set_base_dir(context, PANGO_DIRECTION_LTR);
        m_layout = Pango::Layout::create(Glib::wrap(context));
        paint({0, 0, card_width, card_height}, ground);
    }

    void paint(const Rect& rect, const Colour& colour)
    {
        use(colour);
        m_cairo->rectangle(rect.x, rect.y, rect.width, rect.height);
        m_cairo->fill();
    }

    double height_of(const std::string& text, const Lettering& lettering)
    {
        set(text, lettering);
        int height = 0;
        pango_layout_get_size(m_layout->gobj(), nullptr, &height);
        return static_cast<double>(height) / PANGO_SCALE;
    }

    bool is_cut(const std::string& text, const Lettering& lettering)
    {
        set(text, lettering);
        return pango_layout_is_ellipsized(m_layout->gobj()) != 0;
    }

    // Returns its height.
    double write(const std::string& text, const Lettering& lettering, double y)
    {
        const auto height = height_of(text, lettering);
        use(lettering.colour);
        m_cairo->move_to(margin, y);
        pango_cairo_show_layout(m_cairo->cobj(), m_layout->gobj());
        m_cairo->begin_new_path();
        return height;
    }

    void draw_villages()
    {
        constexpr double unit = 4.6;
        const auto points = village_line({0, village_line_at}, card_width, unit);
        for (const auto& point : points)
            &point == points.data() ? m_cairo->move_to(point.x, point.y) : m_cairo->line_to(point.x, point.y);
        use(heath);
        m_cairo->set_line_width(4);
        m_cairo->set_line_join(Cairo::Context::LineJoin::ROUND);
        m_cairo->stroke();
    }

    std::string png()
    {
        std::string bytes;
        m_surface->write_to_png_stream([&bytes](const unsigned char* data, unsigned int length) {
            bytes.append(reinterpret_cast<const char*>(data), length);
            return CAIRO_STATUS_SUCCESS;
        });
        return bytes;
    }

private:
    void use(const Colour& colour) { m_cairo->set_source_rgb(colour.red, colour.green, colour.blue); }

    void set(const std::string& text, const Lettering& lettering)
    {
        auto* layout = m_layout->gobj();
        PangoFontDescription* font = pango_font_description_from_string(font_family);
        pango_font_description_set_size(font, static_cast<int>(lettering.size * PANGO_SCALE));
        pango_font_description_set_weight(font, lettering.weight);
        pango_layout_set_font_description(layout, font);
        pango_font_description_free(font);
        pango_layout_set_width(layout, static_cast<int>(card_text_width * PANGO_SCALE));
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
        pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
        pango_layout_set_height(layout, -lettering.most_lines); // below 0: in lines
        pango_layout_set_text(layout, text.data(), static_cast<int>(text.size()));
    }

    Cairo::RefPtr<Cairo::ImageSurface> m_surface;
    Cairo::RefPtr<Cairo::Context> m_cairo;
    Glib::RefPtr<Pango::Layout> m_layout;
};

// The largest lettering in which the heading stands whole.
Lettering heading_lettering(Picture& picture, const std::string& heading)
{
    constexpr std::array<std::pair<double, int>, 4> sizes{{{92, 1}, {76, 2}, {64, 2}, {54, 3}}};
    Lettering lettering{};
    for (const auto& [size, most_lines] : sizes) {
        lettering = {.size = size, .weight = PANGO_WEIGHT_BOLD, .colour = ink, .most_lines = most_lines};
        if (!picture.is_cut(heading, lettering))
            break;
    }
    return lettering;
}

} // namespace

std::string draw_card(const Card& card)
{
    constexpr std::size_t longest_heading = 200;
    constexpr std::size_t longest_line = 120;
    constexpr std::size_t most_lines = 3;
    Picture picture(card.language);
    picture.paint({0, strip_at, card_width, card_height - strip_at}, heath);
    picture.draw_villages();
    picture.write(printable_line(card.network, longest_line),
                  {.size = 34, .weight = PANGO_WEIGHT_BOLD, .colour = heath, .most_lines = 1}, 56);
    const auto heading = printable_line(card.heading, longest_heading);
    double y = 116;
    y += picture.write(heading, heading_lettering(picture, heading), y) + 14;
    for (std::size_t i = 0; i < std::min(card.lines.size(), most_lines); ++i)
        y += picture.write(printable_line(card.lines[i], longest_line),
                           {.size = 37, .weight = PANGO_WEIGHT_NORMAL, .colour = ink_soft, .most_lines = 1},
                           y) +
             5;
    return picture.png();
}

} // namespace dorfnetz::pdf
