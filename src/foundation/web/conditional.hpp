#pragma once

#include "foundation/core/clock.hpp"
#include "foundation/core/kept.hpp"
#include "foundation/http/message.hpp"

#include <optional>
#include <string>
#include <string_view>

// Answers to whoever has a page already and asks whether it still holds (RFC 9110, section 13).
namespace dorfnetz::web {

// In each of the three forms that the standard has ("Sun, 06 Nov 1994 08:49:37 GMT" is today's); nothing for
// everything else.
std::optional<Timestamp> moment_from_http(std::string_view text);

// Whether the asker has this version. If-None-Match decides alone where it is sent, If-Modified-Since
// otherwise.
bool is_known(const http::Request& request, std::string_view etag, std::optional<Timestamp> changed_at = {});

// Since when each address has answered what it answers now, as far as this process remembers. What it does
// not remember has changed just now: so nobody is told that something is unchanged who has not seen it.
class ChangeTimes
{
public:
    Timestamp of(const std::string& address, const std::string& etag, Timestamp now);

private:
    struct Version
    {
        std::string etag;
        Timestamp since;
    };

    static constexpr std::size_t most_addresses = 4'000;
    static constexpr std::size_t longest_address = 500;

    Kept<Version> m_versions{most_addresses};
};

} // namespace dorfnetz::web
