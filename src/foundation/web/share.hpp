#pragma once

#include "foundation/web/context.hpp"
#include "foundation/web/page.hpp"

// Passing a page on: by link, mail, messenger, and on paper. Nobody else hears of it before somebody taps.
namespace dorfnetz::web {

struct Shared
{
    std::string title;                  // what it is about: "Heimatverein Aue"
    std::string path;                   // own path of the page
    std::string lead = {};              // a sentence below the title of the poster
    std::vector<std::string> more = {}; // lines below it, as where it is
};

// The sheet to put up stands at the page's own path and "/aushang".
inline constexpr std::string_view poster_end = "/aushang";

html::Safe share_row(const Context& context, const Shared& shared);

// The address of a calendar of somebody's own, which is a key: to subscribe to, to copy, and a button that
// ends it. `is_main`: there is nothing more important on the page.
html::Safe calendar_address(const Context& context, const std::string& path, const html::Safe& end_button,
                            bool is_main);

// A page to print: what it is about, and a QR code that leads to the page.
http::Response poster_page(const Context& context, const Shared& shared, std::vector<Crumb> crumbs);

} // namespace dorfnetz::web
