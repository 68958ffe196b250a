#pragma once

#include "accounts/provider_sign_in.hpp"
#include "foundation/html/html.hpp"
#include "foundation/web/site.hpp"

#include <memory>
#include <optional>
#include <string_view>

namespace dorfnetz::accounts {

void register_provider_pages(web::Site& site, const std::shared_ptr<Door>& door, const Providers& providers);

// The button on the sign-in page; nothing if the network has no provider.
html::Safe draw_provider_sign_in(const web::Context& context, const Providers& providers,
                                 std::string_view onward);

// The part of the page "Anmeldung und Sicherheit"; nothing if the network has no provider.
html::Safe draw_provider_connection(const web::Context& context, const Providers& providers,
                                    std::optional<Timestamp> connected);

// Why somebody was sent back here from the provider, and what to do next; nothing if nobody was.
html::Safe draw_provider_trouble(const web::Context& context);

} // namespace dorfnetz::accounts
