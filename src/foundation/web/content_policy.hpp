#pragma once

#include <string>
#include <string_view>

namespace dorfnetz::web {

// The Content-Security-Policy of our pages: everything comes from ourselves. `images_from` is the one other
// origin ("https://tiles.example") from which a page may show pictures, after a tap that says so.
std::string content_policy(std::string_view images_from = {});

} // namespace dorfnetz::web
