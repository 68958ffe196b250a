#pragma once

#include "foundation/web/context.hpp"

#include <string>
#include <utility>
#include <vector>

namespace dorfnetz::web {

struct Crumb
{
    std::string label;
    std::string path;
};

// What stands around the content of a page.
struct PageHead
{
    std::string title;               // without the network's name
    std::string description = {};    // for search engines and previews
    std::vector<Crumb> crumbs = {};  // above the content; the page itself is not among them
    html::Safe structured_data = {}; // json_ld
    bool index = true;               // may search engines list it
    std::string feed = {};           // path of the Atom feed of this page
    std::string picture = {}; // path of a picture, 1200 by 630, that is shown beside links to this page
};

// The whole page: head, navigation, content, foot.
http::Response page(const Context& context, const PageHead& head, const html::Safe& content,
                    int status = 200);

// The page in plain words for what could not be done.
http::Response error_page(const Context& context, const Error& error);
int status_of(Err kind);

// 303 to a page of ours in the request's language, with a notice shown there once ("saved").
http::Response redirect(const Context& context, std::string_view path);
http::Response redirect_with_notice(const Context& context, std::string_view path, German notice);

// A file to download; `name` is what the browser saves it as.
http::Response download(std::string bytes, std::string_view content_type, std::string_view name);

// Path with the query changed: for filters, sorting and paging that live in the address.
std::string with_query(const Context& context,
                       const std::vector<std::pair<std::string, std::string>>& changes);

// Navigation between the pages of a list; nothing for a single page. Reads and writes ?seite=.
struct Paging
{
    std::int64_t page = 1; // from 1
    std::int64_t per_page = 50;

    std::int64_t offset() const { return (page - 1) * per_page; }
};

Paging paging(const Context& context, std::int64_t per_page = 50);
html::Safe paging_links(const Context& context, const Paging& paging, std::int64_t total);

// An icon of assets/icons as inline SVG, hidden from screen readers (text stands beside it).
html::Safe icon(std::string_view name);

// Address of an asset with its hash, kept by browsers for a year.
html::Url asset(std::string_view path);

} // namespace dorfnetz::web
