#include "accounts/cookies.hpp"

#include "foundation/http/codec.hpp"

#include <fmt/format.h>

namespace dorfnetz::accounts {

namespace {

std::string_view plain_name(Cookie cookie)
{
    switch (cookie) {
    case Cookie::device:
        return "dorfnetz-device";
    case Cookie::errand:
        return "dorfnetz-errand";
    case Cookie::session:
        break;
    }
    return "dorfnetz";
}

// The prefix makes the browser refuse a cookie that another host or an unencrypted page has set
// (draft-ietf-httpbis-rfc6265bis, 4.1.3.2); without TLS browsers refuse the prefix.
std::string name_of(const web::Environment& environment, Cookie cookie)
{
    return fmt::format("{}{}", environment.secure_cookies ? "__Host-" : "", plain_name(cookie));
}

} // namespace

std::string set_cookie(const web::Environment& environment, Cookie cookie, std::string_view value,
                       std::chrono::seconds life)
{
    return fmt::format("{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax{}", name_of(environment, cookie),
                       value, life.count(), environment.secure_cookies ? "; Secure" : "");
}

std::string end_cookie(const web::Environment& environment, Cookie cookie)
{
    return set_cookie(environment, cookie, "", std::chrono::seconds(0));
}

std::optional<std::string> cookie_in(const web::Environment& environment, const http::Request& request,
                                     Cookie cookie)
{
    return http::cookie(request.headers.find("cookie"), name_of(environment, cookie));
}

} // namespace dorfnetz::accounts
