#include "foundation/db/sqlite_connection.hpp"

#include "foundation/db/named_parameters.hpp"

#include <sqlite3.h>

namespace dorfnetz::db {

namespace {

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

void bind_value(sqlite3_stmt* statement, int index, const Value& value)
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

// Mostly parameters are given in the order of the statement; only otherwise all names are compared. 0: none.
int index_of(sqlite3_stmt* statement, std::string_view name, int expected)
{
    const char* next = sqlite3_bind_parameter_name(statement, expected);
    if (next != nullptr && name == std::string_view(next).substr(1))
        return expected;
    return sqlite3_bind_parameter_index(statement, (':' + std::string(name)).c_str());
}

void bind(sqlite3_stmt* statement, std::string_view sql, std::span<const Param> params)
{
    const int expected = sqlite3_bind_parameter_count(statement);
    int bound = 0;
    int next = 1;
    for (const auto& param : params) {
        const int index = index_of(statement, param.name, next);
        if (index == 0)
            throw std::logic_error("no parameter :" + std::string(param.name) + " in: " + std::string(sql));
        bind_value(statement, index, param.value);
        next = index + 1;
        ++bound;
    }
    if (bound != expected)
        throw std::logic_error("a parameter is missing in: " + std::string(sql));
}

} // namespace

SqliteConnection::SqliteConnection(const std::string& path, const PoolSettings& settings)
{
    constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    sqlite3* handle = nullptr;
    const int state = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
    m_handle.reset(handle); // there is one even if opening failed
    if (state != SQLITE_OK)
        throw Unavailable("cannot open " + path + ": " + (handle ? sqlite3_errmsg(handle) : "no memory"));
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_timeout(handle, static_cast<int>(settings.wait.count()));
    // A misspelt column in double quotes must be an error, not a text.
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    run_script("PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;"
               "PRAGMA temp_store = MEMORY;");
    // NORMAL syncs the log before its pages go into the file; each commit is synced by the pool, several at
    // once.
    run_script(settings.durable ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = OFF");
}

SqliteConnection::~SqliteConnection()
{
    for (const auto& [text, statement] : m_statements)
        sqlite3_finalize(statement);
}

void SqliteConnection::Close::operator()(sqlite3* handle) const
{
    sqlite3_close(handle);
}

std::int64_t SqliteConnection::run(std::string_view sql, std::span<const Param> params,
                                   const RowFunction& on_row)
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
        fail(m_handle.get(), sql);
    return sqlite3_changes64(m_handle.get());
}

void SqliteConnection::prepare(std::string_view sql)
{
    prepared(sql);
}

void SqliteConnection::run_script(const std::string& sql)
{
    if (sqlite3_exec(m_handle.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        fail(m_handle.get(), sql);
}

bool SqliteConnection::in_transaction() const
{
    return sqlite3_get_autocommit(m_handle.get()) == 0;
}

sqlite3_stmt* SqliteConnection::prepared(std::string_view sql)
{
    if (const auto found = m_statements.find(sql); found != m_statements.end())
        return found->second;
    const std::string_view text = without_row_lock(sql);
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v3(m_handle.get(), text.data(), static_cast<int>(text.size()),
                           SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK)
        fail(m_handle.get(), sql);
    m_statements.emplace(sql, statement);
    return statement;
}

} // namespace dorfnetz::db
