#include "foundation/qr/qr.hpp"
#include "foundation/html/html.hpp"

#include <fmt/format.h>

namespace dorfnetz::html {

Safe qr_code(std::string_view text, std::string_view label)
{
    constexpr std::size_t longest = 500; // bytes; what is denser no telephone reads from a notice board
    if (text.size() > longest)
        return {};
    const auto code = qr::encode(std::string(text));
    std::string dark;
    for (const auto& bar : code.dark)
        dark += fmt::format("M{} {}h{}v1h{}z", bar.x, bar.y, bar.width, -bar.width);
    SvgWriter svg(fmt::format("0 0 {0} {0}", code.side), {{"class", "qr"},
                                                          {"role", "img"},
                                                          {"aria-label", std::string(label)},
                                                          {"shape-rendering", "crispEdges"}});
    const auto whole = std::to_string(code.side);
    svg.element("rect", {{"class", "light"}, {"width", whole}, {"height", whole}});
    svg.element("path", {{"class", "dark"}, {"d", dark}});
    return svg.finish();
}

} // namespace dorfnetz::html
