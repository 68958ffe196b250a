#pragma once

#include "foundation/fetch/fetch.hpp"
#include "foundation/web/site.hpp"

#include <memory>
#include <string_view>

namespace dorfnetz::activities {

inline constexpr std::string_view import_path = "/redaktion/termine/einlesen";

// Pages on which a calendar comes in. `client` fetches those that lie elsewhere.
void add_import_pages(web::Site& site, std::shared_ptr<fetch::Client> client);

void add_preview_pages(web::Site& site);

// Asks public servers for calendars, and nobody else.
std::shared_ptr<fetch::Client> calendar_client();

} // namespace dorfnetz::activities
