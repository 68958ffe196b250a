#pragma once

#include "foundation/web/security_headers.hpp"

namespace dorfnetz::web {

// In plain words, for when no page of a network can be made: a request that is none, a broken database.
http::Response bare_page(int status, Line line);
// For a host that no network has.
http::Response no_network_page(Line line);

} // namespace dorfnetz::web
