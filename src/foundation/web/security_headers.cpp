#include "foundation/web/security_headers.hpp"

#include "foundation/web/content_policy.hpp"

namespace dorfnetz::web {

namespace {

void set_if_missing(http::Headers& headers, std::string_view name, std::string value)
{
    if (headers.find(name).empty())
        headers.set(name, std::move(value));
}

} // namespace

void add_security_headers(http::Response& response, Line line)
{
    auto& headers = response.headers;
    set_if_missing(headers, "Content-Security-Policy", content_policy());
    set_if_missing(headers, "Referrer-Policy", "same-origin");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    set_if_missing(headers, "Permissions-Policy",
                   "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
    // Never over a plain line (RFC 6797, 7.2).
    if (line == Line::encrypted)
        headers.set("Strict-Transport-Security", "max-age=31536000");
}

void forbid_keeping(http::Response& response)
{
    set_if_missing(response.headers, "Cache-Control", "private, no-store");
    if (response.headers.find("cache-control").find("no-store") != std::string_view::npos)
        response.headers.set("Cross-Origin-Resource-Policy", "same-origin");
}

bool is_key(std::string_view pattern)
{
    return pattern.find("{token}") != std::string_view::npos ||
           pattern.find("{number}") != std::string_view::npos;
}

void keep_address_secret(http::Response& response)
{
    // Not no-referrer: with it, browsers send "Origin: null" with our own forms (Fetch, 3.2), which then
    // could not be told from a foreign one where Sec-Fetch-Site is missing.
    response.headers.set("Referrer-Policy", "strict-origin");
}

} // namespace dorfnetz::web
