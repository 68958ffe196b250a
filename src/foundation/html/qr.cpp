#include "foundation/html/html.hpp"

#include <fmt/format.h>
#include <qrcodegen/qrcodegen.hpp>

namespace dorfnetz::html {

Safe qr_code(std::string_view text, std::string_view label)
{
    constexpr std::size_t longest = 500; // bytes; what is denser no telephone reads from a notice board
    constexpr int quiet_zone = 4;
    if (text.size() > longest)
        return {};
    const auto code =
        qrcodegen::QrCode::encodeText(std::string(text).c_str(), qrcodegen::QrCode::Ecc::MEDIUM);
    const int side = code.getSize() + 2 * quiet_zone;
    std::string dark;
    for (int row = 0; row < code.getSize(); ++row)
        for (int column = 0; column < code.getSize(); ++column) {
            if (!code.getModule(column, row))
                continue;
            int end = column + 1;
            while (end < code.getSize() && code.getModule(end, row))
                ++end;
            dark += fmt::format("M{} {}h{}v1h{}z", column + quiet_zone, row + quiet_zone, end - column,
                                column - end);
            column = end;
        }
    SvgWriter svg(fmt::format("0 0 {} {}", side, side), {{"class", "qr"},
                                                         {"role", "img"},
                                                         {"aria-label", std::string(label)},
                                                         {"shape-rendering", "crispEdges"}});
    const auto whole = std::to_string(side);
    svg.element("rect", {{"class", "light"}, {"width", whole}, {"height", whole}});
    svg.element("path", {{"class", "dark"}, {"d", dark}});
    return svg.finish();
}

} // namespace dorfnetz::html
