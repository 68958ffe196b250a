#include "foundation/pdf/pdf.hpp"

#include "foundation/core/text.hpp"
#include "foundation/pdf/drawing.hpp"
#include "foundation/pdf/fields.hpp"
#include "foundation/pdf/printable.hpp"

#include <algorithm>

namespace dorfnetz::pdf {
namespace {

// DIN 5008:2020 form B, in its own measures from the upper left corner of the sheet.
constexpr double letter_left = 25 * millimetre;
constexpr double letter_right = 20 * millimetre;
constexpr double letter_width = a4_short - letter_left - letter_right;
constexpr double window_width = 80 * millimetre;
constexpr double return_line_bottom = 62.7 * millimetre;
constexpr double window_bottom = 90 * millimetre;
constexpr double details_left = 125 * millimetre;
constexpr double details_top = 50 * millimetre;
constexpr double subject_top = 98.5 * millimetre;
constexpr double fold_marks[] = {105 * millimetre, 210 * millimetre};
constexpr double punch_mark = 148.5 * millimetre;
constexpr double letter_bottom = a4_long - 17 * millimetre;

const TextStyle letter_style{.size = 12, .line_height = 1.15};

void draw_marks(Canvas& canvas)
{
    const Stroke mark{.width = 0.4, .grey = 0.4};
    for (const double y : fold_marks)
        canvas.line({4 * millimetre, y}, {9 * millimetre, y}, mark);
    canvas.line({4 * millimetre, punch_mark}, {12 * millimetre, punch_mark}, mark);
}

void draw_sender(Canvas& canvas, const Properties& properties)
{
    double y = 13 * millimetre;
    {
        const Tag tag(canvas, "P");
        y += canvas.write(printable_line(properties.author, 120), {.size = 15, .weight = Weight::bold},
                          {letter_left, y}, letter_width);
    }
    draw_village_line(canvas, {letter_left, y + village_line_height}, letter_width);
}

void draw_address(Canvas& canvas, const Letter& letter)
{
    {
        const Tag tag(canvas, "P");
        const std::string text = printable_line(letter.return_line, 120);
        const TextStyle small = canvas.fitted(text, {.size = 8, .grey = 0.2}, window_width);
        const double width = std::min(canvas.width_of(text, small), window_width);
        canvas.write(text, small, {letter_left, return_line_bottom - 4 * millimetre}, window_width, 10);
        canvas.line({letter_left, return_line_bottom - 0.5 * millimetre},
                    {letter_left + width, return_line_bottom - 0.5 * millimetre},
                    {.width = 0.4, .grey = 0.4});
    }
    const Tag tag(canvas, "P");
    double y = return_line_bottom + 1.2 * millimetre;
    // Six lines of 12 pt fill the window; more would not be seen through it.
    constexpr std::size_t most_lines = 6;
    for (std::size_t line = 0; line < std::min(letter.recipient.size(), most_lines); ++line) {
        canvas.write(printable_line(letter.recipient[line], 100), {.size = 11.5}, {letter_left, y},
                     window_width, 14);
        y += (window_bottom - return_line_bottom) / most_lines;
    }
}

void draw_details(Canvas& canvas, const Letter& letter)
{
    double y = details_top;
    constexpr std::size_t most_lines = 8;
    for (std::size_t line = 0; line < std::min(letter.details.size(), most_lines); ++line) {
        const Tag tag(canvas, "P");
        canvas.write(printable_line(letter.details[line], 100), {.size = 11}, {details_left, y},
                     a4_short - letter_right - details_left, 14);
        y += 5 * millimetre;
    }
}

std::vector<Block> body_blocks(Canvas& canvas, const Letter& letter)
{
    std::vector<Block> blocks;
    const TextStyle subject_style{.size = 14, .weight = Weight::bold};
    for (Block& block :
         paragraph_blocks(canvas, printable_line(letter.subject, 300), subject_style, letter_width, 0)) {
        block.bond = Bond::field;
        blocks.push_back(std::move(block));
    }
    double space = 5 * millimetre;
    for (const std::string& text : letter.paragraphs) {
        for (Block& block : paragraph_blocks(canvas, text, letter_style, letter_width, space))
            blocks.push_back(std::move(block));
        space = 3 * millimetre;
    }
    // The closing never stands alone on a page; between it and the name is room for a signature.
    if (!blocks.empty())
        blocks.back().bond = Bond::field;
    for (const auto& [text, before] : {std::pair(&letter.closing, 5.0), std::pair(&letter.signatory, 13.0)})
        if (!text->empty())
            for (Block& block : paragraph_blocks(canvas, printable_line(*text, 200), letter_style,
                                                 letter_width, before * millimetre)) {
                block.bond = Bond::field;
                blocks.push_back(std::move(block));
            }
    if (!blocks.empty())
        blocks.back().bond = Bond::none;
    return blocks;
}

Result<Done> draw_letter(Canvas& canvas, const Properties& properties, const Letter& letter)
{
    std::vector<Block> blocks = body_blocks(canvas, letter);
    const PageArea area{.first_top = subject_top, .top = 25 * millimetre, .bottom = letter_bottom};
    Flow pages = flow(blocks, area);
    if (letter.slip) {
        blocks.push_back(slip_block(canvas, *letter.slip, letter_width));
        const Block& slip = blocks.back();
        if (slip.height > area.bottom - area.top)
            return Error{Err::too_large, "Der Antwortabschnitt passt nicht auf eine Seite."_de};
        if (pages.end + 4 * millimetre + slip.height > area.bottom)
            pages.pages.emplace_back();
        pages.pages.back().push_back({.block = blocks.size() - 1, .y = area.bottom - slip.height});
    }
    for (std::size_t page = 0; page < pages.pages.size(); ++page) {
        canvas.begin_page();
        draw_marks(canvas);
        if (page == 0) {
            draw_sender(canvas, properties);
            draw_address(canvas, letter);
            draw_details(canvas, letter);
        }
        for (const Placed& placed : pages.pages[page])
            blocks[placed.block].draw(canvas, {letter_left, placed.y});
        const std::string number = pages.pages.size() == 1
                                       ? std::string()
                                       : fill(printable_line(properties.page_text, 60),
                                              {std::to_string(page + 1), std::to_string(pages.pages.size())});
        draw_foot(canvas, printable_line(letter.footer, 300), number, letter_left);
    }
    return Done{};
}

} // namespace

Result<std::string> render_letters(const Properties& properties, std::span<const Letter> letters)
{
    if (letters.empty())
        return Error{Err::invalid, "Es gibt keinen Brief zu drucken."_de};
    if (letters.size() > max_letters)
        return Error{Err::too_large, "Es sind mehr als {1} Briefe."_de, {std::to_string(max_letters)}};
    for (const Letter& letter : letters)
        if (letter.slip && count_fields(letter.slip->sections) > max_form_fields)
            return Error{Err::too_large, "Der Antwortabschnitt hat zu viele Felder."_de};
    Canvas canvas(properties, Orientation::portrait);
    for (const Letter& letter : letters)
        TRY(draw_letter(canvas, properties, letter));
    return canvas.finish();
}

} // namespace dorfnetz::pdf
