#pragma once

#include "foundation/http/message.hpp"

#include <string>
#include <string_view>
#include <vector>

// What the parser leaves open about a request's head, and what a wrong guess would cost: two programs on the
// way that read one request differently let attackers smuggle a second one past the first.
namespace dorfnetz::http {

enum class Version { http_1_0, http_1_1 };

// Longest request target (RFC 9110, 4.1 asks for at least 8,000 bytes).
inline constexpr std::size_t longest_target = 8'000;

// Most header fields of a request.
inline constexpr std::size_t most_header_fields = 100;

// Checks `target` and `headers` of the request and fills method, path, query and host from them. Returns 0,
// or the status with which the request is refused.
int check_head(Request& request, std::string_view method, Version version);

// Whether the client waits for "100 Continue" before it sends the body.
bool expects_continue(const Request& request, Version version);

// An address as text in its one shortest form, an IPv4 address within IPv6 as IPv4; empty if it is none.
std::string normal_address(std::string_view text);

// Sets remote_address and secure: from the peer itself or, if that is a trusted proxy, from what it says.
// Right to left, the first address that is no trusted proxy's is the client's; what stands further left may
// be made up by the client.
void trace_client(Request& request, std::string_view peer, const std::vector<std::string>& trusted_proxies);

} // namespace dorfnetz::http
