#include <utility> // before Asio: Boost 1.74 forgets it

#include "foundation/http/server.hpp"

#include "foundation/core/log.hpp"
#include "foundation/http/body_sink.hpp"
#include "foundation/http/request_checks.hpp"
#include "foundation/http/request_parser.hpp"
#include "foundation/http/wire.hpp"
#include "foundation/http/workers.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <cstring>
#include <exception>
#include <list>
#include <malloc.h>
#include <system_error>
#include <thread>

namespace dorfnetz::http {

namespace {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;
using SteadyClock = std::chrono::steady_clock;
using Milliseconds = std::chrono::milliseconds;

// Everything names the concrete executor: the type-erased one costs measurably per operation.
using Executor = asio::io_context::executor_type;
using Protocol = asio::generic::stream_protocol; // TCP and Unix sockets alike
using Socket = asio::basic_stream_socket<Protocol, Executor>;
using Acceptor = asio::basic_socket_acceptor<Protocol, Executor>;
using Timer = asio::basic_waitable_timer<SteadyClock, asio::wait_traits<SteadyClock>, Executor>;
template <class T>
using Task = asio::awaitable<T, Executor>;
constexpr asio::use_awaitable_t<Executor> use_task{};

constexpr std::size_t header_chunk = 4 * 1024;
constexpr std::size_t body_chunk = 32 * 1024;
constexpr Milliseconds accept_back_off{100};
constexpr std::string_view unix_prefix = "unix:";
constexpr std::string_view continue_line = "HTTP/1.1 100 Continue\r\n\r\n";

enum class Phase {
    idle,      // between two requests: may be closed at any time
    receiving, // part of a request is here
    working,
    sending,
    lingering, // refused; what the client still sends is thrown away so that it gets to read the answer
};

struct Connection
{
    Connection(Socket accepted, std::string peer_address, std::size_t most_buffered)
        : socket(std::move(accepted)), peer(std::move(peer_address)), buffer(most_buffered)
    {
    }

    void allow(Milliseconds time)
    {
        deadline = SteadyClock::now() + time;
        timed_out = false;
    }

    Socket socket;
    std::string peer;
    boost::beast::flat_buffer buffer;
    SteadyClock::time_point deadline;
    bool timed_out = false;
    Phase phase = Phase::idle;
};

// One I/O thread. Connections stay with it, so nothing of theirs is locked.
struct Loop
{
    std::list<std::weak_ptr<Connection>> connections;
    asio::io_context context{1};
    asio::executor_work_guard<Executor> work{context.get_executor()};
};

// One request and its answer, on the way between the threads.
struct Exchange
{
    Exchange(BodyMemory& memory, const std::filesystem::path& directory, std::size_t header_bytes)
        : sink(memory, directory), parser(request, sink, header_bytes)
    {
    }

    Request request;
    BodySink sink;
    RequestParser parser;
    Response response;
    std::string head;
    Persistence persistence = Persistence::close;
    bool has_successor = false; // the client has sent more behind it
    bool is_queued = false;
};

// What came of waiting for bytes: 0 (all there), a status to refuse with, or:
constexpr int connection_gone = -1;

// "GET / HTTP/2.0\r": well-formed, but of a version that is not ours.
bool names_other_version(std::string_view request_line)
{
    constexpr std::string_view pattern = " HTTP/d.d\r";
    if (request_line.size() < pattern.size() || std::ranges::count(request_line, ' ') != 2)
        return false;
    const std::string_view version = request_line.substr(request_line.size() - pattern.size());
    return std::ranges::equal(version, pattern,
                              [](char seen, char wanted) {
                                  return wanted == 'd' ? seen >= '0' && seen <= '9' : seen == wanted;
                              }) &&
           version[6] != '1';
}

int status_of(const ErrorCode& failure, const Connection& connection, const RequestParser& parser)
{
    using boost::beast::http::error;
    const std::string_view seen(static_cast<const char*>(connection.buffer.data().data()),
                                connection.buffer.size());
    const std::string_view line = seen.substr(0, std::min(seen.find('\n'), longest_target + 64));
    if (failure == error::header_limit)
        return parser.has_request_line() || line.size() < std::min(seen.size(), longest_target) ? 431 : 414;
    if (failure == error::body_limit)
        return 413;
    if (failure == boost::system::errc::no_space_on_device)
        return 503;
    if (failure == error::bad_version && names_other_version(line))
        return 505;
    return 400;
}

asio::generic::stream_protocol::endpoint endpoint_of(const ServerSettings& settings)
{
    if (settings.address.starts_with(unix_prefix))
        return asio::local::stream_protocol::endpoint(settings.address.substr(unix_prefix.size()));
    return asio::ip::tcp::endpoint(asio::ip::make_address(settings.address), settings.port);
}

asio::ip::tcp::endpoint as_tcp(const Protocol::endpoint& endpoint)
{
    asio::ip::tcp::endpoint tcp;
    if (endpoint.size() <= tcp.capacity())
        std::memcpy(tcp.data(), endpoint.data(), endpoint.size());
    return tcp;
}

std::string peer_of(const Socket& socket)
{
    ErrorCode error;
    const auto endpoint = socket.remote_endpoint(error);
    if (error)
        return {};
    if (endpoint.protocol().family() == AF_UNIX)
        return "unix";
    return normal_address(as_tcp(endpoint).address().to_string());
}

} // namespace

class Server::Impl
{
public:
    Impl(ServerSettings settings, Callbacks callbacks);
    ~Impl();

    std::uint16_t port() const { return m_port; }

    void run();
    void stop();
    Metrics metrics() const;

private:
    enum class Until { header, end };

    void listen();
    Task<void> accept();
    void adopt(Loop& loop, Socket socket);
    Task<void> serve(Loop& loop, std::shared_ptr<Connection> connection);
    Task<bool> serve_one(Connection& connection);
    Task<int> receive_request(Connection& connection, Exchange& exchange);
    Task<int> receive(Connection& connection, RequestParser& parser, Until until);
    Task<void> answer(Connection& connection, Exchange& exchange);
    void handle(Exchange& exchange);
    void complete(Exchange& exchange);
    void fill_refusal(Exchange& exchange, int status);
    Task<bool> send(Connection& connection, std::string_view head, std::string_view body);
    Task<void> linger(Connection& connection);
    Task<void> sweep(Loop& loop);
    void begin_stop();
    Task<void> limit_drain();
    void finish();
    Milliseconds with_allowance(Milliseconds time, std::uint64_t bytes) const;

    ServerSettings m_settings;
    Callbacks m_callbacks;
    BodyMemory m_body_memory;
    std::uint16_t m_port = 0;
    std::atomic<bool> m_stopping{false};
    std::atomic<bool> m_finished{false};
    std::atomic<std::uint64_t> m_requests{0};
    std::atomic<std::uint64_t> m_refused{0};
    std::atomic<std::uint64_t> m_open{0};
    // In this order: the workers end before the loops to which they report.
    std::vector<std::unique_ptr<Loop>> m_loops;
    std::unique_ptr<Acceptor> m_acceptor;
    std::unique_ptr<Workers> m_workers;
};

Server::Impl::Impl(ServerSettings settings, Callbacks callbacks)
    : m_settings(std::move(settings)),
      m_callbacks(std::move(callbacks)),
      m_body_memory{.limit = m_settings.limits.body_memory}
{
    if (m_settings.upload_directory.empty())
        m_settings.upload_directory = std::filesystem::temp_directory_path();
    std::filesystem::create_directories(m_settings.upload_directory);
    remove_stale_bodies(m_settings.upload_directory);
    for (unsigned i = 0; i < std::max(1U, m_settings.io_threads); ++i)
        m_loops.push_back(std::make_unique<Loop>());
    m_acceptor = std::make_unique<Acceptor>(m_loops.front()->context.get_executor());
    try {
        listen();
    } catch (const boost::system::system_error& failure) {
        throw std::system_error(failure.code(), m_settings.address);
    }
    m_workers =
        std::make_unique<Workers>(std::max(1U, m_settings.workers), m_settings.limits.waiting_requests);
}

Server::Impl::~Impl()
{
    m_workers.reset();
    if (m_settings.address.starts_with(unix_prefix))
        std::filesystem::remove(m_settings.address.substr(unix_prefix.size()));
}

void Server::Impl::listen()
{
    const auto endpoint = endpoint_of(m_settings);
    const bool is_unix = endpoint.protocol().family() == AF_UNIX;
    if (is_unix) {
        // A socket left by a crash is in the way; one that somebody answers is not ours to remove.
        Socket probe(m_loops.front()->context.get_executor());
        ErrorCode error;
        probe.connect(endpoint, error);
        if (!error)
            throw std::system_error(std::make_error_code(std::errc::address_in_use), m_settings.address);
        const std::filesystem::path path = m_settings.address.substr(unix_prefix.size());
        if (std::filesystem::is_socket(path))
            std::filesystem::remove(path);
    }
    m_acceptor->open(endpoint.protocol());
    if (!is_unix)
        m_acceptor->set_option(asio::socket_base::reuse_address(true));
    m_acceptor->bind(endpoint);
    if (is_unix) {
        using std::filesystem::perms;
        std::filesystem::permissions(m_settings.address.substr(unix_prefix.size()),
                                     perms::owner_read | perms::owner_write | perms::group_read |
                                         perms::group_write);
    } else {
        m_port = as_tcp(m_acceptor->local_endpoint()).port();
    }
    m_acceptor->listen(asio::socket_base::max_listen_connections);
}

void Server::Impl::run()
{
    asio::co_spawn(m_loops.front()->context.get_executor(), accept(), [](const std::exception_ptr&) {});
    for (auto& loop : m_loops)
        asio::co_spawn(loop->context.get_executor(), sweep(*loop), [](const std::exception_ptr&) {});
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < m_loops.size(); ++i)
        threads.emplace_back([&loop = *m_loops[i]] { loop.context.run(); });
    m_loops.front()->context.run();
    threads.clear();
    m_workers->close();
}

void Server::Impl::stop()
{
    asio::post(m_loops.front()->context.get_executor(), [this] { begin_stop(); });
}

Metrics Server::Impl::metrics() const
{
    return Metrics{.requests = m_requests,
                   .refused = m_refused,
                   .open_connections = m_open,
                   .waiting_requests = m_workers->waiting()};
}

Task<void> Server::Impl::accept()
{
    for (std::size_t turn = 0;; ++turn) {
        Loop& loop = *m_loops[turn % m_loops.size()];
        Socket socket(loop.context.get_executor());
        ErrorCode error;
        co_await m_acceptor->async_accept(socket, asio::redirect_error(use_task, error));
        if (!m_acceptor->is_open())
            co_return;
        if (!error) {
            adopt(loop, std::move(socket));
        } else if (error != asio::error::connection_aborted) {
            // Out of file descriptors, as a rule: trying again at once would only burn the processor.
            Timer timer(m_acceptor->get_executor());
            timer.expires_after(accept_back_off);
            co_await timer.async_wait(asio::redirect_error(use_task, error));
        }
    }
}

void Server::Impl::adopt(Loop& loop, Socket socket)
{
    ErrorCode ignored;
    socket.non_blocking(true, ignored);
    socket.set_option(asio::ip::tcp::no_delay(true), ignored);
    if (m_open >= m_settings.limits.connections) {
        ++m_refused;
        constexpr std::string_view busy = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: "
                                          "5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        socket.write_some(asio::buffer(busy), ignored);
        return;
    }
    ++m_open;
    std::string peer = peer_of(socket);
    auto connection = std::make_shared<Connection>(std::move(socket), std::move(peer),
                                                   m_settings.limits.header_bytes + 2 * body_chunk);
    asio::co_spawn(loop.context.get_executor(), serve(loop, std::move(connection)),
                   [this](const std::exception_ptr& failure) {
                       if (failure)
                           log::error("A connection ended by an exception");
                       if (--m_open == 0 && m_stopping)
                           finish();
                   });
}

Task<void> Server::Impl::serve(Loop& loop, std::shared_ptr<Connection> connection)
{
    loop.connections.push_back(connection);
    while (co_await serve_one(*connection)) {
    }
    ErrorCode ignored;
    connection->socket.shutdown(asio::socket_base::shutdown_send, ignored);
    if (connection->phase == Phase::lingering)
        co_await linger(*connection);
    connection->socket.close(ignored);
}

// Whether the connection serves another request.
Task<bool> Server::Impl::serve_one(Connection& connection)
{
    connection.phase = connection.buffer.size() == 0 ? Phase::idle : Phase::receiving;
    connection.allow(m_settings.limits.header_time);
    Exchange exchange(m_body_memory, m_settings.upload_directory, m_settings.limits.header_bytes);
    const int refused = co_await receive_request(connection, exchange);
    if (refused == connection_gone)
        co_return false;
    if (refused != 0) {
        fill_refusal(exchange, refused);
    } else {
        ++m_requests;
        exchange.sink.hand_over(exchange.request);
        co_await answer(connection, exchange);
    }
    const bool has_body =
        exchange.parser.method() != to_text(Method::head) && !is_bodiless(exchange.response.status);
    const bool sent = co_await send(connection, exchange.head, has_body ? exchange.response.bytes() : "");
    if (!sent && connection.timed_out)
        ++m_refused;
    if (sent && refused != 0 && !m_stopping)
        connection.phase = Phase::lingering;
    co_return sent&& exchange.persistence == Persistence::keep_alive;
}

Task<int> Server::Impl::receive_request(Connection& connection, Exchange& exchange)
{
    RequestParser& parser = exchange.parser;
    Request& request = exchange.request;
    int refused = co_await receive(connection, parser, Until::header);
    if (refused == 0)
        refused = check_head(request, parser.method(), parser.version());
    if (refused != 0)
        co_return refused;
    trace_client(request, connection.peer, m_settings.trusted_proxies);
    const std::uint64_t limit =
        m_callbacks.body_limit ? m_callbacks.body_limit(request.path) : m_settings.limits.body_bytes;
    exchange.sink.set_limit(limit);
    if (parser.is_done())
        co_return 0;
    const std::uint64_t announced = parser.content_length().value_or(0);
    if (announced > limit)
        co_return 413;
    if (expects_continue(request, parser.version()) && connection.buffer.size() == 0 &&
        !co_await send(connection, continue_line, {}))
        co_return connection_gone;
    connection.phase = Phase::receiving;
    connection.allow(with_allowance(m_settings.limits.body_time, announced));
    refused = co_await receive(connection, parser, Until::end);
    // A large body was read in large pieces; a connection that waits needs little.
    if (connection.buffer.size() == 0)
        connection.buffer.shrink_to_fit();
    co_return refused;
}

Task<int> Server::Impl::receive(Connection& connection, RequestParser& parser, Until until)
{
    auto& buffer = connection.buffer;
    const auto starts_with_line_break = [&] {
        const char* bytes = static_cast<const char*>(buffer.data().data());
        return !parser.got_some() && buffer.size() > 0 && bytes[0] == '\r' &&
               (buffer.size() == 1 || bytes[1] == '\n');
    };
    while (until == Until::header ? !parser.is_header_done() : !parser.is_done()) {
        ErrorCode error;
        while (starts_with_line_break() && buffer.size() > 1) // RFC 9112, 2.2: some clients send one too many
            buffer.consume(2);
        if (buffer.size() > 0 && !starts_with_line_break()) {
            const std::size_t used = parser.put(buffer.data(), error);
            if (error && error != boost::beast::http::error::need_more)
                co_return status_of(error, connection, parser);
            buffer.consume(used);
            if (!error && used > 0)
                continue;
        }
        if (buffer.size() == buffer.max_size())
            co_return 431;
        const bool is_started = parser.got_some() || buffer.size() > 0;
        if (connection.timed_out)
            co_return is_started ? 408 : connection_gone;
        if (m_stopping && !is_started && connection.socket.available(error) == 0)
            co_return connection_gone;
        const std::size_t chunk = until == Until::header ? header_chunk : body_chunk;
        const std::size_t count = co_await connection.socket.async_read_some(
            buffer.prepare(std::min(chunk, buffer.max_size() - buffer.size())),
            asio::redirect_error(use_task, error));
        if (error == asio::error::eof && is_started)
            co_return 400;
        if (error && error != asio::error::operation_aborted)
            co_return connection_gone;
        if (!connection.socket.is_open())
            co_return connection_gone;
        buffer.commit(count);
        if (count > 0)
            connection.phase = Phase::receiving;
    }
    co_return 0;
}

Task<void> Server::Impl::answer(Connection& connection, Exchange& exchange)
{
    connection.phase = Phase::working;
    connection.deadline = SteadyClock::time_point::max();
    exchange.has_successor = connection.buffer.size() > 0;
    try {
        if (m_callbacks.fast_path && m_callbacks.fast_path(exchange.request, exchange.response)) {
            complete(exchange);
            co_return;
        }
    } catch (const std::exception& failure) {
        log::error(std::string("Exception on the fast path: ") + failure.what());
        fill_refusal(exchange, 500);
        co_return;
    }
    const auto executor = connection.socket.get_executor();
    const auto start = [&](auto handler) {
        // Shared, because a job must be copyable; the I/O thread alone drops it.
        auto resume = std::make_shared<decltype(handler)>(std::move(handler));
        exchange.is_queued = m_workers->post([this, &exchange, executor, resume]() mutable {
            handle(exchange);
            asio::post(executor, [resume = std::move(resume)] { (*resume)(); });
        });
        if (!exchange.is_queued)
            asio::post(executor, [resume = std::move(resume)] { (*resume)(); });
    };
    co_await asio::async_initiate<const asio::use_awaitable_t<Executor>, void()>(start, use_task);
    if (!exchange.is_queued)
        fill_refusal(exchange, 503);
}

// On a worker thread.
void Server::Impl::handle(Exchange& exchange)
{
    try {
        exchange.response = m_callbacks.handler(exchange.request);
        return complete(exchange);
    } catch (const std::exception& failure) {
        log::error(std::string("Exception in a handler: ") + failure.what());
    } catch (...) {
        log::error("Exception of unknown type in a handler");
    }
    fill_refusal(exchange, 500);
}

void Server::Impl::complete(Exchange& exchange)
{
    // Requests that are here already when the server stops are still answered.
    const bool goes_on = exchange.parser.wants_keep_alive() && (!m_stopping || exchange.has_successor) &&
                         !same_name(exchange.response.headers.find("Connection"), "close");
    exchange.persistence = goes_on ? Persistence::keep_alive : Persistence::close;
    exchange.head = serialize_head(exchange.response, exchange.persistence);
}

void Server::Impl::fill_refusal(Exchange& exchange, int status)
{
    exchange.persistence = Persistence::close;
    if (status != 500)
        ++m_refused;
    const auto answer_with = [&](Response response) {
        response.status = status;
        if (status == 405)
            response.headers.set("Allow", "GET, HEAD, POST, OPTIONS");
        if (status == 503 && response.headers.find("Retry-After").empty())
            response.headers.add("Retry-After", "5");
        exchange.head = serialize_head(response, exchange.persistence);
        exchange.response = std::move(response);
    };
    try {
        if (m_callbacks.refusal)
            return answer_with(m_callbacks.refusal(status));
    } catch (const std::exception& failure) {
        log::error(std::string("Exception in a refusal: ") + failure.what());
    }
    answer_with(text_response(status, std::string(reason_phrase(status)) + "\n"));
}

Task<bool> Server::Impl::send(Connection& connection, std::string_view head, std::string_view body)
{
    connection.phase = Phase::sending;
    connection.allow(with_allowance(m_settings.limits.write_time, body.size()));
    while (!head.empty() || !body.empty()) {
        const std::array<asio::const_buffer, 2> parts = {asio::buffer(head), asio::buffer(body)};
        ErrorCode error;
        // Nearly every answer fits into the socket's buffer, which spares a round through the event loop.
        const std::size_t count = connection.socket.write_some(parts, error);
        if (error == asio::error::would_block)
            co_await connection.socket.async_wait(asio::socket_base::wait_write,
                                                  asio::redirect_error(use_task, error));
        if (error || connection.timed_out)
            co_return false;
        const std::size_t of_head = std::min(count, head.size());
        head.remove_prefix(of_head);
        body.remove_prefix(count - of_head);
    }
    co_return true;
}

// Closing with unread bytes would reset the connection, and the client would lose the answer that says why.
Task<void> Server::Impl::linger(Connection& connection)
{
    connection.allow(m_settings.limits.header_time);
    ErrorCode error;
    while (!error && !connection.timed_out && !m_stopping) {
        connection.buffer.clear();
        co_await connection.socket.async_read_some(connection.buffer.prepare(header_chunk),
                                                   asio::redirect_error(use_task, error));
    }
}

// One look at all connections now and then costs less than a timer for each request.
Task<void> Server::Impl::sweep(Loop& loop)
{
    const Limits& limits = m_settings.limits;
    const Milliseconds shortest = std::min({limits.header_time, limits.body_time, limits.write_time});
    const Milliseconds interval = std::clamp(shortest / 8, Milliseconds(5), Milliseconds(1'000));
    Timer timer(loop.context.get_executor());
    for (;;) {
        timer.expires_after(interval);
        co_await timer.async_wait(use_task);
        const auto now = SteadyClock::now();
        std::erase_if(loop.connections, [now](const std::weak_ptr<Connection>& entry) {
            const auto connection = entry.lock();
            if (!connection)
                return true;
            if (now < connection->deadline)
                return false;
            ErrorCode ignored;
            connection->timed_out = true;
            if (connection->phase == Phase::sending || connection->phase == Phase::lingering)
                connection->socket.close(ignored);
            else
                connection->socket.cancel(ignored);
            return false;
        });
    }
}

void Server::Impl::begin_stop()
{
    if (m_stopping.exchange(true))
        return;
    ErrorCode ignored;
    m_acceptor->close(ignored);
    if (m_open == 0)
        return finish();
    asio::co_spawn(m_loops.front()->context.get_executor(), limit_drain(), [](const std::exception_ptr&) {});
    for (auto& loop : m_loops) {
        asio::post(loop->context.get_executor(), [&connections = loop->connections] {
            for (const auto& entry : connections) {
                const auto connection = entry.lock();
                ErrorCode error;
                if (connection && (connection->phase == Phase::idle || connection->phase == Phase::lingering))
                    connection->socket.cancel(error);
            }
        });
    }
}

Task<void> Server::Impl::limit_drain()
{
    Timer timer(m_loops.front()->context.get_executor());
    timer.expires_after(m_settings.limits.drain_time);
    co_await timer.async_wait(use_task);
    log::warning("Stopping with requests unanswered: the time for them is over");
    finish();
}

void Server::Impl::finish()
{
    if (m_finished.exchange(true))
        return;
    for (auto& loop : m_loops) {
        asio::post(loop->context.get_executor(), [&loop = *loop] {
            for (const auto& entry : loop.connections) {
                ErrorCode ignored;
                if (const auto connection = entry.lock())
                    connection->socket.close(ignored);
            }
            loop.context.stop();
        });
    }
}

Milliseconds Server::Impl::with_allowance(Milliseconds time, std::uint64_t bytes) const
{
    if (bytes <= largest_body_in_memory)
        return time;
    return time + Milliseconds((bytes - largest_body_in_memory) * 1'000 / m_settings.limits.slowest_rate);
}

Server::Server(ServerSettings settings, Callbacks callbacks)
    : m_impl(std::make_unique<Impl>(std::move(settings), std::move(callbacks)))
{
}

Server::~Server() = default;

std::uint16_t Server::port() const
{
    return m_impl->port();
}

void Server::run()
{
    m_impl->run();
}

void Server::stop()
{
    m_impl->stop();
}

Metrics Server::metrics() const
{
    return m_impl->metrics();
}

void tune_allocator()
{
    ::mallopt(M_TRIM_THRESHOLD, 256 * 1024 * 1024);
    ::mallopt(M_TOP_PAD, 16 * 1024 * 1024);
}

} // namespace dorfnetz::http
