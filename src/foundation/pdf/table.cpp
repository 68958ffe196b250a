#include "foundation/pdf/pdf.hpp"

#include "foundation/core/text.hpp"
#include "foundation/pdf/drawing.hpp"
#include "foundation/pdf/printable.hpp"

#include <algorithm>
#include <cmath>

namespace dorfnetz::pdf {
namespace {

constexpr double table_margin = 15 * millimetre;
constexpr double table_top = 13 * millimetre;
constexpr double cell_padding = 1.6 * millimetre;
constexpr std::size_t cell_characters = 1'000;
const TextStyle cell_style{.size = 10.5, .line_height = 1.1};
const TextStyle column_style{.size = 10.5, .weight = Weight::bold, .line_height = 1.1};
const TextStyle group_style{.size = 12.5, .weight = Weight::bold, .line_height = 1.1};
constexpr double above_heading = 3 * millimetre;
constexpr double tick_size = 5 * millimetre;

struct Row
{
    std::vector<std::string> cells = {};
    double height = 0;
};

// Page and row numbers from 0; the rows of a page are [first, last).
struct TablePage
{
    std::size_t first = 0;
    std::size_t last = 0;
    double top = 0; // of the heading row
};

std::vector<double> column_widths(const std::vector<Column>& columns, double content)
{
    std::vector<double> widths;
    double sum = 0;
    for (const Column& column : columns) {
        const double wanted = std::isfinite(column.width) ? std::clamp(column.width, 0.1, 100.0) : 1;
        widths.push_back(wanted);
        sum += wanted;
    }
    for (double& width : widths)
        width *= content / sum;
    return widths;
}

class TablePrint
{
public:
    explicit TablePrint(const TableDocument& table)
        : m_table(table),
          m_canvas(table.properties, table.orientation),
          m_content(m_canvas.width() - 2 * table_margin),
          m_widths(column_widths(table.columns, m_content)),
          m_title(printable_line(table.properties.title, 160))
    {
        for (const Column& column : table.columns)
            m_head.cells.push_back(printable_line(column.title, 120));
        m_head.height = measured(m_head.cells, column_style, 50 * millimetre);
    }

    std::string print()
    {
        m_canvas.begin_page();
        const double first_top = draw_title();
        const std::vector<TablePage> pages = paginate(first_top);
        for (std::size_t page = 0; page < pages.size(); ++page) {
            if (page > 0) {
                m_canvas.begin_page();
                draw_running_title();
            }
            draw_rows(pages[page]);
            const std::string numbers = fill(printable_line(m_table.properties.page_text, 60),
                                             {std::to_string(page + 1), std::to_string(pages.size())});
            draw_foot(m_canvas, printable_line(m_table.footer, 300), numbers, table_margin);
        }
        return m_canvas.finish();
    }

private:
    double bottom() const { return m_canvas.height() - 18 * millimetre; }

    TextStyle styled(std::size_t column, TextStyle style) const
    {
        style.align = m_table.columns[column].align;
        return style;
    }

    double measured(const std::vector<std::string>& cells, const TextStyle& style, double highest)
    {
        double height = m_canvas.height_of("X", style, 0);
        for (std::size_t column = 0; column < cells.size(); ++column)
            height = std::max(height,
                              m_canvas.height_of(cells[column], style, m_widths[column] - 2 * cell_padding));
        return std::min(height, highest) + 2 * cell_padding;
    }

    double draw_title()
    {
        double y = table_top;
        const TextStyle pale{.size = 11, .grey = 0.25};
        {
            const Tag tag(m_canvas, "P");
            y += m_canvas.write(printable_line(m_table.properties.author, 120), pale, {table_margin, y},
                                m_content);
        }
        {
            const Tag tag(m_canvas, "H1");
            y += m_canvas.write(m_title, {.size = 22, .weight = Weight::bold, .line_height = 1.05},
                                {table_margin, y}, m_content);
        }
        const std::string subtitle = printable(m_table.subtitle, 600);
        const Tag tag(m_canvas, "P");
        y += m_canvas.write(subtitle, {.size = 12, .line_height = 1.1}, {table_margin, y + 2}, m_content);
        return y + 5 * millimetre;
    }

    void draw_running_title()
    {
        m_canvas.write(m_title, {.size = 11, .grey = 0.25}, {table_margin, table_top}, m_content, 14);
    }

    std::vector<TablePage> paginate(double first_top)
    {
        const double top = table_top + 8 * millimetre;
        std::vector<TablePage> pages{{.top = first_top}};
        double y = first_top + m_head.height;
        m_heights.reserve(m_table.rows.size());
        // Not higher than what a page can hold: a row is never cut in two.
        for (std::size_t row = 0; row < m_table.rows.size(); ++row)
            m_heights.push_back(height_of_row(row, bottom() - top - m_head.height - 10 * millimetre));
        for (std::size_t row = 0; row < m_table.rows.size(); ++row) {
            const double height = m_heights[row];
            const double below = is_heading(row) && row + 1 < m_table.rows.size() ? m_heights[row + 1] : 0;
            if (y + height + below > bottom() &&
                (pages.back().last > pages.back().first || pages.size() == 1)) {
                pages.push_back({.first = row, .last = row, .top = top});
                y = top + m_head.height;
            }
            y += height;
            pages.back().last = row + 1;
        }
        return pages;
    }

    bool is_heading(std::size_t row) const
    {
        return std::binary_search(m_table.headings.begin(), m_table.headings.end(), row);
    }

    double height_of_row(std::size_t row, double highest)
    {
        if (is_heading(row))
            return m_canvas.height_of(heading_of(row), group_style, m_content - 2 * cell_padding) +
                   2 * cell_padding + above_heading;
        return std::max(measured(cells_of(row), cell_style, highest), std::min(m_table.row_height, highest));
    }

    std::string heading_of(std::size_t row) const
    {
        return m_table.rows[row].empty() ? std::string() : printable_line(m_table.rows[row].front(), 200);
    }

    std::vector<std::string> cells_of(std::size_t row) const
    {
        std::vector<std::string> cells;
        for (std::size_t column = 0; column < m_widths.size(); ++column)
            cells.push_back(column < m_table.rows[row].size() && !m_table.columns[column].has_boxes
                                ? printable(trim(m_table.rows[row][column]), cell_characters)
                                : std::string());
        return cells;
    }

    void draw_cells(const std::vector<std::string>& cells, const TextStyle& style, const char* tag, double y,
                    double height)
    {
        const Tag line(m_canvas, "TR");
        double x = table_margin;
        for (std::size_t column = 0; column < cells.size(); ++column) {
            const Tag cell(m_canvas, tag);
            m_canvas.write(cells[column], styled(column, style), {x + cell_padding, y + cell_padding},
                           m_widths[column] - 2 * cell_padding, height - 2 * cell_padding + 1);
            x += m_widths[column];
        }
    }

    void draw_heading(std::size_t row, double y)
    {
        const Tag line(m_canvas, "TR");
        const Tag cell(m_canvas, "TH");
        m_canvas.write(heading_of(row), group_style,
                       {table_margin + cell_padding, y + cell_padding + above_heading},
                       m_content - 2 * cell_padding);
    }

    void draw_boxes(double y, double height)
    {
        double x = table_margin;
        for (std::size_t column = 0; column < m_widths.size(); ++column) {
            if (m_table.columns[column].has_boxes)
                draw_check_box(m_canvas, {x + cell_padding, y + (height - tick_size) / 2}, tick_size, false);
            x += m_widths[column];
        }
    }

    void draw_stripes(const TablePage& page)
    {
        std::vector<Rect> stripes;
        double y = page.top + m_head.height;
        for (std::size_t row = page.first; row < page.last; ++row) {
            if (row % 2 == 1 && m_table.headings.empty())
                stripes.push_back({.x = table_margin, .y = y, .width = m_content, .height = m_heights[row]});
            y += m_heights[row];
        }
        m_canvas.fill(stripes, 0.95);
    }

    void draw_rows(const TablePage& page)
    {
        // Each page is a table of its own with its heading row: a reader who is read to knows where they are.
        const Tag table(m_canvas, "Table");
        draw_stripes(page);
        double y = page.top;
        const double right = table_margin + m_content;
        draw_cells(m_head.cells, column_style, "TH", y, m_head.height);
        y += m_head.height;
        m_canvas.line({table_margin, y}, {right, y}, {.width = 1.2});
        for (std::size_t row = page.first; row < page.last; ++row) {
            if (is_heading(row)) {
                draw_heading(row, y);
            } else {
                draw_cells(cells_of(row), cell_style, "TD", y, m_heights[row]);
                draw_boxes(y, m_heights[row]);
            }
            y += m_heights[row];
            m_canvas.line({table_margin, y}, {right, y}, {.width = 0.3, .grey = 0.7});
        }
        if (m_table.rows.empty())
            m_canvas.write(printable_line(m_table.empty_text, 200), {.size = 12, .grey = 0.25},
                           {table_margin + cell_padding, y + 3 * millimetre}, m_content);
    }

    const TableDocument& m_table;
    Canvas m_canvas;
    double m_content;
    std::vector<double> m_widths;
    std::string m_title;
    Row m_head;
    std::vector<double> m_heights;
};

} // namespace

Result<std::string> render_table(const TableDocument& table)
{
    if (table.columns.empty())
        return Error{Err::invalid, "Die Liste hat keine Spalte."_de};
    if (table.rows.size() > max_table_rows)
        return Error{
            Err::too_large, "Die Liste hat mehr als {1} Zeilen."_de, {std::to_string(max_table_rows)}};
    if (table.columns.size() > max_table_columns)
        return Error{
            Err::too_large, "Die Liste hat mehr als {1} Spalten."_de, {std::to_string(max_table_columns)}};
    return TablePrint(table).print();
}

} // namespace dorfnetz::pdf
