#include "foundation/db/postgresql.hpp"

#include "foundation/core/log.hpp"
#include "foundation/db/generations.hpp"
#include "foundation/db/named_parameters.hpp"

#include <atomic>
#include <charconv>
#include <condition_variable>
#include <fmt/format.h>
#include <libpq-fe.h>
#include <mutex>
#include <poll.h>
#include <set>
#include <thread>
#include <unordered_map>

namespace dorfnetz::db {

namespace {

// The engine could not order this transaction among others; the same work may be tried again.
struct Retry : std::runtime_error
{
    using std::runtime_error::runtime_error;
};

struct ResultDeleter
{
    void operator()(PGresult* result) const { PQclear(result); }
};

using PgResult = std::unique_ptr<PGresult, ResultDeleter>;

[[noreturn]] void fail(std::string_view state, const std::string& message)
{
    if (state == "23505")
        throw ConstraintViolated(ConstraintViolated::Kind::unique, message);
    if (state == "23503")
        throw ConstraintViolated(ConstraintViolated::Kind::foreign_key, message);
    if (state == "23514")
        throw ConstraintViolated(ConstraintViolated::Kind::check, message);
    if (state == "23502")
        throw ConstraintViolated(ConstraintViolated::Kind::not_null, message);
    if (state == "40001" || state == "40P01")
        throw Retry(message);
    // Classes 08 connection, 53 resources (disk full), 57 operator intervention, 55P03 lock not available.
    if (state.empty() || state.starts_with("08") || state.starts_with("53") || state.starts_with("57") ||
        state == "55P03")
        throw Unavailable(message);
    throw std::runtime_error(message);
}

void check(const PgResult& result, PGconn* connection, std::string_view sql)
{
    const auto status = PQresultStatus(result.get());
    // A script of nothing but comments is empty to the server.
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY)
        return;
    const char* state = result ? PQresultErrorField(result.get(), PG_DIAG_SQLSTATE) : nullptr;
    const char* message = result ? PQresultErrorMessage(result.get()) : PQerrorMessage(connection);
    fail(state ? state : "", std::string(message) + " in: " + std::string(sql));
}

class PgRow final : public RowSource
{
public:
    PgRow(const PGresult* result, int row) : m_result(result), m_row(row) {}

    int columns() const override { return PQnfields(m_result); }

    bool is_null(int column) const override { return PQgetisnull(m_result, m_row, column) != 0; }

    std::int64_t integer(int column) const override { return number<std::int64_t>(column); }

    double real(int column) const override { return number<double>(column); }

    std::string_view text(int column) const override
    {
        const std::string_view raw(PQgetvalue(m_result, m_row, column),
                                   static_cast<std::size_t>(PQgetlength(m_result, m_row, column)));
        constexpr Oid bytea = 17;
        if (PQftype(m_result, column) != bytea || !raw.starts_with("\\x"))
            return raw;
        return m_decoded.emplace_back(decode_hex(raw.substr(2)));
    }

private:
    template <class T>
    T number(int column) const
    {
        const auto raw = text(column);
        T value{};
        std::from_chars(raw.data(), raw.data() + raw.size(), value);
        return value;
    }

    static std::string decode_hex(std::string_view hex)
    {
        std::string bytes(hex.size() / 2, '\0');
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            unsigned char byte = 0;
            std::from_chars(hex.data() + 2 * i, hex.data() + 2 * i + 2, byte, 16);
            bytes[i] = static_cast<char>(byte);
        }
        return bytes;
    }

    const PGresult* m_result;
    int m_row;
    mutable std::vector<std::string> m_decoded;
};

class PgConnection final : public Connection
{
public:
    explicit PgConnection(const std::string& address) : m_handle(PQconnectdb(address.c_str()))
    {
        if (PQstatus(m_handle) != CONNECTION_OK) {
            const std::string message = PQerrorMessage(m_handle);
            PQfinish(m_handle);
            throw Unavailable(message);
        }
        // Its details quote the row, and with it a person, and messages are logged.
        PQsetErrorVerbosity(m_handle, PQERRORS_TERSE);
        PQsetNoticeProcessor(
            m_handle, [](void*, const char*) {}, nullptr);
    }

    ~PgConnection() override { PQfinish(m_handle); }

    Engine engine() const override { return Engine::postgresql; }

    PGconn* handle() const { return m_handle; }

    bool usable() const { return PQstatus(m_handle) == CONNECTION_OK; }

    bool in_transaction() const { return PQtransactionStatus(m_handle) != PQTRANS_IDLE; }

    std::int64_t run(std::string_view sql, std::span<const Param> params, const RowFunction& on_row) override
    {
        const Prepared& prepared = prepared_statement(sql);
        Bound bound(prepared, params, sql);
        const PgResult result(PQexecPrepared(m_handle, prepared.name.c_str(),
                                             static_cast<int>(bound.values.size()), bound.values.data(),
                                             bound.lengths.data(), bound.formats.data(), 0));
        db::check(result, m_handle, sql);
        if (on_row)
            for (int row = 0; row < PQntuples(result.get()); ++row)
                on_row(PgRow(result.get(), row));
        const std::string_view changed = PQcmdTuples(result.get());
        std::int64_t count = 0;
        std::from_chars(changed.data(), changed.data() + changed.size(), count);
        return count;
    }

    void prepare(std::string_view sql) override { prepared_statement(sql); }

    void run_script(const std::string& sql) override
    {
        const PgResult result(PQexec(m_handle, sql.c_str()));
        db::check(result, m_handle, sql);
    }

private:
    struct Prepared
    {
        std::string name;
        std::vector<std::string> parameters;
    };

    struct Bound
    {
        Bound(const Prepared& prepared, std::span<const Param> params, std::string_view sql)
        {
            if (params.size() != prepared.parameters.size())
                throw std::logic_error("a parameter is missing or too many in: " + std::string(sql));
            texts.reserve(params.size());
            for (const auto& name : prepared.parameters) {
                const auto found = std::find_if(params.begin(), params.end(),
                                                [&](const Param& param) { return param.name == name; });
                if (found == params.end())
                    throw std::logic_error("no parameter :" + name + " given in: " + std::string(sql));
                add(found->value);
            }
        }

        void add(const Value& value)
        {
            std::visit(
                [&](const auto& content) {
                    using T = std::decay_t<decltype(content)>;
                    if constexpr (std::is_same_v<T, std::monostate>) {
                        values.push_back(nullptr);
                        lengths.push_back(0);
                        formats.push_back(0);
                    } else if constexpr (std::is_same_v<T, Blob>) {
                        keep(std::string(content.bytes), 1);
                    } else if constexpr (std::is_same_v<T, std::int64_t> || std::is_same_v<T, double>) {
                        keep(fmt::format("{}", content), 0);
                    } else {
                        keep(std::string(content), 0);
                    }
                },
                value.content());
        }

        void keep(std::string text, int format)
        {
            lengths.push_back(static_cast<int>(text.size()));
            formats.push_back(format);
            texts.push_back(std::move(text));
            values.push_back(texts.back().c_str());
        }

        std::vector<std::string> texts;
        std::vector<const char*> values;
        std::vector<int> lengths;
        std::vector<int> formats;
    };

    struct TextHash
    {
        using is_transparent = void;

        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };

    const Prepared& prepared_statement(std::string_view sql)
    {
        if (const auto found = m_statements.find(sql); found != m_statements.end())
            return found->second;
        auto numbered = number_parameters(sql);
        Prepared prepared{fmt::format("s{}", m_statements.size()), std::move(numbered.names)};
        const PgResult result(PQprepare(m_handle, prepared.name.c_str(), numbered.text.c_str(), 0, nullptr));
        db::check(result, m_handle, sql);
        return m_statements.emplace(sql, std::move(prepared)).first->second;
    }

    PGconn* m_handle;
    std::unordered_map<std::string, Prepared, TextHash, std::equal_to<>> m_statements;
};

// Hears what other processes wrote (NOTIFY in their transactions) on a connection of its own.
class Listener
{
public:
    // Whether a backend of the server serves this process, whose own writes need not be told.
    using IsOurs = std::function<bool(int backend)>;

    Listener(std::string address, Generations& generations, IsOurs is_ours)
        : m_address(std::move(address)),
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
                PgConnection connection(m_address);
                connection.run_script("LISTEN dorfnetz");
                // What happened while nobody listened is unknown.
                m_generations.advance(Scope::everything().key);
                while (!m_stop && connection.usable())
                    hear(connection.handle());
            } catch (const std::exception& problem) {
                log::warning(fmt::format("not listening to the database: {}", problem.what()));
                for (int i = 0; i < 20 && !m_stop; ++i)
                    std::this_thread::sleep_for(std::chrono::milliseconds(100));
            }
        }
    }

    void hear(PGconn* handle)
    {
        pollfd waiting{PQsocket(handle), POLLIN, 0};
        poll(&waiting, 1, 100);
        if (PQconsumeInput(handle) == 0)
            throw Unavailable(PQerrorMessage(handle));
        while (PGnotify* notice = PQnotifies(handle)) {
            if (!m_is_ours(notice->be_pid))
                m_generations.advance(notice->extra);
            PQfreemem(notice);
        }
    }

    std::string m_address;
    Generations& m_generations;
    IsOurs m_is_ours;
    std::atomic<bool> m_stop = false;
    std::thread m_thread;
};

class PgPool final : public Pool
{
public:
    PgPool(const std::string& address, const PoolSettings& settings)
        : m_address(address),
          m_settings(settings),
          m_listener(address, m_generations, [this](int backend) { return is_ours(backend); })
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
            connection->run_script("COMMIT");
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
        if (!m_idle.empty()) {
            auto connection = std::move(m_idle.back());
            m_idle.pop_back();
            return connection;
        }
        ++m_open;
        lock.unlock();
        try {
            auto connection = std::make_unique<PgConnection>(m_address);
            lock.lock();
            m_backends.insert(PQbackendPID(connection->handle()));
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
                m_backends.erase(PQbackendPID(connection->handle()));
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
