#include "foundation/http/request_checks.hpp"

#include "foundation/core/text.hpp"
#include "foundation/http/codec.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>
#include <optional>
#include <sys/socket.h>

namespace dorfnetz::http {

namespace {

bool is_digit(char letter)
{
    return letter >= '0' && letter <= '9';
}

// Name or address of the host in lower case without the port; nothing if it cannot be one (RFC 9110, 7.2).
std::optional<std::string> host_of(std::string_view authority)
{
    std::size_t end = authority.find(':');
    const bool bracketed = authority.starts_with('[');
    if (bracketed) {
        end = authority.find(']');
        if (end == std::string_view::npos || normal_address(authority.substr(1, end - 1)).empty())
            return std::nullopt;
        ++end;
    }
    const std::string_view host = authority.substr(0, end);
    const std::string_view port = authority.substr(host.size());
    const bool port_is_good = port.empty() || (port.front() == ':' && port.size() <= 6 &&
                                               std::ranges::all_of(port.substr(1), is_digit));
    const bool letters_are_good = bracketed || std::ranges::all_of(host, [](char letter) {
                                      return (letter >= 'a' && letter <= 'z') ||
                                             (letter >= 'A' && letter <= 'Z') || is_digit(letter) ||
                                             letter == '-' || letter == '.' || letter == '_';
                                  });
    if (host.empty() || host.size() > 255 || !port_is_good || !letters_are_good)
        return std::nullopt;
    return to_lower_ascii(host);
}

std::ptrdiff_t count(const Headers& headers, std::string_view name)
{
    return std::ranges::count_if(headers.fields,
                                 [name](const auto& field) { return same_name(field.first, name); });
}

int check_framing(const Headers& headers, Version version)
{
    const auto encodings = count(headers, "Transfer-Encoding");
    const auto lengths = count(headers, "Content-Length");
    if (encodings > 1 || lengths > 1 || (encodings == 1 && lengths == 1))
        return 400;
    if (encodings == 1 &&
        (version == Version::http_1_0 || !same_name(headers.find("Transfer-Encoding"), "chunked")))
        return 400;
    if (lengths == 1 && !std::ranges::all_of(headers.find("Content-Length"), is_digit))
        return 400;
    return 0;
}

int check_method(Request& request, std::string_view method)
{
    constexpr std::array<Method, 4> served = {Method::get, Method::head, Method::post, Method::options};
    constexpr std::array<std::string_view, 5> known = {"PUT", "DELETE", "PATCH", "CONNECT", "TRACE"};
    for (const Method candidate : served) {
        if (to_text(candidate) == method) {
            request.method = candidate;
            return 0;
        }
    }
    return std::ranges::find(known, method) != known.end() ? 405 : 501;
}

// Whether a decoded path is fit for handlers, logs and file names.
bool is_clean_path(std::string_view path)
{
    const auto is_control = [](char letter) {
        return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F;
    };
    if (!path.starts_with('/') || !is_clean_utf8(path) || std::ranges::any_of(path, is_control))
        return false;
    while (!path.empty()) {
        const std::string_view part = path.substr(0, path.find_first_of("/\\"));
        if (part == "." || part == "..")
            return false;
        path.remove_prefix(std::min(path.size(), part.size() + 1));
    }
    return true;
}

int check_target(Request& request)
{
    std::string_view target = request.target;
    if (target.size() > longest_target)
        return 414;
    // The absolute form names the host itself, which then counts instead of the Host field (RFC 9112, 3.2.2).
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!same_name(target.substr(0, scheme.size()), scheme))
            continue;
        const std::string_view rest = target.substr(scheme.size());
        const std::string_view authority = rest.substr(0, rest.find_first_of("/?"));
        auto host = host_of(authority);
        if (!host)
            return 400;
        request.host = std::move(*host);
        request.headers.set("Host", std::string(authority)); // whoever asks for it gets what was checked
        target = rest.substr(authority.size());
        break;
    }
    const std::size_t question = target.find('?');
    request.query = question == std::string_view::npos ? "" : target.substr(question + 1);
    std::string_view raw_path = target.substr(0, question);
    const bool is_whole_server = target == "*" && request.method == Method::options;
    const bool is_bare_authority = raw_path.empty() && target.data() != request.target.data();
    if (is_whole_server || is_bare_authority)
        raw_path = "/";
    auto path = percent_decode(raw_path, Plus::is_plus);
    if (!path || !is_clean_path(*path))
        return 400;
    request.path = std::move(*path);
    return 0;
}

// The last element of a list field; removed from it.
std::string_view take_last(std::string_view& list)
{
    const std::size_t comma = list.rfind(',');
    const std::string_view last = comma == std::string_view::npos ? list : list.substr(comma + 1);
    list = comma == std::string_view::npos ? std::string_view() : list.substr(0, comma);
    return trim(last);
}

std::string joined(const Headers& headers, std::string_view name)
{
    std::string list;
    for (const auto& [field, value] : headers.fields) {
        if (same_name(field, name))
            list += list.empty() ? value : "," + value;
    }
    return list;
}

} // namespace

int check_head(Request& request, std::string_view method, Version version)
{
    if (request.headers.fields.size() > most_header_fields)
        return 431;
    if (const int refused = check_framing(request.headers, version))
        return refused;
    const auto hosts = count(request.headers, "Host");
    if (hosts > 1 || (hosts == 0 && version == Version::http_1_1))
        return 400;
    if (hosts == 1) {
        auto host = host_of(request.headers.find("Host"));
        if (!host)
            return 400;
        request.host = std::move(*host);
    }
    if (const int refused = check_method(request, method))
        return refused;
    if (const int refused = check_target(request))
        return refused;
    const std::string_view expectation = request.headers.find("Expect");
    if (!expectation.empty() && !same_name(expectation, "100-continue"))
        return 417;
    return 0;
}

bool expects_continue(const Request& request, Version version)
{
    return version == Version::http_1_1 && same_name(request.headers.find("Expect"), "100-continue");
}

std::string normal_address(std::string_view text)
{
    const std::string address(text);
    std::array<char, INET6_ADDRSTRLEN> normal = {};
    in_addr v4 = {};
    in6_addr v6 = {};
    if (::inet_pton(AF_INET, address.c_str(), &v4) == 1)
        return ::inet_ntop(AF_INET, &v4, normal.data(), normal.size());
    if (::inet_pton(AF_INET6, address.c_str(), &v6) != 1)
        return {};
    if (IN6_IS_ADDR_V4MAPPED(&v6))
        return ::inet_ntop(AF_INET, &v6.s6_addr[12], normal.data(), normal.size());
    return ::inet_ntop(AF_INET6, &v6, normal.data(), normal.size());
}

void trace_client(Request& request, std::string_view peer, const std::vector<std::string>& trusted_proxies)
{
    const auto is_trusted = [&](std::string_view address) {
        return std::ranges::any_of(trusted_proxies, [address](const std::string& proxy) {
            const std::string normal = normal_address(proxy);
            return (normal.empty() ? proxy : normal) == address;
        });
    };
    request.remote_address = peer;
    request.secure = false;
    if (!is_trusted(peer))
        return;
    const std::string protocols = joined(request.headers, "X-Forwarded-Proto");
    std::string_view last_protocol = protocols;
    request.secure = same_name(take_last(last_protocol), "https");
    const std::string chain = joined(request.headers, "X-Forwarded-For");
    std::string_view rest = chain;
    while (!rest.empty() && is_trusted(request.remote_address)) {
        const std::string address = normal_address(take_last(rest));
        if (address.empty())
            return;
        request.remote_address = address;
    }
}

} // namespace dorfnetz::http
