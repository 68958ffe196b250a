#pragma once

#include "foundation/core/log.hpp"
#include "foundation/db/generations.hpp"
#include "foundation/db/postgresql_connection.hpp"

#include <atomic>
#include <fmt/format.h>
#include <functional>
#include <memory>
#include <string>
#include <thread>

// Internal to postgresql.cpp.
namespace dorfnetz::db {

// Hears what other processes wrote (NOTIFY in their transactions) on a connection of its own.
class Listener
{
public:
    // Whether a backend of the server serves this process, whose own writes need not be told.
    using IsOurs = std::function<bool(int backend)>;

    Listener(std::string address, std::chrono::milliseconds wait, Generations& generations, IsOurs is_ours)
        : m_address(std::move(address)),
          m_wait(wait),
          m_generations(generations),
          m_is_ours(std::move(is_ours)),
          m_connection(first_connection()),
          m_thread([this] { listen(); })
    {
    }

    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    ~Listener()
    {
        m_stop = true;
        m_thread.join();
    }

private:
    std::unique_ptr<PgConnection> connect() const
    {
        auto connection = std::make_unique<PgConnection>(m_address, m_wait);
        connection->run_script("LISTEN dorfnetz");
        return connection;
    }

    // Before anybody keeps a page, so that none has to be forgotten as soon as the thread gets its turn.
    std::unique_ptr<PgConnection> first_connection() const
    {
        try {
            return connect();
        } catch (const std::exception&) {
            return nullptr; // the thread tries again, and tells
        }
    }

    void listen()
    {
        while (!m_stop) {
            try {
                if (!m_connection) {
                    m_connection = connect();
                    // What happened while nobody listened is unknown.
                    m_generations.advance(Scope::everything().key);
                }
                while (!m_stop && m_connection->usable())
                    hear(*m_connection);
                m_connection.reset();
            } catch (const std::exception& problem) {
                m_connection.reset();
                log::warning(fmt::format("not listening to the database: {}", problem.what()));
                for (int i = 0; i < 20 && !m_stop; ++i)
                    std::this_thread::sleep_for(std::chrono::milliseconds(100));
            }
        }
    }

    void hear(PgConnection& connection)
    {
        connection.wait_for_notices(std::chrono::milliseconds(100), [&](int backend, std::string_view scope) {
            if (!m_is_ours(backend))
                m_generations.advance(scope);
        });
    }

    std::string m_address;
    std::chrono::milliseconds m_wait;
    Generations& m_generations;
    IsOurs m_is_ours;
    std::unique_ptr<PgConnection> m_connection;
    std::atomic<bool> m_stop = false;
    std::thread m_thread; // last: it uses what stands above
};

} // namespace dorfnetz::db
