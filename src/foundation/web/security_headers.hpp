#pragma once

#include "foundation/http/message.hpp"

#include <string_view>

namespace dorfnetz::web {

// Over what the visitor's browser talks with us, as the proxy in front says.
enum class Line { plain, encrypted };

// Adds what a browser is told with every answer, whatever it is: pages, files, refusals. What the answer says
// for itself (Content-Security-Policy, Referrer-Policy, Permissions-Policy) stays.
void add_security_headers(http::Response& response, Line line);

// Unless the answer says how long it may be kept: not at all. And what may not be kept may not be embedded by
// other sites.
void forbid_keeping(http::Response& response);

// Whether the addresses of a route are keys: who knows one may do what its page offers. Such a parameter is
// called {token}, or {number} if people type it from paper.
bool is_key(std::string_view pattern);
// Other pages, ours included, learn only which site the visitor comes from.
void keep_address_secret(http::Response& response);

} // namespace dorfnetz::web
