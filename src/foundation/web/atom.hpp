#pragma once

#include "foundation/web/context.hpp"

#include <string>
#include <string_view>

// Feeds for readers, RFC 4287.
namespace dorfnetz::web {

// A text in an element or an attribute of XML.
std::string xml(std::string_view text);

struct AtomFeed
{
    std::string title;
    std::string path;      // own, of the feed: its id
    std::string page_path; // own, of the page that says the same
    Timestamp updated = {};
    std::string entries; // finished <entry> elements
};

http::Response atom_response(const Context& context, const AtomFeed& feed);

} // namespace dorfnetz::web
