#pragma once

#include "foundation/core/log.hpp"
#include "foundation/db/generations.hpp"
#include "foundation/db/postgresql_connection.hpp"

#include <atomic>
#include <fmt/format.h>
#include <functional>
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
    void listen()
    {
        while (!m_stop) {
            try {
                PgConnection connection(m_address, m_wait);
                connection.run_script("LISTEN dorfnetz");
                // What happened while nobody listened is unknown.
                m_generations.advance(Scope::everything().key);
                while (!m_stop && connection.usable())
                    hear(connection);
            } catch (const std::exception& problem) {
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
    std::atomic<bool> m_stop = false;
    std::thread m_thread;
};

} // namespace dorfnetz::db
