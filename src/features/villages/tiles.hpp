#pragma once

#include "foundation/web/network.hpp"

#include <optional>
#include <string>

namespace dorfnetz::villages {

// Who serves the pictures of the real map, as the coordination has set it (map.tiles, map.credit).
struct Tiles
{
    std::string address; // "https://tiles.example/{z}/{x}/{y}.png"; also with {s} for subdomains
    std::string host;    // as people read it: "tiles.example"
    std::string origin;  // for the page's policy: "https://tiles.example" or "https://*.tiles.example"
    std::string credit;
};

// Nothing if none is set or the address is none of a map.
std::optional<Tiles> tiles_of(const web::Network& network);

} // namespace dorfnetz::villages
