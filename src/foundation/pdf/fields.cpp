#include "foundation/pdf/fields.hpp"

#include "foundation/pdf/drawing.hpp"
#include "foundation/pdf/printable.hpp"
#include "foundation/pdf/writing_fields.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace dorfnetz::pdf {
namespace {

constexpr double field_gap = 2.2 * millimetre;
constexpr int most_columns = 6;
constexpr double box_size = 4.8 * millimetre;
constexpr double box_gap = 2.4 * millimetre;
constexpr double choice_pitch = 6 * millimetre;
const TextStyle heading_style{.size = 15, .weight = Weight::bold};
const TextStyle choice_style{.size = 12, .line_height = 1.1};

// Label and help as one block that clings to what it labels. Returns the space that what follows needs.
double add_label(std::vector<Block>& blocks, Canvas& canvas, const Label& label, double width)
{
    const double height = label_height(canvas, label, width);
    if (height <= 0)
        return field_gap;
    blocks.push_back({.space_before = field_gap,
                      .height = height,
                      .bond = Bond::field,
                      .draw = [label, width](Canvas& on, Point at) { draw_label(on, label, at, width); }});
    return 0;
}

// Choices in rows of columns; one with a long text takes several columns rather than two lines.
struct ChoiceRows
{
    struct Item
    {
        Choice choice = {};
        double x = 0;
        double text_width = 0;
    };

    std::vector<std::vector<Item>> rows = {};
};

ChoiceRows arrange_choices(Canvas& canvas, const CheckBoxes& field, int columns, double width)
{
    constexpr double beside_text = box_size + box_gap + 2 * millimetre;
    const double column_width = width / columns;
    ChoiceRows arranged;
    int used = columns;
    for (const Choice& choice : field.choices) {
        std::string text = printable_line(choice.text, 600);
        const double needed = canvas.width_of(text, choice_style) + beside_text;
        const int span = std::clamp(static_cast<int>(std::ceil(needed / column_width)), 1, columns);
        if (used + span > columns) {
            arranged.rows.emplace_back();
            used = 0;
        }
        arranged.rows.back().push_back({.choice = {.text = std::move(text), .checked = choice.checked},
                                        .x = used * column_width,
                                        .text_width = span * column_width - beside_text});
        used += span;
    }
    return arranged;
}

// With as few columns as it takes for the fewest rows.
ChoiceRows arrange_choices(Canvas& canvas, const CheckBoxes& field, double width)
{
    if (field.columns > 0)
        return arrange_choices(canvas, field, std::min(field.columns, most_columns), width);
    auto best = arrange_choices(canvas, field, 1, width);
    for (int columns = 2; columns <= most_columns; ++columns)
        if (auto arranged = arrange_choices(canvas, field, columns, width);
            arranged.rows.size() < best.rows.size())
            best = std::move(arranged);
    return best;
}

void add_choices(std::vector<Block>& blocks, Canvas& canvas, const CheckBoxes& field, double width)
{
    double space = add_label(blocks, canvas, make_label(field.label, field.help), width);
    const ChoiceRows arranged = arrange_choices(canvas, field, width);
    for (const auto& row : arranged.rows) {
        double height = choice_pitch;
        for (const auto& item : row)
            height = std::max(height, canvas.height_of(item.choice.text, choice_style, item.text_width) + 1);
        height = std::min(height, 200 * millimetre);
        const auto draw = [row, height](Canvas& on, Point at) {
            for (const auto& item : row) {
                draw_check_box(on, {at.x + item.x, at.y + 1.5}, box_size, item.choice.checked);
                const Tag tag(on, "P");
                on.write(item.choice.text, choice_style, {at.x + item.x + box_size + box_gap, at.y + 1},
                         item.text_width, height);
            }
        };
        blocks.push_back({.space_before = std::exchange(space, 0),
                          .height = height,
                          .bond = &row == &arranged.rows.back() ? Bond::none : Bond::field,
                          .draw = draw});
    }
}

struct GridRow
{
    std::string name = {};
    std::vector<std::string> texts = {}; // of the heading row
    std::vector<bool> checked = {};      // of the others
    double height = 0;
};

struct Grid
{
    double name_width = 0;
    double column_width = 0;
    std::vector<GridRow> rows = {}; // the first is the heading row
};

void draw_grid(Canvas& canvas, const Grid& grid, Point at)
{
    const TextStyle centered{.size = 12, .weight = Weight::bold, .align = Align::center};
    const Tag table(canvas, "Table");
    for (const GridRow& row : grid.rows) {
        const Tag line(canvas, "TR");
        {
            const Tag name(canvas, "TH");
            canvas.write(row.name, choice_style, {at.x, at.y + 4}, grid.name_width, row.height);
        }
        double x = at.x + grid.name_width;
        for (const std::string& text : row.texts) {
            const Tag cell(canvas, "TH");
            canvas.write(text, centered, {x, at.y}, grid.column_width, row.height);
            x += grid.column_width;
        }
        for (const bool checked : row.checked) {
            const Tag cell(canvas, "TD");
            draw_check_box(canvas, {x + (grid.column_width - box_size) / 2, at.y + 4}, box_size, checked);
            x += grid.column_width;
        }
        at.y += row.height;
        canvas.line({at.x, at.y}, {x, at.y}, {.width = 0.5, .grey = 0.6});
    }
}

GridRow grid_row(Canvas& canvas, const CheckGrid& field, std::size_t index, std::size_t columns,
                 double name_width)
{
    GridRow row{.name = printable_line(field.rows[index], 120), .checked = std::vector<bool>(columns, false)};
    for (const auto& [checked_row, checked_column] : field.checked)
        if (checked_row == index && checked_column < columns)
            row.checked[checked_column] = true;
    const double height = canvas.height_of(row.name, choice_style, name_width) + 4;
    row.height = std::clamp(height, 7.2 * millimetre, 40 * millimetre);
    return row;
}

// A grid too high for a page goes on in a further one with the same heading row.
void add_grid(std::vector<Block>& blocks, Canvas& canvas, const CheckGrid& field, double width)
{
    constexpr double highest = 160 * millimetre;
    double space = add_label(blocks, canvas, make_label(field.label, field.help), width);
    const std::size_t columns = std::min<std::size_t>(field.columns.size(), 12);
    if (columns == 0)
        return;
    const double name_share = columns > 4 ? 0.2 : 0.28;
    Grid grid{.name_width = width * name_share,
              .column_width = width * (1 - name_share) / static_cast<double>(columns)};
    const TextStyle bold{.size = 12, .weight = Weight::bold};
    GridRow head{.height = 7 * millimetre};
    for (std::size_t column = 0; column < columns; ++column) {
        head.texts.push_back(printable_line(field.columns[column], 40));
        head.height = std::max(head.height, canvas.height_of(head.texts.back(), bold, grid.column_width) + 4);
    }
    head.height = std::min(head.height, 40 * millimetre);
    for (std::size_t index = 0; index < field.rows.size();) {
        grid.rows = {head};
        double height = head.height;
        for (; index < field.rows.size() && height < highest; ++index) {
            grid.rows.push_back(grid_row(canvas, field, index, columns, grid.name_width));
            height += grid.rows.back().height;
        }
        blocks.push_back({.space_before = std::exchange(space, field_gap),
                          .height = height,
                          .draw = [grid](Canvas& on, Point at) { draw_grid(on, grid, at); }});
    }
}

void add_signature(std::vector<Block>& blocks, const Signature& field, double width)
{
    if (!blocks.empty())
        blocks.back().bond = Bond::field;
    const std::array<std::string, 3> labels{printable_line(field.place, 60), printable_line(field.date, 60),
                                            printable_line(field.signature, 60)};
    constexpr double room = 11 * millimetre;
    blocks.push_back({.height = room + 20, .draw = [labels, width](Canvas& on, Point at) {
                          constexpr std::array shares{0.30, 0.20, 0.50};
                          constexpr double gap = 6 * millimetre;
                          for (std::size_t i = 0; i < labels.size(); ++i) {
                              const double share = (width - 2 * gap) * shares[i];
                              on.line({at.x, at.y + room}, {at.x + share, at.y + room}, {.width = 0.9});
                              const Tag tag(on, "P");
                              on.write(labels[i], {.size = 12}, {at.x, at.y + room + 2}, share, 16);
                              at.x += share + gap;
                          }
                      }});
}

void add_heading(std::vector<Block>& blocks, Canvas& canvas, const std::string& heading, double width)
{
    const std::string text = printable_line(heading, 200);
    if (text.empty())
        return;
    const double height = canvas.height_of(text, heading_style, width);
    blocks.push_back({.space_before = 4 * millimetre,
                      .height = height + 1.8 * millimetre,
                      .bond = Bond::field,
                      .draw = [text, width, height](Canvas& on, Point at) {
                          const Tag tag(on, "H2");
                          on.write(text, heading_style, at, width);
                          const double y = at.y + height + 0.8 * millimetre;
                          on.line({at.x, y}, {at.x + width, y}, {.width = 1.1});
                      }});
}

void add_field(std::vector<Block>& blocks, Canvas& canvas, const Field& field, double width)
{
    if (const auto* choices = std::get_if<CheckBoxes>(&field)) {
        add_choices(blocks, canvas, *choices, width);
    } else if (const auto* grid = std::get_if<CheckGrid>(&field)) {
        add_grid(blocks, canvas, *grid, width);
    } else if (const auto* paragraph = std::get_if<Paragraph>(&field)) {
        for (Block& block :
             paragraph_blocks(canvas, paragraph->text, {.size = 12, .line_height = 1.05}, width, field_gap))
            blocks.push_back(std::move(block));
    } else if (const auto* signature = std::get_if<Signature>(&field)) {
        add_signature(blocks, *signature, width);
    }
}

// The first field of a section stands close to its heading.
std::vector<Block> blocks_of(Canvas& canvas, const Section& section, double width)
{
    std::vector<Block> blocks;
    add_heading(blocks, canvas, section.heading, width);
    for (std::size_t at = 0; at < section.fields.size();) {
        const std::size_t before = blocks.size();
        if (const std::size_t taken =
                add_writing_row(blocks, canvas, std::span(section.fields).subspan(at), width, field_gap))
            at += taken;
        else
            add_field(blocks, canvas, section.fields[at++], width);
        if (before == 1 && blocks.size() > 1)
            blocks[1].space_before = 1.6 * millimetre;
    }
    if (section.may_break == Break::nowhere)
        for (Block& block : blocks)
            block.bond = std::max(block.bond, Bond::section);
    if (!blocks.empty())
        blocks.back().bond = Bond::none;
    return blocks;
}

} // namespace

std::size_t count_fields(const std::vector<Section>& sections)
{
    std::size_t count = 0;
    for (const Section& section : sections)
        for (const Field& field : section.fields) {
            ++count;
            if (const auto* choices = std::get_if<CheckBoxes>(&field))
                count += choices->choices.size();
            if (const auto* grid = std::get_if<CheckGrid>(&field))
                count += grid->rows.size();
        }
    return count + sections.size();
}

std::vector<Block> section_blocks(Canvas& canvas, const std::vector<Section>& sections, double width)
{
    std::vector<Block> all;
    for (const Section& section : sections)
        for (Block& block : blocks_of(canvas, section, width))
            all.push_back(std::move(block));
    return all;
}

std::vector<Block> paragraph_blocks(Canvas& canvas, const std::string& text, const TextStyle& style,
                                    double width, double space_before)
{
    constexpr std::size_t lines_together = 3;
    const std::vector<std::string> lines = canvas.lines_of(printable(text, 20'000), style, width);
    std::vector<Block> blocks;
    for (std::size_t first = 0; first < lines.size();) {
        // A short rest stays with the lines before it, so that no page begins with a single line.
        const std::size_t left = lines.size() - first;
        const std::size_t count = left < 2 * lines_together ? left : lines_together;
        std::string piece;
        for (std::size_t i = first; i < first + count; ++i)
            piece += lines[i];
        if (piece.ends_with('\n'))
            piece.pop_back();
        // Pango puts the line spacing between lines of one piece only; the fonts' own height is 1.2 of the
        // size.
        const double leading = style.size * 1.2 * (style.line_height - 1);
        blocks.push_back({.space_before = first == 0 ? space_before : leading,
                          .height = canvas.height_of(piece, style, width),
                          .draw = [piece, style, width](Canvas& on, Point at) {
                              const Tag tag(on, "P");
                              on.write(piece, style, at, width);
                          }});
        first += count;
    }
    return blocks;
}

Block slip_block(Canvas& canvas, const Slip& slip, double width)
{
    constexpr double head = 8 * millimetre;
    constexpr double code_size = 26 * millimetre;
    const double text_width = width - code_size - 4 * millimetre;
    const TextStyle title_style{.size = 14, .weight = Weight::bold};
    const std::string title = printable_line(slip.title, 200);
    const std::string number = printable_line(slip.number, 24);
    const std::string cut = printable_line(slip.cut_text, 120);
    // Beside the code the text is narrower; the slip is small, so all of it keeps that measure.
    const std::vector<Block> blocks = section_blocks(canvas, slip.sections, text_width);
    const double title_height = canvas.height_of(title, title_style, text_width) + 2 * millimetre;
    const double height = head + std::max(title_height + height_of(blocks),
                                          printable_url(slip.url).empty() ? 0 : code_size + 8 * millimetre);
    return {
        .space_before = 6 * millimetre, .height = height, .draw = [=, url = slip.url](Canvas& on, Point at) {
            draw_cut_line(on, at.y, cut);
            at.y += head;
            const Point right{at.x + text_width + 4 * millimetre, at.y};
            {
                const Tag tag(on, "H2");
                on.write(title, title_style, at, text_width);
            }
            const bool drawn = draw_qr(on, url, {right.x, right.y - 3 * millimetre}, code_size);
            {
                const Tag tag(on, "P");
                on.write(number,
                         on.fitted(number, {.size = 14, .weight = Weight::bold, .align = Align::center},
                                   code_size),
                         {right.x, right.y + (drawn ? code_size - 3 * millimetre : 0)}, code_size, 40);
            }
            double y = at.y + title_height;
            for (const Block& block : blocks) {
                y += &block == blocks.data() ? 0 : block.space_before;
                block.draw(on, {at.x, y});
                y += block.height;
            }
        }};
}

} // namespace dorfnetz::pdf
