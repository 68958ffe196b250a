#include "foundation/pdf/canvas.hpp"

#include "foundation/pdf/catalog.hpp"
#include "foundation/pdf/fonts.hpp"
#include "foundation/pdf/printable.hpp"

#include <cairomm/context.h>
#include <cairomm/fontoptions.h>
#include <cairomm/surface.h>
#include <pangomm/context.h>
#include <pangomm/layout.h>

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace dorfnetz::pdf {

struct Canvas::State
{
    std::string language;
    double width = 0;
    double height = 0;
    int pages = 0;
    std::string bytes;
    Cairo::RefPtr<Cairo::PdfSurface> surface;
    Cairo::RefPtr<Cairo::Context> cairo;
    Glib::RefPtr<Pango::Context> text_context;
    Glib::RefPtr<Pango::Layout> layout; // one for all texts: setting it anew is cheaper than making one

    void set(const std::string& text, const TextStyle& style, double width, double max_height);
    void stroke(const Stroke& stroke);
};

namespace {

void describe(cairo_surface_t* surface, const Properties& properties)
{
    const auto set = [surface](cairo_pdf_metadata_t what, const std::string& text) {
        if (!text.empty())
            cairo_pdf_surface_set_metadata(surface, what, printable_line(text, 300).c_str());
    };
    set(CAIRO_PDF_METADATA_TITLE, properties.title);
    set(CAIRO_PDF_METADATA_AUTHOR, properties.author);
    set(CAIRO_PDF_METADATA_SUBJECT, properties.subject);
    set(CAIRO_PDF_METADATA_CREATOR, "Dorfnetz");
    // Without these cairo writes the time at which it runs.
    set(CAIRO_PDF_METADATA_CREATE_DATE, to_iso(properties.created));
    set(CAIRO_PDF_METADATA_MOD_DATE, to_iso(properties.created));
}

Glib::RefPtr<Pango::Context> make_context(const std::string& language)
{
    PangoContext* context = new_text_context();
    // Paper has no pixel grid: letters keep their true widths, so that text breaks alike everywhere.
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_cairo_context_set_resolution(context, 72);
    pango_context_set_round_glyph_positions(context, FALSE);
    pango_context_set_language(context, pango_language_from_string(language.c_str()));
    pango_context_set_base_dir(context, PANGO_DIRECTION_LTR);
    return Glib::wrap(context);
}

PangoAlignment pango_alignment(Align align)
{
    switch (align) {
    case Align::right:
        return PANGO_ALIGN_RIGHT;
    case Align::center:
        return PANGO_ALIGN_CENTER;
    case Align::left:
        break;
    }
    return PANGO_ALIGN_LEFT;
}

} // namespace

void Canvas::State::set(const std::string& text, const TextStyle& style, double text_width, double max_height)
{
    PangoLayout* pango = layout->gobj();
    PangoFontDescription* font = pango_font_description_from_string(font_family);
    pango_font_description_set_size(font, static_cast<int>(std::lround(style.size * PANGO_SCALE)));
    pango_font_description_set_weight(font,
                                      style.weight == Weight::bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(pango, font);
    pango_font_description_free(font);
    const double bounded = std::min(text_width, 10'000.0);
    pango_layout_set_width(pango, bounded > 0 ? static_cast<int>(std::lround(bounded * PANGO_SCALE)) : -1);
    pango_layout_set_wrap(pango, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_line_spacing(pango, static_cast<float>(style.line_height));
    pango_layout_set_alignment(pango, pango_alignment(style.align));
    pango_layout_set_ellipsize(pango, max_height > 0 ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
    pango_layout_set_height(pango,
                            max_height > 0 ? static_cast<int>(std::lround(max_height * PANGO_SCALE)) : -1);
    pango_layout_set_text(pango, text.data(), static_cast<int>(text.size()));
}

void Canvas::State::stroke(const Stroke& stroke)
{
    cairo->set_source_rgb(stroke.grey, stroke.grey, stroke.grey);
    cairo->set_line_width(stroke.width);
    if (stroke.dashed)
        cairo->set_dash(std::vector<double>{4.0, 3.0}, 0);
    else
        cairo->unset_dash();
    cairo->stroke();
}

Canvas::Canvas(const Properties& properties, Orientation orientation, Paper paper)
    : m_state(std::make_unique<State>())
{
    const double enlarged = paper == Paper::a3 ? std::numbers::sqrt2 : 1;
    State& state = *m_state;
    state.language = properties.language;
    state.width = orientation == Orientation::portrait ? a4_short : a4_long;
    state.height = orientation == Orientation::portrait ? a4_long : a4_short;
    state.text_context = make_context(properties.language);
    state.layout = Pango::Layout::create(state.text_context);
    auto& bytes = state.bytes;
    state.surface = Cairo::PdfSurface::create_for_stream(
        [&bytes](const unsigned char* data, unsigned int length) {
            bytes.append(reinterpret_cast<const char*>(data), length);
            return CAIRO_STATUS_SUCCESS;
        },
        state.width * enlarged, state.height * enlarged);
    // 1.4 keeps a plain table of objects, which name_language() needs, and is read by every printer.
    state.surface->restrict_to_version(Cairo::PdfVersion::PDF_VERSION_1_4);
    describe(state.surface->cobj(), properties);
    state.cairo = Cairo::Context::create(state.surface);
    state.cairo->scale(enlarged, enlarged);
    state.cairo->set_line_cap(Cairo::Context::LineCap::ROUND);
    state.cairo->set_line_join(Cairo::Context::LineJoin::ROUND);
}

Canvas::~Canvas() = default;

double Canvas::width() const
{
    return m_state->width;
}

double Canvas::height() const
{
    return m_state->height;
}

double Canvas::height_of(const std::string& text, const TextStyle& style, double width)
{
    if (text.empty())
        return 0;
    m_state->set(text, style, width, 0);
    int height = 0;
    pango_layout_get_size(m_state->layout->gobj(), nullptr, &height);
    return static_cast<double>(height) / PANGO_SCALE;
}

double Canvas::width_of(const std::string& text, const TextStyle& style)
{
    m_state->set(text, style, 0, 0);
    int width = 0;
    pango_layout_get_size(m_state->layout->gobj(), &width, nullptr);
    return static_cast<double>(width) / PANGO_SCALE;
}

TextStyle Canvas::fitted(const std::string& text, TextStyle style, double width)
{
    constexpr double smallest = 6;
    const double natural = width_of(text, style);
    if (natural > width)
        style.size = std::max(smallest, style.size * width / natural * 0.99);
    return style;
}

std::vector<std::string> Canvas::lines_of(const std::string& text, const TextStyle& style, double width)
{
    m_state->set(text, style, width, 0);
    std::vector<std::string> lines;
    for (GSList* item = pango_layout_get_lines_readonly(m_state->layout->gobj()); item; item = item->next) {
        const auto begin = static_cast<std::size_t>(static_cast<PangoLayoutLine*>(item->data)->start_index);
        const std::size_t end =
            item->next
                ? static_cast<std::size_t>(static_cast<PangoLayoutLine*>(item->next->data)->start_index)
                : text.size();
        lines.push_back(text.substr(begin, end - begin));
    }
    return lines;
}

double Canvas::write(const std::string& text, const TextStyle& style, Point at, double width,
                     double max_height)
{
    if (text.empty())
        return 0;
    State& state = *m_state;
    state.set(text, style, width, 0);
    int height = 0;
    pango_layout_get_size(state.layout->gobj(), nullptr, &height);
    // Only what is really too high is set again with a limit: pango counts line spacing against it.
    if (max_height > 0 && height > std::lround((max_height + 0.5) * PANGO_SCALE)) {
        state.set(text, style, width, max_height);
        pango_layout_get_size(state.layout->gobj(), nullptr, &height);
    }
    state.cairo->set_source_rgb(style.grey, style.grey, style.grey);
    state.cairo->move_to(at.x, at.y);
    pango_cairo_show_layout(state.cairo->cobj(), state.layout->gobj());
    state.cairo->begin_new_path();
    return static_cast<double>(height) / PANGO_SCALE;
}

void Canvas::line(Point from, Point to, const Stroke& stroke)
{
    const Point points[] = {from, to};
    outline(points, stroke);
}

void Canvas::outline(std::span<const Point> points, const Stroke& stroke)
{
    auto& cairo = *m_state->cairo;
    for (const Point& point : points)
        if (&point == points.data())
            cairo.move_to(point.x, point.y);
        else
            cairo.line_to(point.x, point.y);
    m_state->stroke(stroke);
}

void Canvas::frame(const Rect& rect, double radius, const Stroke& stroke)
{
    constexpr double quarter = std::numbers::pi / 2;
    auto& cairo = *m_state->cairo;
    const double right = rect.x + rect.width - radius;
    const double bottom = rect.y + rect.height - radius;
    cairo.begin_new_sub_path();
    cairo.arc(right, rect.y + radius, radius, -quarter, 0);
    cairo.arc(right, bottom, radius, 0, quarter);
    cairo.arc(rect.x + radius, bottom, radius, quarter, 2 * quarter);
    cairo.arc(rect.x + radius, rect.y + radius, radius, 2 * quarter, 3 * quarter);
    cairo.close_path();
    m_state->stroke(stroke);
}

void Canvas::fill(std::span<const Rect> rects, double grey)
{
    auto& cairo = *m_state->cairo;
    for (const Rect& rect : rects)
        cairo.rectangle(rect.x, rect.y, rect.width, rect.height);
    cairo.set_source_rgb(grey, grey, grey);
    cairo.fill();
}

void Canvas::begin_tag(const char* name, const std::string& attributes)
{
    cairo_tag_begin(m_state->cairo->cobj(), name, attributes.c_str());
}

void Canvas::end_tag(const char* name)
{
    cairo_tag_end(m_state->cairo->cobj(), name);
}

void Canvas::begin_page()
{
    // All pages lie in one "Document" element, as PDF asks for.
    if (m_state->pages++ == 0)
        begin_tag("Document", {});
    else
        m_state->cairo->show_page();
}

std::string Canvas::finish()
{
    State& state = *m_state;
    // Closed before the last page is, otherwise cairo adds an empty one.
    end_tag("Document");
    state.surface->finish();
    // cairo keeps its first failure and draws nothing from then on; half a document must not go out.
    cairo_status_t status = cairo_surface_status(state.surface->cobj());
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_status(state.cairo->cobj());
    if (status != CAIRO_STATUS_SUCCESS)
        throw std::runtime_error(std::string("cairo: ") + cairo_status_to_string(status));
    return name_language(std::move(state.bytes), state.language);
}

} // namespace dorfnetz::pdf
