#pragma once

#include "foundation/pdf/flow.hpp"
#include "foundation/pdf/pdf.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace dorfnetz::pdf {

struct Label
{
    std::string text = {};
    std::string help = {};
};

Label make_label(const std::string& text, const std::string& help);
double label_height(Canvas& canvas, const Label& label, double width);
void draw_label(Canvas& canvas, const Label& label, Point at, double width);

// Adds the row that begins with the first field: text lines and boxes side by side as long as their widths
// fit. Returns how many fields it took; none if the first is of another kind.
std::size_t add_writing_row(std::vector<Block>& blocks, Canvas& canvas, std::span<const Field> fields,
                            double width, double space_before);

} // namespace dorfnetz::pdf
