#include "foundation/db/sqlite.hpp"

#include "foundation/db/fair_lock.hpp"
#include "foundation/db/generations.hpp"
#include "foundation/db/shared_sync.hpp"
#include "foundation/db/sqlite_connection.hpp"

#include <atomic>
#include <condition_variable>
#include <fcntl.h>
#include <mutex>
#include <unistd.h>

namespace dorfnetz::db {

namespace {

using Clock = std::chrono::steady_clock;

// The write-ahead log, which stays the same file as long as a connection is open. SQLite's locks lie on the
// other two files, so they bear that this one is closed.
class LogFile
{
public:
    explicit LogFile(const std::string& database)
        : m_file(::open((database + "-wal").c_str(), O_RDWR | O_CLOEXEC))
    {
        if (m_file < 0)
            throw Unavailable("cannot open the write-ahead log of " + database);
    }

    LogFile(const LogFile&) = delete;
    LogFile& operator=(const LogFile&) = delete;

    ~LogFile() { ::close(m_file); }

    bool sync() const { return ::fdatasync(m_file) == 0; }

private:
    int m_file;
};

class SqlitePool final : public Pool
{
public:
    SqlitePool(std::string path, const PoolSettings& settings)
        : m_path(std::move(path)), m_settings(settings), m_writer(m_path, settings)
    {
        m_seen_version = data_version();
        if (settings.durable)
            m_log = std::make_unique<LogFile>(m_path); // reading the version has made it
    }

    Engine engine() const override { return Engine::sqlite; }

    std::uint64_t generation(std::string_view scope) override
    {
        notice_other_processes();
        return m_generations.of(scope);
    }

    void check(std::string_view sql) override
    {
        const WriterTurn turn(*this);
        m_writer.prepare(sql);
    }

    void copy_to(const std::string& path) override
    {
        SqliteConnection connection(m_path, m_settings);
        const Param target{"path", path};
        connection.run("VACUUM INTO :path", std::span(&target, 1), {});
    }

    void run_migration(const std::string& script, Sql record, const Params& params) override
    {
        const WriterTurn turn(*this);
        // A table is rebuilt by dropping the old one, which must not look like breaking references to it;
        // the check before the commit makes sure that none is broken in the end.
        m_writer.run_script("PRAGMA foreign_keys = OFF");
        m_writer.run_script("BEGIN IMMEDIATE");
        try {
            m_writer.run_script(script);
            m_writer.run("PRAGMA foreign_key_check", {}, [](const RowSource& row) {
                throw std::runtime_error("a migration breaks a reference in " + std::string(row.text(0)));
            });
            m_writer.run(record.text(), params.span(), {});
            m_writer.run_script("COMMIT");
        } catch (...) {
            if (m_writer.in_transaction())
                m_writer.run_script("ROLLBACK");
            m_writer.run_script("PRAGMA foreign_keys = ON");
            throw;
        }
        m_writer.run_script("PRAGMA foreign_keys = ON");
        m_generations.advance(Scope::everything().key);
        bring_to_disk();
    }

    void maintain() override
    {
        const WriterTurn turn(*this);
        m_writer.run_script("PRAGMA optimize; VACUUM; PRAGMA wal_checkpoint(TRUNCATE);");
    }

protected:
    void run_read(const std::function<void(Reader&)>& work) override
    {
        const auto connection = borrow();
        connection->run_script("BEGIN");
        try {
            Reader reader(*connection);
            work(reader);
        } catch (...) {
            end_read(*connection);
            give_back(connection);
            throw;
        }
        end_read(*connection);
        give_back(connection);
    }

    void run_write(Scope scope, const std::function<bool(Tx&)>& work) override
    {
        std::vector<std::function<void()>> actions;
        bool is_committed = false;
        {
            const WriterTurn turn(*this);
            if (m_sync.has_failed())
                throw Unavailable("the disk failed; nothing is written until the program is started anew");
            m_writer.run_script("BEGIN IMMEDIATE");
            try {
                Tx tx(m_writer);
                if (work(tx)) {
                    m_writer.run_script("COMMIT");
                    is_committed = true;
                    actions = take_after_commit(tx);
                    m_generations.advance(scope.key);
                } else {
                    m_writer.run_script("ROLLBACK");
                }
            } catch (...) {
                if (m_writer.in_transaction())
                    m_writer.run_script("ROLLBACK");
                throw;
            }
        }
        // The next writer works while the disk is waited for, and shares the following sync with others
        // (docs/adr/0044-group-commit.md).
        if (is_committed)
            bring_to_disk();
        for (const auto& action : actions)
            action();
    }

private:
    using Borrowed = std::shared_ptr<SqliteConnection>;

    struct WriterTurn : UnlockAtEnd
    {
        explicit WriterTurn(SqlitePool& pool) : UnlockAtEnd(waited_for(pool)) {}

        static FairLock& waited_for(SqlitePool& pool)
        {
            if (!pool.m_write_lock.lock_within(pool.m_settings.wait))
                throw Unavailable("the database is busy with another change");
            return pool.m_write_lock;
        }
    };

    void bring_to_disk()
    {
        if (m_log && !m_sync.wait())
            throw Unavailable("the disk did not take the last changes");
    }

    static void end_read(SqliteConnection& connection)
    {
        if (connection.in_transaction())
            connection.run_script("ROLLBACK");
    }

    Borrowed borrow()
    {
        std::unique_lock lock(m_readers_mutex);
        const auto may_have_one = [&] { return !m_idle.empty() || m_open < m_settings.readers; };
        if (!m_reader_returned.wait_for(lock, m_settings.wait, may_have_one))
            throw Unavailable("no free connection to the database");
        if (!m_idle.empty()) {
            auto connection = std::move(m_idle.back());
            m_idle.pop_back();
            return connection;
        }
        auto connection = std::make_shared<SqliteConnection>(m_path, m_settings);
        connection->run_script("PRAGMA query_only = ON");
        ++m_open;
        return connection;
    }

    void give_back(const Borrowed& connection)
    {
        {
            const std::lock_guard lock(m_readers_mutex);
            m_idle.push_back(connection);
        }
        m_reader_returned.notify_one();
    }

    // An import on the command line changes the file under a running server. SQLite tells the writer's
    // connection when any other changed the file, and ours are all query-only, so it was another process.
    void notice_other_processes()
    {
        const auto now = Clock::now().time_since_epoch().count();
        auto last = m_last_look.load();
        constexpr auto pause = std::chrono::nanoseconds(std::chrono::milliseconds(200)).count();
        if (now - last < pause || !m_last_look.compare_exchange_strong(last, now))
            return;
        if (!m_write_lock.lock_within(std::chrono::milliseconds(0)))
            return;
        const UnlockAtEnd unlock(m_write_lock);
        const auto version = data_version();
        if (version != std::exchange(m_seen_version, version))
            m_generations.advance(Scope::everything().key);
    }

    std::int64_t data_version()
    {
        std::int64_t version = 0;
        m_writer.run("PRAGMA data_version", {}, [&](const RowSource& row) { version = row.integer(0); });
        return version;
    }

    std::string m_path;
    PoolSettings m_settings;
    SqliteConnection m_writer;
    std::unique_ptr<LogFile> m_log; // nothing: nobody waits for the disk
    SharedSync m_sync{[this] { return m_log->sync(); }};
    FairLock m_write_lock;
    Generations m_generations;

    std::int64_t m_seen_version = 0; // guarded by m_write_lock
    std::atomic<std::chrono::nanoseconds::rep> m_last_look = 0;

    std::mutex m_readers_mutex;
    std::condition_variable m_reader_returned;
    std::vector<Borrowed> m_idle;
    unsigned m_open = 0;
};

} // namespace

std::unique_ptr<Pool> open_sqlite(const std::string& path, const PoolSettings& settings)
{
    return std::make_unique<SqlitePool>(path, settings);
}

} // namespace dorfnetz::db
