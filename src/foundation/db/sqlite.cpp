#include "foundation/db/sqlite.hpp"

#include "foundation/db/generations.hpp"
#include "foundation/db/named_parameters.hpp"

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <mutex>
#include <sqlite3.h>
#include <thread>
#include <unordered_map>

namespace dorfnetz::db {

namespace {

using Clock = std::chrono::steady_clock;

struct TextHash
{
    using is_transparent = void;

    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

[[noreturn]] void fail(sqlite3* handle, std::string_view what)
{
    const std::string message = std::string(sqlite3_errmsg(handle)) + " in: " + std::string(what);
    switch (sqlite3_extended_errcode(handle)) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        throw ConstraintViolated(ConstraintViolated::Kind::unique, message);
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        throw ConstraintViolated(ConstraintViolated::Kind::foreign_key, message);
    case SQLITE_CONSTRAINT_CHECK:
        throw ConstraintViolated(ConstraintViolated::Kind::check, message);
    case SQLITE_CONSTRAINT_NOTNULL:
        throw ConstraintViolated(ConstraintViolated::Kind::not_null, message);
    default:
        break;
    }
    switch (sqlite3_errcode(handle) & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_NOMEM:
        throw Unavailable(message);
    default:
        throw std::runtime_error(message);
    }
}

class SqliteRow final : public RowSource
{
public:
    explicit SqliteRow(sqlite3_stmt* statement) : m_statement(statement) {}

    int columns() const override { return sqlite3_column_count(m_statement); }

    bool is_null(int column) const override
    {
        return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
    }

    std::int64_t integer(int column) const override { return sqlite3_column_int64(m_statement, column); }

    double real(int column) const override { return sqlite3_column_double(m_statement, column); }

    std::string_view text(int column) const override
    {
        const auto* bytes = static_cast<const char*>(sqlite3_column_blob(m_statement, column));
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column));
        return bytes == nullptr ? std::string_view() : std::string_view(bytes, size);
    }

private:
    sqlite3_stmt* m_statement;
};

// Leaves no cursor open: an open one holds a snapshot and lets the write-ahead log grow without bound.
struct ResetAtEnd
{
    explicit ResetAtEnd(sqlite3_stmt* used) : statement(used) {}

    ResetAtEnd(const ResetAtEnd&) = delete;
    ResetAtEnd& operator=(const ResetAtEnd&) = delete;

    ~ResetAtEnd()
    {
        sqlite3_reset(statement);
        sqlite3_clear_bindings(statement);
    }

    sqlite3_stmt* statement;
};

class SqliteConnection final : public Connection
{
public:
    SqliteConnection(const std::string& path, const PoolSettings& settings)
    {
        constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
        if (sqlite3_open_v2(path.c_str(), &m_handle, flags, nullptr) != SQLITE_OK) {
            const std::string message = m_handle ? sqlite3_errmsg(m_handle) : "no memory";
            sqlite3_close(m_handle);
            throw Unavailable("cannot open " + path + ": " + message);
        }
        sqlite3_extended_result_codes(m_handle, 1);
        sqlite3_busy_timeout(m_handle, static_cast<int>(settings.wait.count()));
        // A misspelt column in double quotes must be an error, not a text.
        sqlite3_db_config(m_handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
        sqlite3_db_config(m_handle, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
        sqlite3_db_config(m_handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
        run_script("PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;"
                   "PRAGMA temp_store = MEMORY;");
        run_script(settings.durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF");
    }

    ~SqliteConnection() override
    {
        for (const auto& [text, statement] : m_statements)
            sqlite3_finalize(statement);
        sqlite3_close(m_handle);
    }

    Engine engine() const override { return Engine::sqlite; }

    std::int64_t run(std::string_view sql, std::span<const Param> params, const RowFunction& on_row) override
    {
        sqlite3_stmt* statement = prepared(sql);
        const ResetAtEnd reset(statement);
        bind(statement, sql, params);
        const SqliteRow row(statement);
        int state = SQLITE_ROW;
        while ((state = sqlite3_step(statement)) == SQLITE_ROW)
            if (on_row)
                on_row(row);
        if (state != SQLITE_DONE)
            fail(m_handle, sql);
        return sqlite3_changes64(m_handle);
    }

    void prepare(std::string_view sql) override { prepared(sql); }

    void run_script(const std::string& sql) override
    {
        if (sqlite3_exec(m_handle, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
            fail(m_handle, sql);
    }

    bool in_transaction() const { return sqlite3_get_autocommit(m_handle) == 0; }

private:
    sqlite3_stmt* prepared(std::string_view sql)
    {
        if (const auto found = m_statements.find(sql); found != m_statements.end())
            return found->second;
        const std::string_view text = without_row_lock(sql);
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v3(m_handle, text.data(), static_cast<int>(text.size()),
                               SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK)
            fail(m_handle, sql);
        m_statements.emplace(sql, statement);
        return statement;
    }

    void bind(sqlite3_stmt* statement, std::string_view sql, std::span<const Param> params)
    {
        const int expected = sqlite3_bind_parameter_count(statement);
        int bound = 0;
        for (const auto& param : params) {
            const std::string name = ':' + std::string(param.name);
            const int index = sqlite3_bind_parameter_index(statement, name.c_str());
            if (index == 0)
                throw std::logic_error("no parameter " + name + " in: " + std::string(sql));
            bind_value(statement, index, param.value);
            ++bound;
        }
        if (bound != expected)
            throw std::logic_error("a parameter is missing in: " + std::string(sql));
    }

    static void bind_value(sqlite3_stmt* statement, int index, const Value& value)
    {
        const auto bind_text = [&](std::string_view text) {
            sqlite3_bind_text64(statement, index, text.empty() ? "" : text.data(), text.size(), SQLITE_STATIC,
                                SQLITE_UTF8);
        };
        std::visit(
            [&](const auto& content) {
                using T = std::decay_t<decltype(content)>;
                if constexpr (std::is_same_v<T, std::monostate>)
                    sqlite3_bind_null(statement, index);
                else if constexpr (std::is_same_v<T, std::int64_t>)
                    sqlite3_bind_int64(statement, index, content);
                else if constexpr (std::is_same_v<T, double>)
                    sqlite3_bind_double(statement, index, content);
                else if constexpr (std::is_same_v<T, Blob>)
                    sqlite3_bind_blob64(statement, index, content.bytes.empty() ? "" : content.bytes.data(),
                                        content.bytes.size(), SQLITE_STATIC);
                else
                    bind_text(content);
            },
            value.content());
    }

    sqlite3* m_handle = nullptr;
    std::unordered_map<std::string, sqlite3_stmt*, TextHash, std::equal_to<>> m_statements;
};

// A mutex that serves in the order of asking: no writer starves behind faster ones.
class FairLock
{
public:
    bool lock_within(std::chrono::milliseconds wait)
    {
        std::unique_lock lock(m_mutex);
        const auto ticket = m_next++;
        m_queue.push_back(ticket);
        const bool mine = m_changed.wait_until(lock, Clock::now() + wait,
                                               [&] { return !m_taken && m_queue.front() == ticket; });
        std::erase(m_queue, ticket);
        m_taken = m_taken || mine;
        if (!mine)
            m_changed.notify_all();
        return mine;
    }

    void unlock()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_taken = false;
        }
        m_changed.notify_all();
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::uint64_t> m_queue;
    std::uint64_t m_next = 0;
    bool m_taken = false;
};

struct UnlockAtEnd
{
    explicit UnlockAtEnd(FairLock& taken) : lock(taken) {}

    UnlockAtEnd(const UnlockAtEnd&) = delete;
    UnlockAtEnd& operator=(const UnlockAtEnd&) = delete;

    ~UnlockAtEnd() { lock.unlock(); }

    FairLock& lock;
};

class SqlitePool final : public Pool
{
public:
    SqlitePool(std::string path, const PoolSettings& settings)
        : m_path(std::move(path)), m_settings(settings), m_writer(m_path, settings)
    {
        m_seen_version = data_version();
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
    }

    void maintain() override
    {
        const WriterTurn turn(*this);
        m_writer.run_script("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE); VACUUM;");
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
        {
            const WriterTurn turn(*this);
            m_writer.run_script("BEGIN IMMEDIATE");
            try {
                Tx tx(m_writer);
                if (work(tx)) {
                    m_writer.run_script("COMMIT");
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
