#pragma once

#include "foundation/fetch/fetch.hpp"
#include "foundation/web/site.hpp"

#include <memory>

namespace dorfnetz::activities {

// Pages on which a calendar comes in. `client` fetches those that lie elsewhere.
void add_import_pages(web::Site& site, std::shared_ptr<fetch::Client> client);

// Asks public servers for calendars, and nobody else.
std::shared_ptr<fetch::Client> calendar_client();

} // namespace dorfnetz::activities
