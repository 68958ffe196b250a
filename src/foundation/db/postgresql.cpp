#include "foundation/db/postgresql.hpp"

#include "foundation/core/log.hpp"
#include "foundation/db/generations.hpp"
#include "foundation/db/postgresql_connection.hpp"
#include "foundation/db/postgresql_listener.hpp"

#include <condition_variable>
#include <fmt/format.h>
#include <mutex>
#include <set>
#include <thread>

namespace dorfnetz::db {

namespace {

class PgPool final : public Pool
{
public:
    PgPool(const std::string& address, const PoolSettings& settings)
        : m_address(address),
          m_settings(settings),
          m_listener(address, settings.wait, m_generations, [this](int backend) { return is_ours(backend); })
    {
        refuse_other_collations();
    }

    Engine engine() const override { return Engine::postgresql; }

    std::uint64_t generation(std::string_view scope) override { return m_generations.of(scope); }

    void check(std::string_view sql) override
    {
        Borrowed connection(*this);
        connection->prepare(sql);
    }

    void copy_to(const std::string&) override
    {
        throw std::logic_error("a PostgreSQL database is copied by pg_dump");
    }

    void run_migration(const std::string& script, Sql record, const Params& params) override
    {
        Borrowed connection(*this);
        connection->run_script("BEGIN");
        connection->run_script(script);
        connection->run(record.text(), params.span(), {});
        connection->run_script("COMMIT");
    }

    // Autovacuum does what is needed.
    void maintain() override {}

protected:
    void run_read(const std::function<void(Reader&)>& work) override
    {
        Borrowed connection(*this);
        connection->run_script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        Reader reader(*connection);
        work(reader);
        connection->run_script("COMMIT");
    }

    void run_write(Scope scope, const std::function<bool(Tx&)>& work) override
    {
        for (unsigned attempt = 1;; ++attempt) {
            try {
                write_once(scope, work);
                return;
            } catch (const Retry& problem) {
                if (attempt >= m_settings.attempts)
                    throw Unavailable(problem.what());
                std::this_thread::sleep_for(std::chrono::milliseconds(1U << std::min(attempt, 6U)));
            }
        }
    }

private:
    // A connection for one piece of work. One that is left inside a transaction by an exception is rolled
    // back, one that broke is thrown away.
    class Borrowed
    {
    public:
        explicit Borrowed(PgPool& pool) : m_pool(pool), m_connection(pool.take()) {}

        Borrowed(const Borrowed&) = delete;
        Borrowed& operator=(const Borrowed&) = delete;

        ~Borrowed()
        {
            try {
                if (m_connection->usable() && m_connection->in_transaction())
                    m_connection->run_script("ROLLBACK");
            } catch (const std::exception& problem) {
                log::warning(fmt::format("rollback failed: {}", problem.what()));
            }
            m_pool.give_back(std::move(m_connection));
        }

        PgConnection& operator*() { return *m_connection; }

        PgConnection* operator->() { return m_connection.get(); }

    private:
        PgPool& m_pool;
        std::unique_ptr<PgConnection> m_connection;
    };

    void write_once(Scope scope, const std::function<bool(Tx&)>& work)
    {
        std::vector<std::function<void()>> actions;
        {
            Borrowed connection(*this);
            connection->run_script("BEGIN ISOLATION LEVEL SERIALIZABLE");
            Tx tx(*connection);
            if (!work(tx))
                return;
            if (!scope.key.empty()) {
                const Param key{"scope", scope.key};
                connection->run("SELECT pg_notify('dorfnetz', :scope)", std::span(&key, 1), {});
            }
            try {
                connection->run_script("COMMIT");
            } catch (const Unavailable&) {
                // It may have happened: only the answer did not come. What was kept from before it is old,
                // then.
                m_generations.advance(scope.key);
                throw;
            }
            actions = take_after_commit(tx);
            // Not left to the listener: the next request of this process must already see the change.
            m_generations.advance(scope.key);
        }
        for (const auto& action : actions)
            action();
    }

    std::unique_ptr<PgConnection> take()
    {
        std::unique_lock lock(m_mutex);
        const auto may_have_one = [&] { return !m_idle.empty() || m_open < m_settings.readers; };
        if (!m_returned.wait_for(lock, m_settings.wait, may_have_one))
            throw Unavailable("no free connection to the database");
        // One that broke meanwhile, as the server was restarted, is nothing that a visitor should hear of.
        while (!m_idle.empty()) {
            auto connection = std::move(m_idle.back());
            m_idle.pop_back();
            if (connection->still_usable())
                return connection;
            m_backends.erase(connection->backend());
            --m_open;
        }
        ++m_open;
        lock.unlock();
        try {
            auto connection = std::make_unique<PgConnection>(m_address, m_settings.wait);
            lock.lock();
            m_backends.insert(connection->backend());
            return connection;
        } catch (...) {
            lock.lock();
            --m_open;
            throw;
        }
    }

    void give_back(std::unique_ptr<PgConnection> connection)
    {
        {
            const std::lock_guard lock(m_mutex);
            if (connection->usable() && !connection->in_transaction())
                m_idle.push_back(std::move(connection));
            else {
                m_backends.erase(connection->backend());
                --m_open;
            }
        }
        m_returned.notify_one();
    }

    bool is_ours(int backend)
    {
        const std::lock_guard lock(m_mutex);
        return m_backends.contains(backend);
    }

    // Both engines must sort and compare by bytes, or a list would have another order on each.
    void refuse_other_collations()
    {
        Borrowed connection(*this);
        connection->run("SELECT datcollate FROM pg_database WHERE datname = current_database()", {},
                        [](const RowSource& row) {
                            if (row.text(0) != "C" && row.text(0) != "C.UTF-8" && row.text(0) != "C.utf8")
                                throw std::runtime_error(
                                    "the PostgreSQL database must be created with LC_COLLATE C "
                                    "or C.UTF-8, not " +
                                    std::string(row.text(0)));
                        });
    }

    std::string m_address;
    PoolSettings m_settings;
    Generations m_generations;
    std::mutex m_mutex;
    std::condition_variable m_returned;
    std::vector<std::unique_ptr<PgConnection>> m_idle;
    std::set<int> m_backends; // of all connections, idle or not
    unsigned m_open = 0;
    Listener m_listener; // last: its thread uses what stands above
};

} // namespace

std::unique_ptr<Pool> open_postgresql(const std::string& address, const PoolSettings& settings)
{
    return std::make_unique<PgPool>(address, settings);
}

} // namespace dorfnetz::db
