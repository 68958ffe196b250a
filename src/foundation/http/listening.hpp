#pragma once

#include "foundation/http/asio_types.hpp"
#include "foundation/http/request_checks.hpp"
#include "foundation/http/server.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <cstring>
#include <filesystem>
#include <string>
#include <system_error>

// Addresses and how to listen on them. Internal to server.cpp.
namespace dorfnetz::http {

inline constexpr std::string_view unix_prefix = "unix:";

inline bool is_unix(const ServerSettings& settings)
{
    return settings.address.starts_with(unix_prefix);
}

inline std::filesystem::path unix_path(const ServerSettings& settings)
{
    return settings.address.substr(unix_prefix.size());
}

inline Protocol::endpoint endpoint_of(const ServerSettings& settings)
{
    if (is_unix(settings))
        return asio::local::stream_protocol::endpoint(unix_path(settings).string());
    return asio::ip::tcp::endpoint(asio::ip::make_address(settings.address), settings.port);
}

inline asio::ip::tcp::endpoint as_tcp(const Protocol::endpoint& endpoint)
{
    asio::ip::tcp::endpoint tcp;
    if (endpoint.size() <= tcp.capacity())
        std::memcpy(tcp.data(), endpoint.data(), endpoint.size());
    return tcp;
}

// Address of the other side; "unix" if it has none, empty if it is gone already.
inline std::string peer_of(const Socket& socket)
{
    ErrorCode error;
    const auto endpoint = socket.remote_endpoint(error);
    if (error)
        return {};
    if (endpoint.protocol().family() == AF_UNIX)
        return "unix";
    return normal_address(as_tcp(endpoint).address().to_string());
}

// A socket left by a crash is in the way; one that somebody answers is not ours to remove.
inline void remove_stale_socket(const ServerSettings& settings, Executor executor)
{
    Socket probe(executor);
    ErrorCode error;
    probe.connect(endpoint_of(settings), error);
    if (!error)
        throw std::system_error(std::make_error_code(std::errc::address_in_use), settings.address);
    if (std::filesystem::is_socket(unix_path(settings)))
        std::filesystem::remove(unix_path(settings));
}

// Returns the port, 0 for a Unix socket. Throws boost::system::system_error or std::system_error.
inline std::uint16_t listen(Acceptor& acceptor, const ServerSettings& settings)
{
    using std::filesystem::perms;
    const auto endpoint = endpoint_of(settings);
    acceptor.open(endpoint.protocol());
    if (is_unix(settings))
        remove_stale_socket(settings, acceptor.get_executor());
    else
        acceptor.set_option(asio::socket_base::reuse_address(true));
    acceptor.bind(endpoint);
    if (is_unix(settings)) // for the reverse proxy, which shares our group
        std::filesystem::permissions(unix_path(settings), perms::owner_read | perms::owner_write |
                                                              perms::group_read | perms::group_write);
    acceptor.listen(asio::socket_base::max_listen_connections);
    return is_unix(settings) ? std::uint16_t{0} : as_tcp(acceptor.local_endpoint()).port();
}

} // namespace dorfnetz::http
