#pragma once

#include "foundation/db/sql.hpp"
#include "foundation/db/value.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace dorfnetz::db {

enum class Engine { sqlite, postgresql };

// The database said no because of a rule in it. Thrown out of `Pool::write` after the rollback; a service
// that expects it turns it into an Error.
struct ConstraintViolated : std::runtime_error
{
    enum class Kind { unique, foreign_key, check, not_null };

    ConstraintViolated(Kind what, const std::string& message) : std::runtime_error(message), kind(what) {}

    Kind kind;
};

// The database cannot be had just now: locked for too long, disk full, connection lost. Nothing was changed.
struct Unavailable : std::runtime_error
{
    using std::runtime_error::runtime_error;
};

// One statement on one connection; implemented once for each engine.
class Connection
{
public:
    using RowFunction = std::function<void(const RowSource&)>;

    virtual ~Connection() = default;
    // Runs a statement, prepared once per connection. Answers the number of changed rows.
    virtual std::int64_t run(std::string_view sql, std::span<const Param> params,
                             const RowFunction& on_row) = 0;

    // As `run`, for which nobody waits: an engine in another process may gather such statements and runs them
    // before the next one of another kind. Texts are copied.
    virtual void run_later(std::string_view sql, std::span<const Param> params) { run(sql, params, {}); }

    // Checks a statement without running it.
    virtual void prepare(std::string_view sql) = 0;
    // Runs several statements without parameters: migrations, BEGIN, COMMIT.
    virtual void run_script(const std::string& sql) = 0;
    virtual Engine engine() const = 0;
};

// Reads in one consistent view of the data. Cannot write: it takes nothing but queries, and the connection
// below it refuses writes as well.
class Reader
{
public:
    explicit Reader(Connection& connection) : m_connection(connection) {}

    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    Engine engine() const { return m_connection.engine(); }

    // Calls `read(Row&)` for each row.
    template <class F>
    void each(Query query, const Params& params, F&& read)
    {
        run(query.text(), params, std::forward<F>(read));
    }

    // All rows as `read` makes them.
    template <class F>
    auto list(Query query, const Params& params, F&& read) -> std::vector<std::invoke_result_t<F&, Row&>>
    {
        std::vector<std::invoke_result_t<F&, Row&>> rows;
        run(query.text(), params, [&](Row& row) { rows.push_back(read(row)); });
        return rows;
    }

    // The first row, if there is one.
    template <class F>
    auto first(Query query, const Params& params, F&& read) -> std::optional<std::invoke_result_t<F&, Row&>>
    {
        std::optional<std::invoke_result_t<F&, Row&>> result;
        run(query.text(), params, [&](Row& row) {
            if (!result)
                result = read(row);
            else
                skip(row);
        });
        return result;
    }

    // First column of the first row.
    template <class T>
    std::optional<T> value(Query query, const Params& params)
    {
        return first(query, params, [](Row& row) { return row.take<T>(); });
    }

    std::int64_t count(Query query, const Params& params)
    {
        return value<std::int64_t>(query, params).value_or(0);
    }

protected:
    template <class F>
    std::int64_t run(std::string_view sql, const Params& params, F&& read)
    {
        return m_connection.run(sql, params.span(), [&](const RowSource& source) {
            Row row(source);
            read(row);
            if (!row.finished())
                throw std::logic_error("columns left over in: " + std::string(sql));
        });
    }

    static void skip(Row& row)
    {
        while (!row.finished())
            row.take<std::string>();
    }

    Connection& m_connection;
};

// A transaction that writes; made only by `Pool::write`.
class Tx : public Reader
{
public:
    using Reader::Reader;

    // Answers the number of changed rows.
    std::int64_t exec(Sql sql, const Params& params)
    {
        return m_connection.run(sql.text(), params.span(), {});
    }

    // One of thousands of rows: does not wait for the database's answer, which costs more than the row where
    // that is another process. Carried out before the next statement of another kind; what it breaks is
    // thrown by then, at the latest by the commit.
    void exec_later(Sql sql, const Params& params) { m_connection.run_later(sql.text(), params.span()); }

    // For INSERT … RETURNING and its like.
    template <class F>
    auto returning(Sql sql, const Params& params, F&& read) -> std::optional<std::invoke_result_t<F&, Row&>>
    {
        std::optional<std::invoke_result_t<F&, Row&>> result;
        run(sql.text(), params, [&](Row& row) { result = read(row); });
        return result;
    }

    // Runs after the commit, not at all after a rollback: waking the mail worker and the like.
    void after_commit(std::function<void()> action) { m_after_commit.push_back(std::move(action)); }

private:
    friend class Pool;
    std::vector<std::function<void()>> m_after_commit;
};

struct PoolSettings
{
    unsigned readers = 4;                  // connections that read (SQLite), or all connections (PostgreSQL)
    std::chrono::milliseconds wait{5'000}; // for a connection or the writer's turn, then Unavailable
    unsigned attempts = 10;                // of a transaction that PostgreSQL could not serialise
    bool durable = true;                   // false only in tests: no fsync
};

// Whom a write concerns: the network whose cached pages it makes stale, or nobody (sessions, job states).
struct Scope
{
    std::string_view key;

    static Scope of(const NetworkId& network) { return {network.text()}; }

    // Every network: settings of the installation.
    static Scope everything() { return {"*"}; }

    // Nothing that a cached page shows.
    static Scope nothing() { return {""}; }
};

// Connections to one database. Safe to share between threads.
class Pool
{
public:
    // "sqlite:PATH" or "postgresql://…". Throws Unavailable or std::runtime_error if it cannot be opened.
    static std::unique_ptr<Pool> open(const std::string& address, const PoolSettings& settings = {});
    virtual ~Pool() = default;
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;

    virtual Engine engine() const = 0;

    // Runs `work(Reader&)` in one consistent view and returns what it returns.
    template <class F>
    auto read(F&& work) -> std::invoke_result_t<F&, Reader&>
    {
        using Answer = std::invoke_result_t<F&, Reader&>;
        if constexpr (std::is_void_v<Answer>) {
            run_read([&](Reader& reader) { work(reader); });
        } else {
            std::optional<Answer> answer;
            run_read([&](Reader& reader) { answer.emplace(work(reader)); });
            return std::move(*answer);
        }
    }

    // Runs `work(Tx&)`, which returns a Result: a value commits, an error rolls back. May run `work` again
    // if the engine could not serialise it, so it must change nothing but the database.
    template <class F>
    auto write(Scope scope, F&& work) -> std::invoke_result_t<F&, Tx&>
    {
        std::optional<std::invoke_result_t<F&, Tx&>> answer;
        run_write(scope, [&](Tx& tx) {
            answer.emplace(work(tx));
            return answer->has_value();
        });
        return std::move(*answer);
    }

    // Grows with every committed write of the scope, by this process or another; what was made from the data
    // before is stale. Costs no query.
    virtual std::uint64_t generation(std::string_view scope) = 0;

    // Checks a statement on this engine; for the test that prepares every statement.
    virtual void check(std::string_view sql) = 0;

    // A copy of the whole database as it is now (SQLite: VACUUM INTO). PostgreSQL: throws, pg_dump does it.
    virtual void copy_to(const std::string& path) = 0;

    // Runs schema changes and their version row in one transaction.
    virtual void run_migration(const std::string& script, Sql record, const Params& params) = 0;

    // Keeps the file small and erased data gone: optimize, checkpoint, VACUUM where the engine needs it.
    virtual void maintain() = 0;

protected:
    Pool() = default;
    virtual void run_read(const std::function<void(Reader&)>& work) = 0;
    virtual void run_write(Scope scope, const std::function<bool(Tx&)>& work) = 0;

    static std::vector<std::function<void()>> take_after_commit(Tx& tx)
    {
        return std::move(tx.m_after_commit);
    }
};

} // namespace dorfnetz::db
