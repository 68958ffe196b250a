#pragma once

#include "foundation/http/message.hpp"
#include "foundation/web/environment.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

// What a browser keeps for us: out of reach of scripts, for this host alone, over TLS where there is one.
namespace dorfnetz::accounts {

enum class Cookie {
    session,
    device,
    errand, // what somebody has set out for, while they are with the provider
};

// Values of Set-Cookie.
std::string set_cookie(const web::Environment& environment, Cookie cookie, std::string_view value,
                       std::chrono::seconds life);
std::string end_cookie(const web::Environment& environment, Cookie cookie);

std::optional<std::string> cookie_in(const web::Environment& environment, const http::Request& request,
                                     Cookie cookie);

} // namespace dorfnetz::accounts
