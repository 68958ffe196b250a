#pragma once

#include "foundation/sheet/values.hpp"

#include <memory>
#include <vector>

namespace orcus::spreadsheet::iface {
class import_styles;
}

namespace dorfnetz::reader {

// The only part of a workbook's styles that changes what a list says: which cells are dates and which
// numbers have leading zeros.
struct NumberFormats
{
    std::vector<sheet::NumberFormat> formats;
    std::vector<std::size_t> format_of_cell_style; // index into `formats`

    sheet::NumberFormat of(std::size_t cell_style) const
    {
        if (cell_style >= format_of_cell_style.size() || format_of_cell_style[cell_style] >= formats.size())
            return {};
        return formats[format_of_cell_style[cell_style]];
    }
};

// Receives styles from orcus and keeps the number formats. Two sources implement it, because orcus changed
// this interface between Debian 12 (0.17) and 13 (0.18).
std::unique_ptr<orcus::spreadsheet::iface::import_styles> make_style_import(NumberFormats& formats);

} // namespace dorfnetz::reader
