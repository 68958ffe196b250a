#pragma once

#include "foundation/http/message.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace dorfnetz::http {

// Bounds of what one client may cost. Deadlines are absolute, so a client that sends a byte a second is
// cut off like one that sends nothing. Bodies above 1 MB lengthen body_time and write_time by the seconds
// that the rest takes at slowest_rate: a country line needs minutes for a film, and that is no attack.
struct Limits
{
    std::chrono::milliseconds header_time{10'000}; // includes the wait between two requests
    std::chrono::milliseconds body_time{30'000};
    std::chrono::milliseconds write_time{30'000};
    std::uint64_t slowest_rate = 32 * 1024; // bytes per second
    std::size_t header_bytes = 16 * 1024;
    std::uint64_t body_bytes = 1 * 1024 * 1024;       // unless body_limit says otherwise for the path
    std::uint64_t body_memory = 256ULL * 1024 * 1024; // of all bodies held in memory; above it 503
    std::size_t connections = 4'000;
    std::size_t waiting_requests = 1'000;         // for a worker; above it 503 at once
    std::size_t waiting_long_requests = 20;       // likewise of those that take long
    std::chrono::milliseconds drain_time{20'000}; // for accepted requests when stopping
};

struct ServerSettings
{
    std::string address = "127.0.0.1"; // IPv4, IPv6 or "unix:/path" of a socket
    std::uint16_t port = 0;            // 0: any free one, see Server::port
    unsigned io_threads = 1;
    unsigned workers = 2;
    unsigned long_workers = 2; // for what takes long; they give way to everything else
    Limits limits = {};
    // Addresses, or "unix", whose X-Forwarded-For and X-Forwarded-Proto are believed.
    std::vector<std::string> trusted_proxies = {};
    // Bodies over 1 MB are streamed here; empty: the system's directory for temporary files.
    std::filesystem::path upload_directory = {};
};

struct Metrics
{
    std::uint64_t requests = 0;
    std::uint64_t refused = 0; // malformed, too large, too slow, no worker or connection free
    std::uint64_t open_connections = 0;
    std::uint64_t waiting_requests = 0;
};

using Handler = std::function<Response(const Request&)>;
// Whether the request may be answered at once on the I/O thread: only what never blocks (the page cache).
using FastPath = std::function<bool(const Request&, Response&)>;
// Whether the answer keeps a processor busy for long, such as the hash of a password. It then waits in a
// queue of its own, so that nobody else waits behind it.
using TakesLong = std::function<bool(const Request&)>;
// Most bytes a body for this path may have.
using BodyLimit = std::function<std::uint64_t(std::string_view path)>;
// How a request that reaches no handler, or whose handler failed, is answered in plain words (400, 405, 408,
// 413, 414, 417, 431, 500, 501, 503, 505). Called on any thread; must not block.
using Refusal = std::function<Response(int status)>;

struct Callbacks
{
    Handler handler = {};      // called on a worker thread; an exception becomes 500
    FastPath fast_path = {};   // optional
    TakesLong takes_long = {}; // optional
    BodyLimit body_limit = {}; // optional
    Refusal refusal = {};      // optional
};

// HTTP/1.1 server (RFC 9112). TLS and HTTP/2 are the reverse proxy's business.
class Server
{
public:
    // Listens at once; throws std::system_error if the address cannot be had or the upload directory not
    // made.
    Server(ServerSettings settings, Callbacks callbacks);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    // 0 for a Unix socket.
    std::uint16_t port() const;
    // Serves until `stop`; returns when every accepted request is answered or the drain time is over. In the
    // second case a handler may still be running: the destructor waits for it.
    void run();
    // May be called from any thread and from a signal handler's thread.
    void stop();
    Metrics metrics() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

// Keeps glibc from giving memory back to the system after every page, which cost 15-22 % of the CPU time of
// 20 KB pages. Once, at the start of the program.
void tune_allocator();

} // namespace dorfnetz::http
