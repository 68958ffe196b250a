#include "foundation/pdf/writing_fields.hpp"

#include "foundation/core/text.hpp"
#include "foundation/pdf/printable.hpp"

#include <glib.h>

#include <algorithm>

namespace dorfnetz::pdf {
namespace {

constexpr double line_pitch = 8.2 * millimetre; // room for a large hand
constexpr double padding = 2.4 * millimetre;
constexpr double gutter = 5 * millimetre;
constexpr double label_gap = 0.6 * millimetre;
constexpr double largest_box = 7.4 * millimetre;
const TextStyle label_style{.size = 12, .weight = Weight::bold, .line_height = 1.1};
const TextStyle help_style{.size = 12, .grey = 0.25, .line_height = 1.1};
const TextStyle value_style{.size = 13};
const Stroke frame_stroke{.width = 0.9, .grey = 0.25};

// One field of a row, measured.
struct Cell
{
    Label label = {};
    double x = 0;
    double width = 0;
    double label_height = 0;
    double body_height = 0;
    std::function<void(Canvas&, Point, double)> draw_body = {};
};

int sixths(Width width)
{
    switch (width) {
    case Width::third:
        return 2;
    case Width::half:
        return 3;
    case Width::two_thirds:
        return 4;
    case Width::sixth:
        return 1;
    case Width::full:
        break;
    }
    return 6;
}

int sixths_of(const Field& field)
{
    if (const auto* line = std::get_if<TextLine>(&field))
        return sixths(line->width);
    if (const auto* boxes = std::get_if<Boxes>(&field))
        return sixths(boxes->width);
    return 0;
}

void measure(Cell& cell, Canvas& canvas, const TextLine& field)
{
    cell.label = make_label(field.label, field.help);
    std::vector<std::string> values;
    const std::string value = printable(field.value, 2'000);
    if (!value.empty())
        values = canvas.lines_of(value, value_style, cell.width - 2 * padding);
    for (std::string& line : values)
        line = trim(line);
    // What was typed is printed whole: the frame grows with it up to a page.
    const std::size_t lines = std::clamp<std::size_t>(
        std::max(static_cast<std::size_t>(std::clamp(field.lines, 1, 20)), values.size()), 1, 20);
    if (values.size() > lines) {
        values.resize(lines);
        values.back() += "…";
    }
    cell.body_height = line_pitch * static_cast<double>(lines);
    cell.draw_body = [values, lines](Canvas& canvas_now, Point at, double width) {
        const double height = line_pitch * static_cast<double>(lines);
        canvas_now.frame({.x = at.x, .y = at.y, .width = width, .height = height}, 1.2 * millimetre,
                         frame_stroke);
        for (std::size_t line = 1; line < lines; ++line) {
            const double y = at.y + line_pitch * static_cast<double>(line);
            canvas_now.line({at.x + padding, y}, {at.x + width - padding, y}, {.width = 0.5, .grey = 0.65});
        }
        for (std::size_t line = 0; line < values.size(); ++line) {
            const Tag tag(canvas_now, "P");
            canvas_now.write(values[line], value_style,
                             {at.x + padding, at.y + line_pitch * static_cast<double>(line) + 5},
                             width - 2 * padding + 4, 20);
        }
    };
}

// A place of a pattern: a box with what stands in it, or a character printed between boxes.
struct Box
{
    std::string hint = {};
    std::string value = {};
    std::string printed = {};
};

std::vector<std::string> characters_of(const std::string& text)
{
    std::vector<std::string> characters;
    for (const char* at = text.c_str(); *at != '\0';) {
        const char* next = g_utf8_next_char(at);
        characters.emplace_back(at, next);
        at = next;
    }
    return characters;
}

bool is_letter_or_digit(const std::string& character)
{
    return g_unichar_isalnum(g_utf8_get_char(character.c_str())) != FALSE;
}

// The pattern with the typed characters in order; what the pattern prints itself is skipped.
std::vector<Box> boxes_of(const Boxes& field)
{
    std::vector<std::string> typed;
    for (const std::string& character : characters_of(printable_line(field.value, 60)))
        if (is_letter_or_digit(character) ||
            (character != " " && field.pattern.find(character) == std::string::npos))
            typed.push_back(character);
    std::vector<Box> boxes;
    std::size_t next = 0;
    for (const std::string& character : characters_of(printable(field.pattern, 40)))
        if (character == "_" || is_letter_or_digit(character))
            boxes.push_back({.hint = character == "_" ? "" : character,
                             .value = next < typed.size() ? typed[next++] : ""});
        else
            boxes.push_back({.printed = character});
    return boxes;
}

void draw_box(Canvas& canvas, const Box& box, Point at, double size)
{
    canvas.frame({.x = at.x, .y = at.y, .width = size, .height = line_pitch}, 0.8 * millimetre, frame_stroke);
    // An empty box shows what belongs there, pale enough to write over.
    const TextStyle style = box.value.empty() ? TextStyle{.size = 10, .grey = 0.62, .align = Align::center}
                                              : TextStyle{.size = 13, .align = Align::center};
    canvas.write(box.value.empty() ? box.hint : box.value, style, {at.x, at.y + (box.value.empty() ? 8 : 5)},
                 size, 20);
}

void measure(Cell& cell, const Boxes& field)
{
    constexpr double printed_share = 0.5;
    cell.label = make_label(field.label, field.help);
    cell.body_height = line_pitch;
    cell.draw_body = [boxes = boxes_of(field)](Canvas& canvas, Point at, double width) {
        double shares = 0;
        for (const Box& box : boxes)
            shares += box.printed.empty() ? 1.0 : printed_share;
        const double size = std::min(largest_box, width / std::max(shares, 1.0));
        const Tag tag(canvas, "P");
        for (const Box& box : boxes)
            if (box.printed.empty()) {
                draw_box(canvas, box, at, size * 0.94);
                at.x += size;
            } else {
                canvas.write(box.printed, {.size = 13, .align = Align::center}, {at.x, at.y + 8},
                             size * printed_share, 18);
                at.x += size * printed_share;
            }
    };
}

void draw_row(Canvas& canvas, const std::vector<Cell>& cells, Point at, double label_room)
{
    for (const Cell& cell : cells) {
        // Frames of a row stand on one line, whatever the height of their labels.
        const double y = at.y + label_room - cell.label_height;
        draw_label(canvas, cell.label, {at.x + cell.x, y}, cell.width);
        cell.draw_body(canvas, {at.x + cell.x, at.y + label_room}, cell.width);
    }
}

} // namespace

Label make_label(const std::string& text, const std::string& help)
{
    return {.text = printable_line(text, 300), .help = printable(help, 600)};
}

double label_height(Canvas& canvas, const Label& label, double width)
{
    const double height =
        canvas.height_of(label.text, label_style, width) + canvas.height_of(label.help, help_style, width);
    return height > 0 ? height + label_gap : 0;
}

void draw_label(Canvas& canvas, const Label& label, Point at, double width)
{
    const Tag tag(canvas, "P");
    at.y += canvas.write(label.text, label_style, at, width);
    canvas.write(label.help, help_style, at, width);
}

std::size_t add_writing_row(std::vector<Block>& blocks, Canvas& canvas, std::span<const Field> fields,
                            double width, double space_before)
{
    std::vector<Cell> cells;
    int used = 0;
    double label_room = 0;
    double body = 0;
    for (const Field& field : fields) {
        const int wanted = sixths_of(field);
        if (wanted == 0 || used + wanted > 6)
            break;
        Cell cell{.x = (width + gutter) * used / 6, .width = (width + gutter) * wanted / 6 - gutter};
        if (const auto* line = std::get_if<TextLine>(&field))
            measure(cell, canvas, *line);
        else
            measure(cell, std::get<Boxes>(field));
        cell.label_height = label_height(canvas, cell.label, cell.width);
        label_room = std::max(label_room, cell.label_height);
        body = std::max(body, cell.body_height);
        used += wanted;
        cells.push_back(std::move(cell));
    }
    if (cells.empty())
        return 0;
    const std::size_t taken = cells.size();
    blocks.push_back({.space_before = space_before,
                      .height = label_room + body,
                      .draw = [cells = std::move(cells), label_room](Canvas& on, Point at) {
                          draw_row(on, cells, at, label_room);
                      }});
    return taken;
}

} // namespace dorfnetz::pdf
