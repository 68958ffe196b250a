#include "features/directory/directory.hpp"

#include <fmt/format.h>

namespace dorfnetz::directory {

namespace {

using organisations::Organisation;
using web::Context;

std::string_view schema_type(organisations::Kind kind)
{
    using organisations::Kind;
    switch (kind) {
    case Kind::club:
    case Kind::initiative:
        return "NGO";
    case Kind::company:
        return "LocalBusiness";
    case Kind::council:
    case Kind::municipality:
        return "GovernmentOrganization";
    default:
        return "Organization";
    }
}

} // namespace

std::string structured_data(const Context& context, const Organisation& organisation)
{
    const auto& entry = organisation.entry;
    std::string more;
    const auto add = [&](std::string_view name, const std::string& text) {
        if (!text.empty())
            more += fmt::format(R"(,"{}":{})", name, html::json_text(text));
    };
    add("alternateName", entry.short_name);
    add("description", entry.purpose);
    add("telephone", entry.phone.seen_by(accounts::anybody()));
    add("email", entry.email.seen_by(accounts::anybody()));
    add("foundingDate", entry.founded ? std::to_string(*entry.founded) : std::string());
    if (const auto url = html::Url::foreign(entry.web))
        add("sameAs", url->text());
    if (!entry.town.empty())
        more += fmt::format(
            R"(,"address":{{"@type":"PostalAddress","streetAddress":{},"postalCode":{},"addressLocality":{},"addressCountry":"DE"}})",
            html::json_text(entry.street), html::json_text(entry.postal_code), html::json_text(entry.town));
    return fmt::format(
        R"({{"@context":"https://schema.org","@type":"{}","name":{},"url":{}{}}})", schema_type(entry.kind),
        html::json_text(entry.name),
        html::json_text(context.absolute_url(organisations::path_of(entry.kind, organisation.slug))), more);
}

} // namespace dorfnetz::directory
