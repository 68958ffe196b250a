#pragma once

#include "foundation/pdf/pdf.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dorfnetz::pdf {

// All lengths are points (1/72 inch).
inline constexpr double millimetre = 72.0 / 25.4;
inline constexpr double a4_short = 210 * millimetre;
inline constexpr double a4_long = 297 * millimetre;

enum class Weight { regular, bold };

struct TextStyle
{
    double size = 12;
    Weight weight = Weight::regular;
    double grey = 0; // 0 is black
    Align align = Align::left;
    double line_height = 1.2; // of the font's own
};

struct Stroke
{
    double width = 0.7;
    double grey = 0;
    bool dashed = false;
};

struct Point
{
    double x = 0;
    double y = 0;
};

struct Rect
{
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
};

// The sheet that is drawn on; the only place that knows cairo and pango. Text is expected printable.
class Canvas
{
public:
    // A3 is drawn on as if it were A4 and comes out enlarged.
    Canvas(const Properties& properties, Orientation orientation, Paper paper = Paper::a4);
    ~Canvas();
    Canvas(const Canvas&) = delete;
    Canvas& operator=(const Canvas&) = delete;

    double width() const;
    double height() const;

    double height_of(const std::string& text, const TextStyle& style, double width);
    double width_of(const std::string& text, const TextStyle& style);
    // The style in a size (at least 6 pt) in which the text stands in one line.
    TextStyle fitted(const std::string& text, TextStyle style, double width);
    // The text broken into lines of that width; together they are the text, spaces and line feeds included.
    std::vector<std::string> lines_of(const std::string& text, const TextStyle& style, double width);

    // Draws text below y and returns its height; lines beyond `max_height` (if above 0) end in "…".
    double write(const std::string& text, const TextStyle& style, Point at, double width,
                 double max_height = 0);

    void line(Point from, Point to, const Stroke& stroke);
    void outline(std::span<const Point> points, const Stroke& stroke);
    void frame(const Rect& rect, double radius, const Stroke& stroke);
    void fill(std::span<const Rect> rects, double grey);

    void begin_tag(const char* name, const std::string& attributes);
    void end_tag(const char* name);

    // Before anything is drawn on it.
    void begin_page();
    // The file. Nothing may be drawn afterwards.
    std::string finish();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

// A structure element of the tagged file ("H1", "P", "Table" …), open as long as the object lives.
class Tag
{
public:
    Tag(Canvas& canvas, const char* name, const std::string& attributes = {}) : m_canvas(canvas), m_name(name)
    {
        m_canvas.begin_tag(m_name, attributes);
    }

    ~Tag() { m_canvas.end_tag(m_name); }

    Tag(const Tag&) = delete;
    Tag& operator=(const Tag&) = delete;

private:
    Canvas& m_canvas;
    const char* m_name;
};

} // namespace dorfnetz::pdf
