#pragma once

#include "foundation/pdf/flow.hpp"
#include "foundation/pdf/pdf.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace dorfnetz::pdf {

// Fields, choices and grid rows of the sections: what a form costs.
std::size_t count_fields(const std::vector<Section>& sections);

// The sections as blocks of that width, ready to be distributed over pages.
std::vector<Block> section_blocks(Canvas& canvas, const std::vector<Section>& sections, double width);

// A text as blocks of a few lines, so that a long one can run over pages.
std::vector<Block> paragraph_blocks(Canvas& canvas, const std::string& text, const TextStyle& style,
                                    double width, double space_before);

// The slip with its cut line as one block of that width, drawn with its left margin at the given point.
Block slip_block(Canvas& canvas, const Slip& slip, double width);

} // namespace dorfnetz::pdf
