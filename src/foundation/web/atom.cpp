#include "foundation/web/atom.hpp"

#include "foundation/html/html.hpp"

#include <fmt/format.h>

namespace dorfnetz::web {

// What escapes HTML escapes XML as well.
std::string xml(std::string_view text)
{
    return html::escaped(text).text();
}

http::Response atom_response(const Context& context, const AtomFeed& feed)
{
    const auto self = xml(context.absolute_url(feed.path));
    return http::text_response(
        200,
        fmt::format("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" "
                    "xml:lang=\"{}\"><id>{}</id><title>{}</title><updated>{}</updated><author><name>{}</"
                    "name></author>"
                    "<link rel=\"self\" href=\"{}\"/><link href=\"{}\"/>\n{}</feed>\n",
                    i18n::code(context.language), self, xml(feed.title), to_iso(feed.updated),
                    xml(context.network.name), self, xml(context.absolute_url(feed.page_path)), feed.entries),
        "application/atom+xml; charset=utf-8");
}

} // namespace dorfnetz::web
