#include <utility> // before Asio: Boost 1.74 forgets it

#include "foundation/http/server.hpp"

#include "foundation/core/log.hpp"
#include "foundation/http/asio_types.hpp"
#include "foundation/http/listening.hpp"
#include "foundation/http/session.hpp"
#include "foundation/http/workers.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <exception>
#include <list>
#include <malloc.h>
#include <system_error>
#include <thread>

namespace dorfnetz::http {

namespace {

constexpr Milliseconds accept_back_off{100};

// One I/O thread. Sessions stay with it, so nothing of theirs is locked.
struct Loop
{
    std::list<std::weak_ptr<Session>> sessions;
    asio::io_context context{1};
    asio::executor_work_guard<Executor> work{context.get_executor()};
};

void ignore_end(const std::exception_ptr& /*failure*/) {}

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
    Task<void> accept();
    void adopt(Loop& loop, Socket socket);
    Task<void> serve(Loop& loop, std::shared_ptr<Session> session);
    Task<void> sweep(Loop& loop);
    void begin_stop();
    Task<void> limit_drain();
    void finish();

    Service m_service;
    std::uint16_t m_port = 0;
    std::atomic<bool> m_finished{false};
    // In this order: the workers end before the loops to which they report.
    std::vector<std::unique_ptr<Loop>> m_loops;
    std::unique_ptr<Acceptor> m_acceptor;
    std::unique_ptr<Workers> m_workers;
    std::unique_ptr<Workers> m_long_workers;
};

Server::Impl::Impl(ServerSettings settings, Callbacks callbacks)
    : m_service{.settings = std::move(settings), .callbacks = std::move(callbacks), .body_memory = {}}
{
    ServerSettings& mine = m_service.settings;
    m_service.body_memory.limit = mine.limits.body_memory;
    if (mine.upload_directory.empty())
        mine.upload_directory = std::filesystem::temp_directory_path();
    std::filesystem::create_directories(mine.upload_directory);
    remove_stale_bodies(mine.upload_directory);
    for (unsigned i = 0; i < std::max(1U, mine.io_threads); ++i)
        m_loops.push_back(std::make_unique<Loop>());
    m_acceptor = std::make_unique<Acceptor>(m_loops.front()->context.get_executor());
    try {
        m_port = listen(*m_acceptor, mine);
    } catch (const boost::system::system_error& failure) {
        throw std::system_error(failure.code(), mine.address);
    }
    m_workers = std::make_unique<Workers>(std::max(1U, mine.workers), mine.limits.waiting_requests);
    m_service.workers = m_workers.get();
    if (!m_service.callbacks.takes_long)
        return;
    m_long_workers = std::make_unique<Workers>(std::max(1U, mine.long_workers),
                                               mine.limits.waiting_long_requests, Workers::Rank::gives_way);
    m_service.long_workers = m_long_workers.get();
}

Server::Impl::~Impl()
{
    m_long_workers.reset();
    m_workers.reset();
    std::error_code ignored;
    if (is_unix(m_service.settings))
        std::filesystem::remove(unix_path(m_service.settings), ignored);
}

void Server::Impl::run()
{
    asio::co_spawn(m_loops.front()->context.get_executor(), accept(), ignore_end);
    for (auto& loop : m_loops)
        asio::co_spawn(loop->context.get_executor(), sweep(*loop), ignore_end);
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < m_loops.size(); ++i)
        threads.emplace_back([&loop = *m_loops[i]] { loop.context.run(); });
    m_loops.front()->context.run();
    threads.clear();
    m_workers->close();
    if (m_long_workers)
        m_long_workers->close();
}

void Server::Impl::stop()
{
    asio::post(m_loops.front()->context.get_executor(), [this] { begin_stop(); });
}

Metrics Server::Impl::metrics() const
{
    return Metrics{.requests = m_service.requests,
                   .refused = m_service.refused,
                   .open_connections = m_service.open,
                   .waiting_requests =
                       m_workers->waiting() + (m_long_workers ? m_long_workers->waiting() : 0)};
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
    if (m_service.open >= m_service.settings.limits.connections) {
        ++m_service.refused;
        const Answer busy = refuse(m_service.callbacks, 503);
        socket.write_some(asio::buffer(busy.head + std::string(busy.response.bytes())), ignored);
        return;
    }
    ++m_service.open;
    std::string peer = peer_of(socket);
    auto session = std::make_shared<Session>(m_service, std::move(socket), std::move(peer));
    asio::co_spawn(loop.context.get_executor(), serve(loop, std::move(session)),
                   [this](const std::exception_ptr& failure) {
                       if (failure)
                           log::error("A connection ended by an exception");
                       if (--m_service.open == 0 && m_service.stopping)
                           finish();
                   });
}

Task<void> Server::Impl::serve(Loop& loop, std::shared_ptr<Session> session)
{
    loop.sessions.push_back(session);
    co_await session->serve();
}

// One look at all sessions now and then costs less than a timer for each request.
Task<void> Server::Impl::sweep(Loop& loop)
{
    const Limits& limits = m_service.settings.limits;
    const Milliseconds shortest = std::min({limits.header_time, limits.body_time, limits.write_time});
    const Milliseconds interval = std::clamp(shortest / 8, Milliseconds(5), Milliseconds(1'000));
    Timer timer(loop.context.get_executor());
    for (;;) {
        timer.expires_after(interval);
        co_await timer.async_wait(use_task);
        const auto now = SteadyClock::now();
        std::erase_if(loop.sessions, [now](const std::weak_ptr<Session>& entry) {
            const auto session = entry.lock();
            if (session)
                session->check_deadline(now);
            return !session;
        });
    }
}

void Server::Impl::begin_stop()
{
    if (m_service.stopping.exchange(true))
        return;
    ErrorCode ignored;
    m_acceptor->close(ignored);
    if (m_service.open == 0)
        return finish();
    asio::co_spawn(m_loops.front()->context.get_executor(), limit_drain(), ignore_end);
    for (auto& loop : m_loops) {
        asio::post(loop->context.get_executor(), [&sessions = loop->sessions] {
            for (const auto& entry : sessions) {
                if (const auto session = entry.lock())
                    session->end_idling();
            }
        });
    }
}

Task<void> Server::Impl::limit_drain()
{
    Timer timer(m_loops.front()->context.get_executor());
    timer.expires_after(m_service.settings.limits.drain_time);
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
            for (const auto& entry : loop.sessions) {
                if (const auto session = entry.lock())
                    session->close();
            }
            loop.context.stop();
        });
    }
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
