#include "foundation/pdf/pdf.hpp"

#include "foundation/core/text.hpp"
#include "foundation/pdf/drawing.hpp"
#include "foundation/pdf/fields.hpp"
#include "foundation/pdf/printable.hpp"

#include <algorithm>

namespace dorfnetz::pdf {
namespace {

constexpr double leaflet_margin = 18 * millimetre;
constexpr double leaflet_width = a4_short - 2 * leaflet_margin;
constexpr double leaflet_top = 14 * millimetre;
constexpr double leaflet_bottom = a4_long - 18 * millimetre;
constexpr double when_width = 46 * millimetre;
constexpr double leaflet_gutter = 4 * millimetre;
constexpr double leaflet_code_size = 30 * millimetre;
constexpr std::size_t item_characters = 400;

const TextStyle leaflet_heading_style{.size = 16, .weight = Weight::bold, .line_height = 1.1};
const TextStyle leaflet_title_style{.size = 12.5, .weight = Weight::bold, .line_height = 1.1};
const TextStyle leaflet_text_style{.size = 11.5, .line_height = 1.15};
const TextStyle when_style{.size = 11.5, .line_height = 1.15};

// An item ready to be placed: when on the left, what on the right. Items without a time take the whole width.
Block leaflet_item(Canvas& canvas, const LeafletItem& item)
{
    const auto when = printable(item.when, item_characters);
    const auto title = printable_line(item.title, item_characters);
    const auto text = printable(item.text, item_characters);
    const double left = when.empty() ? 0 : when_width + leaflet_gutter;
    const double width = leaflet_width - left;
    const double title_height = canvas.height_of(title, leaflet_title_style, width);
    const double text_height = text.empty() ? 0 : canvas.height_of(text, leaflet_text_style, width);
    const double when_height = when.empty() ? 0 : canvas.height_of(when, when_style, when_width);
    return {.space_before = 2.6 * millimetre,
            .height = std::max(title_height + text_height, when_height),
            .draw = [=](Canvas& on, Point at) {
                const Tag tag(on, "P");
                if (!when.empty())
                    on.write(when, when_style, at, when_width);
                on.write(title, leaflet_title_style, {at.x + left, at.y}, width);
                if (!text.empty())
                    on.write(text, leaflet_text_style, {at.x + left, at.y + title_height}, width);
            }};
}

Block leaflet_heading(Canvas& canvas, const std::string& heading)
{
    const auto text = printable_line(heading, 120);
    const double height = canvas.height_of(text, leaflet_heading_style, leaflet_width);
    return {.space_before = 7 * millimetre,
            .height = height + 1.5 * millimetre,
            .bond = Bond::section,
            .draw = [=](Canvas& on, Point at) {
                const Tag tag(on, "H2");
                on.write(text, leaflet_heading_style, at, leaflet_width);
                on.line({at.x, at.y + height + millimetre},
                        {at.x + leaflet_width, at.y + height + millimetre}, {.width = 0.8, .grey = 0.3});
            }};
}

Block more_block(Canvas& canvas, const std::string& text)
{
    const TextStyle pale{.size = 11.5, .grey = 0.25};
    return {.space_before = 2.6 * millimetre,
            .height = canvas.height_of(text, pale, leaflet_width),
            .draw = [=](Canvas& on, Point at) {
                const Tag tag(on, "P");
                on.write(text, pale, at, leaflet_width);
            }};
}

class LeafletPrint
{
public:
    explicit LeafletPrint(const LeafletDocument& leaflet)
        : m_leaflet(leaflet), m_canvas(leaflet.properties, Orientation::portrait)
    {
        for (const auto& paragraph : leaflet.paragraphs)
            for (auto& block :
                 paragraph_blocks(m_canvas, paragraph, leaflet_text_style, leaflet_width, 2 * millimetre))
                m_intro.push_back(std::move(block));
        for (const auto& section : leaflet.sections) {
            Part part{.heading = leaflet_heading(m_canvas, section.heading), .items = {}};
            for (const auto& item : section.items)
                part.items.push_back(leaflet_item(m_canvas, item));
            part.shown = part.items.size();
            m_parts.push_back(std::move(part));
        }
    }

    std::string print()
    {
        m_canvas.begin_page();
        const PageArea area{.first_top = draw_head(), .top = leaflet_top, .bottom = leaflet_bottom};
        auto blocks = all_blocks();
        auto pages = flow(blocks, area);
        while (pages.pages.size() > m_leaflet.most_pages && shorten()) {
            blocks = all_blocks();
            pages = flow(blocks, area);
        }
        for (std::size_t page = 0; page < pages.pages.size(); ++page) {
            if (page > 0)
                m_canvas.begin_page();
            for (const auto& placed : pages.pages[page])
                blocks[placed.block].draw(m_canvas, {leaflet_margin, placed.y});
            draw_foot(m_canvas, printable_line(m_leaflet.footer, 300),
                      fill(printable_line(m_leaflet.properties.page_text, 60),
                           {std::to_string(page + 1), std::to_string(pages.pages.size())}),
                      leaflet_margin);
        }
        return m_canvas.finish();
    }

private:
    struct Part
    {
        Block heading;
        std::vector<Block> items;
        std::size_t shown = 0; // the others are only counted
    };

    double draw_head()
    {
        const bool has_code =
            draw_qr(m_canvas, m_leaflet.url, {a4_short - leaflet_margin - leaflet_code_size, leaflet_top},
                    leaflet_code_size);
        const double width = leaflet_width - (has_code ? leaflet_code_size + leaflet_gutter : 0);
        double y = leaflet_top;
        {
            const Tag tag(m_canvas, "P");
            y += m_canvas.write(printable_line(m_leaflet.properties.author, 120), {.size = 12, .grey = 0.25},
                                {leaflet_margin, y}, width);
        }
        {
            const Tag tag(m_canvas, "H1");
            y += m_canvas.write(printable_line(m_leaflet.properties.title, 120),
                                {.size = 28, .weight = Weight::bold, .line_height = 1.05},
                                {leaflet_margin, y}, width);
        }
        if (has_code && !m_leaflet.url_text.empty()) {
            const Tag tag(m_canvas, "P");
            y += m_canvas.write(printable(m_leaflet.url_text, 300), {.size = 11.5, .grey = 0.25},
                                {leaflet_margin, y + millimetre}, width);
        }
        y = std::max(y + 2 * millimetre, leaflet_top + (has_code ? leaflet_code_size : 0));
        draw_village_line(m_canvas, {leaflet_margin, y + village_line_height}, leaflet_width);
        return y + village_line_height + 6 * millimetre;
    }

    std::vector<Block> all_blocks()
    {
        auto blocks = m_intro;
        for (const auto& part : m_parts) {
            blocks.push_back(part.heading);
            blocks.insert(blocks.end(), part.items.begin(),
                          part.items.begin() + static_cast<std::ptrdiff_t>(part.shown));
            if (const auto more = part.items.size() - part.shown; more > 0)
                blocks.push_back(more_block(
                    m_canvas, fill(printable_line(m_leaflet.more_text, 200), {std::to_string(more)})));
        }
        return blocks;
    }

    // Leaves out the last item of the longest part. False if there is nothing more to leave out.
    bool shorten()
    {
        const auto longest =
            std::max_element(m_parts.begin(), m_parts.end(),
                             [](const Part& one, const Part& other) { return one.shown < other.shown; });
        if (longest == m_parts.end() || longest->shown == 0)
            return false;
        --longest->shown;
        return true;
    }

    const LeafletDocument& m_leaflet;
    Canvas m_canvas;
    std::vector<Block> m_intro;
    std::vector<Part> m_parts;
};

} // namespace

Result<std::string> render_leaflet(const LeafletDocument& leaflet)
{
    std::size_t items = 0;
    for (const auto& section : leaflet.sections)
        items += section.items.size();
    if (items > max_leaflet_items)
        return Error{
            Err::too_large, "Das Blatt hat mehr als {1} Einträge."_de, {std::to_string(max_leaflet_items)}};
    return LeafletPrint(leaflet).print();
}

} // namespace dorfnetz::pdf
