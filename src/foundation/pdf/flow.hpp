#pragma once

#include "foundation/pdf/canvas.hpp"

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace dorfnetz::pdf {

// How firmly a block holds to the one after it when a page ends.
enum class Bond { none, section, field };

// A piece of a page that is never cut.
struct Block
{
    double space_before = 0; // left out at the top of a page
    double height = 0;
    Bond bond = Bond::none;
    std::function<void(Canvas&, Point)> draw = {};
};

struct Placed
{
    std::size_t block = 0;
    double y = 0;
};

struct Flow
{
    std::vector<std::vector<Placed>> pages = {}; // at least one
    double end = 0;                              // lower edge of what stands on the last page
};

struct PageArea
{
    double first_top = 0; // of the first page
    double top = 0;       // of the others
    double bottom = 0;
};

double height_of(std::span<const Block> blocks);

// Distributes blocks over pages. Bonds are kept unless what they hold together is higher than a page; then
// the weaker ones give way first.
Flow flow(std::span<const Block> blocks, const PageArea& area);

} // namespace dorfnetz::pdf
