#include "foundation/pdf/pdf.hpp"

#include "foundation/core/text.hpp"
#include "foundation/pdf/drawing.hpp"
#include "foundation/pdf/fields.hpp"
#include "foundation/pdf/printable.hpp"

#include <algorithm>

namespace dorfnetz::pdf {
namespace {

constexpr double form_margin = 19 * millimetre;
constexpr double form_top = 12 * millimetre;
constexpr double form_width = a4_short - 2 * form_margin;
const TextStyle number_style{.size = 19, .weight = Weight::bold, .align = Align::center};
constexpr double code_size = 34 * millimetre;
constexpr double code_column = 44 * millimetre;

struct Head
{
    std::string author = {};
    std::string title = {};
    std::string subtitle = {};
    std::string url_text = {};
    std::string number_label = {};
    std::string number = {};
    std::string url = {};
};

Head head_of(const FormDocument& form)
{
    return {.author = printable_line(form.properties.author, 120),
            .title = printable_line(form.properties.title, 160),
            .subtitle = printable(form.subtitle, 600),
            .url_text = printable(form.url_text, 300),
            .number_label = printable_line(form.number_label, 40),
            .number = printable_line(form.form_number, 24),
            .url = printable_url(form.url)};
}

// Draws the head of the first page, measuring as it goes, and returns its lower edge.
double draw_head(Canvas& canvas, const Head& head)
{
    const bool has_code = !head.url.empty();
    const bool has_column = has_code || !head.number.empty();
    const double text_width = form_width - (has_column ? code_column + 4 * millimetre : 0);
    double y = form_top;
    {
        const Tag tag(canvas, "P");
        y += canvas.write(head.author, {.size = 12, .weight = Weight::bold, .grey = 0.25}, {form_margin, y},
                          text_width);
    }
    y += village_line_height + 1 * millimetre;
    draw_village_line(canvas, {form_margin, y}, text_width);
    y += 3 * millimetre;
    {
        const Tag tag(canvas, "H1");
        y += canvas.write(head.title, {.size = 26, .weight = Weight::bold, .line_height = 1.05},
                          {form_margin, y}, text_width);
    }
    const TextStyle body{.size = 13, .line_height = 1.15};
    for (const std::string& text : {head.subtitle, head.url_text}) {
        const Tag tag(canvas, "P");
        y += 1.5 * millimetre;
        y += canvas.write(text, body, {form_margin, y}, text_width);
    }
    const double column = form_margin + form_width - code_column;
    double column_y = form_top - 2 * millimetre;
    if (has_code)
        draw_qr(canvas, head.url, {column + (code_column - code_size) / 2, column_y}, code_size);
    column_y += has_code ? code_size : 2 * millimetre;
    if (!head.number.empty()) {
        const Tag tag(canvas, "P");
        column_y += canvas.write(head.number_label, {.size = 12, .grey = 0.25, .align = Align::center},
                                 {column, column_y}, code_column);
        column_y += canvas.write(head.number, canvas.fitted(head.number, number_style, code_column),
                                 {column, column_y}, code_column, 40);
    }
    return std::max(y, column_y) + 3.5 * millimetre;
}

void draw_running_head(Canvas& canvas, const Head& head)
{
    const TextStyle left{.size = 11, .grey = 0.25};
    const TextStyle right{.size = 13, .weight = Weight::bold, .align = Align::right};
    const double half = form_width / 2;
    canvas.write(head.title, left, {form_margin, form_top}, half, 14);
    canvas.write(head.number, right, {form_margin + half, form_top - 1.5}, half, 16);
    const double y = form_top + 6 * millimetre;
    canvas.line({form_margin, y}, {form_margin + form_width, y}, {.width = 0.6, .grey = 0.4});
}

} // namespace

Result<std::string> render_form(const FormDocument& form)
{
    if (count_fields(form.sections) + (form.slip ? count_fields(form.slip->sections) : 0) > max_form_fields)
        return Error{Err::too_large, "Das Formular hat zu viele Felder."_de};
    Canvas canvas(form.properties, Orientation::portrait);
    const Head head = head_of(form);
    std::vector<Block> blocks = section_blocks(canvas, form.sections, form_width);
    PageArea area{.top = form_top + 10 * millimetre, .bottom = canvas.height() - 15 * millimetre};
    canvas.begin_page();
    area.first_top = draw_head(canvas, head);
    Flow pages = flow(blocks, area);
    if (form.slip) {
        blocks.push_back(slip_block(canvas, *form.slip, form_width));
        const Block& slip = blocks.back();
        if (slip.height > area.bottom - area.top)
            return Error{Err::too_large, "Der Antwortabschnitt passt nicht auf eine Seite."_de};
        if (pages.end + slip.space_before + slip.height > area.bottom)
            pages.pages.emplace_back();
        // At the foot of the sheet, where it is easily cut off.
        pages.pages.back().push_back({.block = blocks.size() - 1, .y = area.bottom - slip.height});
    }
    const std::string total = std::to_string(pages.pages.size());
    for (std::size_t page = 0; page < pages.pages.size(); ++page) {
        if (page > 0) {
            canvas.begin_page();
            draw_running_head(canvas, head);
        }
        for (const Placed& placed : pages.pages[page])
            blocks[placed.block].draw(canvas, {form_margin, placed.y});
        const std::string number =
            fill(printable_line(form.properties.page_text, 60), {std::to_string(page + 1), total});
        draw_foot(canvas, printable_line(form.footer, 300),
                  head.number.empty() ? number : head.number + "  ·  " + number, form_margin);
    }
    return canvas.finish();
}

} // namespace dorfnetz::pdf
