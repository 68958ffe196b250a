#include "foundation/pdf/flow.hpp"

namespace dorfnetz::pdf {
namespace {

class Placing
{
public:
    Placing(std::span<const Block> blocks, const PageArea& area)
        : m_blocks(blocks), m_area(area), m_flow{.pages = {{}}, .end = area.first_top}
    {
    }

    void place(std::size_t first, std::size_t last, Bond weakest)
    {
        while (first < last) {
            std::size_t end = first + 1;
            while (end < last && m_blocks[end - 1].bond >= weakest)
                ++end;
            place_group(first, end, weakest);
            first = end;
        }
    }

    Flow take() { return std::move(m_flow); }

private:
    void place_group(std::size_t first, std::size_t end, Bond weakest)
    {
        const double height = height_of(m_blocks.subspan(first, end - first));
        const double space = m_blocks[first].space_before;
        const bool at_top = m_flow.pages.back().empty();
        const bool fits_here = m_flow.end + (at_top ? 0 : space) + height <= m_area.bottom;
        if (!fits_here && end - first > 1 && m_area.top + height > m_area.bottom) {
            // One step firmer; a group of firm bonds only is placed block by block.
            if (weakest == Bond::section)
                place(first, end, Bond::field);
            else
                for (std::size_t block = first; block < end; ++block)
                    place_group(block, block + 1, weakest);
            return;
        }
        // Below a high head even an empty first page may have too little room.
        if (!fits_here && m_flow.end > m_area.top)
            m_flow.end = (m_flow.pages.emplace_back(), m_area.top);
        for (std::size_t block = first; block < end; ++block) {
            if (!m_flow.pages.back().empty())
                m_flow.end += m_blocks[block].space_before;
            m_flow.pages.back().push_back({.block = block, .y = m_flow.end});
            m_flow.end += m_blocks[block].height;
        }
    }

    std::span<const Block> m_blocks;
    PageArea m_area;
    Flow m_flow;
};

} // namespace

double height_of(std::span<const Block> blocks)
{
    double height = 0;
    for (const Block& block : blocks)
        height += block.height + (&block == blocks.data() ? 0 : block.space_before);
    return height;
}

Flow flow(std::span<const Block> blocks, const PageArea& area)
{
    Placing placing(blocks, area);
    placing.place(0, blocks.size(), Bond::section);
    return placing.take();
}

} // namespace dorfnetz::pdf
