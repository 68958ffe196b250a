#pragma once

#include "foundation/http/answering.hpp"
#include "foundation/http/asio_types.hpp"
#include "foundation/http/body_sink.hpp"
#include "foundation/http/request_checks.hpp"
#include "foundation/http/request_parser.hpp"
#include "foundation/http/server.hpp"
#include "foundation/http/wire.hpp"
#include "foundation/http/workers.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

// Internal to server.cpp.
namespace dorfnetz::http {

// What all connections share.
struct Service
{
    ServerSettings settings;
    Callbacks callbacks;
    BodyMemory body_memory;
    Workers* workers = nullptr;
    Workers* long_workers = nullptr; // nothing if nothing takes long
    std::atomic<bool> stopping{false};
    std::atomic<std::uint64_t> requests{0};
    std::atomic<std::uint64_t> refused{0};
    std::atomic<std::uint64_t> open{0};
};

// One connection from its first to its last request. Belongs to one I/O thread; only `answer_by_handler` runs
// elsewhere, while the session stands still.
class Session
{
public:
    Session(Service& service, Socket socket, std::string peer)
        : m_service(service),
          m_socket(std::move(socket)),
          m_peer(std::move(peer)),
          m_buffer(service.settings.limits.header_bytes + 2 * body_chunk)
    {
    }

    Task<void> serve();
    // Ends what takes longer than it may: a request half received is answered with 408.
    void check_deadline(SteadyClock::time_point now);
    // Ends waiting for a next request, as the server stops.
    void end_idling();
    void close();

private:
    enum class Phase {
        idle,      // between two requests: may be closed at any time
        receiving, // part of a request is here
        working,
        sending,
        lingering, // refused; what the client still sends is thrown away so that it gets to read the answer
    };

    enum class Until { header, end };

    // One request and its answer, on the way between the threads.
    struct Exchange
    {
        explicit Exchange(Service& service)
            : sink(service.body_memory, service.settings.upload_directory),
              parser(request, sink, service.settings.limits.header_bytes)
        {
        }

        Request request;
        BodySink sink;
        RequestParser parser;
        Answer answer;
    };

    static constexpr std::size_t header_chunk = 4 * 1024;
    static constexpr std::size_t body_chunk = 32 * 1024;
    static constexpr std::string_view continue_line = "HTTP/1.1 100 Continue\r\n\r\n";
    // What came of waiting for bytes: 0 (all there), a status to refuse with, or:
    static constexpr int connection_gone = -1;

    // Returns whether the connection serves another request.
    Task<bool> serve_one();
    Task<int> receive_request(Exchange& exchange);
    Task<int> receive(RequestParser& parser, Until until);
    Task<void> answer(Exchange& exchange);
    Task<bool> answer_on_worker(Exchange& exchange, const Continuation& continuation);
    Task<bool> send(std::string_view head, std::string_view body);
    Task<void> linger();
    void allow(Milliseconds time);
    Milliseconds with_allowance(Milliseconds time, std::uint64_t bytes) const;
    std::string_view seen() const;

    Service& m_service;
    Socket m_socket;
    std::string m_peer;
    boost::beast::flat_buffer m_buffer;
    SteadyClock::time_point m_deadline;
    bool m_timed_out = false;
    Phase m_phase = Phase::idle;
};

inline Task<void> Session::serve()
{
    while (co_await serve_one()) {
    }
    ErrorCode ignored;
    m_socket.shutdown(asio::socket_base::shutdown_send, ignored);
    if (m_phase == Phase::lingering)
        co_await linger();
    close();
}

inline void Session::check_deadline(SteadyClock::time_point now)
{
    if (now < m_deadline)
        return;
    m_timed_out = true;
    ErrorCode ignored;
    if (m_phase == Phase::sending || m_phase == Phase::lingering)
        m_socket.close(ignored);
    else
        m_socket.cancel(ignored);
}

inline void Session::end_idling()
{
    ErrorCode ignored;
    if (m_phase == Phase::idle || m_phase == Phase::lingering)
        m_socket.cancel(ignored);
}

inline void Session::close()
{
    ErrorCode ignored;
    m_socket.close(ignored);
}

inline Task<bool> Session::serve_one()
{
    m_phase = m_buffer.size() == 0 ? Phase::idle : Phase::receiving;
    allow(m_service.settings.limits.header_time);
    Exchange exchange(m_service);
    const int refused = co_await receive_request(exchange);
    if (refused == connection_gone)
        co_return false;
    if (refused == 0) {
        ++m_service.requests;
        exchange.sink.hand_over(exchange.request);
        co_await answer(exchange);
    } else {
        ++m_service.refused;
        exchange.answer = refuse(m_service.callbacks, refused);
    }
    const Response& response = exchange.answer.response;
    const bool has_body = exchange.parser.method() != to_text(Method::head) && !is_bodiless(response.status);
    const bool is_sent = co_await send(exchange.answer.head, has_body ? response.bytes() : "");
    if (!is_sent && m_timed_out)
        ++m_service.refused;
    if (is_sent && refused != 0 && !m_service.stopping)
        m_phase = Phase::lingering;
    const bool goes_on = is_sent && exchange.answer.persistence == Persistence::keep_alive;
    co_return goes_on;
}

inline Task<int> Session::receive_request(Exchange& exchange)
{
    RequestParser& parser = exchange.parser;
    Request& request = exchange.request;
    int refused = co_await receive(parser, Until::header);
    if (refused == 0)
        refused = check_head(request, parser.method(), parser.version());
    if (refused != 0)
        co_return refused;
    trace_client(request, m_peer, m_service.settings.trusted_proxies);
    const std::uint64_t limit = m_service.callbacks.body_limit ? m_service.callbacks.body_limit(request.path)
                                                               : m_service.settings.limits.body_bytes;
    exchange.sink.set_limit(limit);
    if (parser.is_done())
        co_return 0;
    const std::uint64_t announced = parser.content_length().value_or(0);
    if (announced > limit)
        co_return 413;
    if (expects_continue(request, parser.version()) && m_buffer.size() == 0 &&
        !co_await send(continue_line, {}))
        co_return connection_gone;
    m_phase = Phase::receiving;
    allow(with_allowance(m_service.settings.limits.body_time, announced));
    refused = co_await receive(parser, Until::end);
    // A large body was read in large pieces; a connection that waits needs little.
    if (m_buffer.size() == 0)
        m_buffer.shrink_to_fit();
    co_return refused;
}

inline Task<int> Session::receive(RequestParser& parser, Until until)
{
    auto& buffer = m_buffer;
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
                co_return status_of(error, parser, seen());
            buffer.consume(used);
            if (!error && used > 0)
                continue;
        }
        if (buffer.size() == buffer.max_size())
            co_return 431;
        const bool is_started = parser.got_some() || buffer.size() > 0;
        if (m_timed_out)
            co_return is_started ? 408 : connection_gone;
        if (m_service.stopping && !is_started && m_socket.available(error) == 0)
            co_return connection_gone;
        const std::size_t chunk = until == Until::header ? header_chunk : body_chunk;
        const std::size_t count = co_await m_socket.async_read_some(
            buffer.prepare(std::min(chunk, buffer.max_size() - buffer.size())),
            asio::redirect_error(use_task, error));
        if (error == asio::error::eof && is_started)
            co_return 400;
        if (error && error != asio::error::operation_aborted)
            co_return connection_gone;
        if (!m_socket.is_open())
            co_return connection_gone;
        buffer.commit(count);
        if (count > 0)
            m_phase = Phase::receiving;
    }
    co_return 0;
}

inline Task<void> Session::answer(Exchange& exchange)
{
    m_phase = Phase::working;
    m_deadline = SteadyClock::time_point::max();
    const Continuation continuation{.is_wanted = exchange.parser.wants_keep_alive(),
                                    .has_successor = m_buffer.size() > 0,
                                    .stopping = m_service.stopping};
    if (auto answer = answer_at_once(m_service.callbacks, exchange.request, continuation)) {
        exchange.answer = std::move(*answer);
    } else if (!co_await answer_on_worker(exchange, continuation)) {
        ++m_service.refused;
        exchange.answer = refuse(m_service.callbacks, 503);
    }
}

// False if too many requests wait already.
inline Task<bool> Session::answer_on_worker(Exchange& exchange, const Continuation& continuation)
{
    const Executor executor = m_socket.get_executor();
    const bool takes_long = m_service.long_workers && m_service.callbacks.takes_long(exchange.request);
    auto* const workers = takes_long ? m_service.long_workers : m_service.workers;
    bool is_queued = false;
    const auto start = [&](auto handler) {
        // Shared, because a job must be copyable; the I/O thread alone drops it.
        auto resume = std::make_shared<decltype(handler)>(std::move(handler));
        is_queued = workers->post([this, &exchange, &continuation, executor, resume]() mutable {
            exchange.answer = answer_by_handler(m_service.callbacks, exchange.request, continuation);
            asio::post(executor, [resume = std::move(resume)] { (*resume)(); });
        });
        if (!is_queued)
            asio::post(executor, [resume = std::move(resume)] { (*resume)(); });
    };
    co_await asio::async_initiate<const asio::use_awaitable_t<Executor>, void()>(start, use_task);
    co_return is_queued;
}

inline Task<bool> Session::send(std::string_view head, std::string_view body)
{
    m_phase = Phase::sending;
    allow(with_allowance(m_service.settings.limits.write_time, body.size()));
    while (!head.empty() || !body.empty()) {
        const std::array<asio::const_buffer, 2> parts = {asio::buffer(head), asio::buffer(body)};
        ErrorCode error;
        // Nearly every answer fits into the socket's buffer, which spares a round through the event loop.
        const std::size_t count = m_socket.write_some(parts, error);
        if (error == asio::error::would_block)
            co_await m_socket.async_wait(asio::socket_base::wait_write,
                                         asio::redirect_error(use_task, error));
        if (error || m_timed_out)
            co_return false;
        const std::size_t of_head = std::min(count, head.size());
        head.remove_prefix(of_head);
        body.remove_prefix(count - of_head);
    }
    co_return true;
}

// Closing with unread bytes would reset the connection, and the client would lose the answer that says why.
inline Task<void> Session::linger()
{
    allow(m_service.settings.limits.header_time);
    ErrorCode error;
    while (!error && !m_timed_out && !m_service.stopping) {
        m_buffer.clear();
        co_await m_socket.async_read_some(m_buffer.prepare(header_chunk),
                                          asio::redirect_error(use_task, error));
    }
}

inline Milliseconds Session::with_allowance(Milliseconds time, std::uint64_t bytes) const
{
    if (bytes <= largest_body_in_memory)
        return time;
    const std::uint64_t rate = std::max<std::uint64_t>(1, m_service.settings.limits.slowest_rate);
    return time + Milliseconds((bytes - largest_body_in_memory) * 1'000 / rate);
}

inline void Session::allow(Milliseconds time)
{
    m_deadline = SteadyClock::now() + time;
    m_timed_out = false;
}

inline std::string_view Session::seen() const
{
    return {static_cast<const char*>(m_buffer.data().data()), m_buffer.size()};
}

} // namespace dorfnetz::http
