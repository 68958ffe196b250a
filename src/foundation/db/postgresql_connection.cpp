#include "foundation/db/postgresql_connection.hpp"

#include "foundation/db/named_parameters.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>

namespace dorfnetz::db {

namespace {

constexpr std::size_t most_gathered = 500; // statements; their answers fit into the socket's buffer

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

// The values of a statement as libpq wants them.
struct Bound
{
    Bound(const std::vector<std::string>& names, std::span<const Param> params, std::string_view sql)
    {
        if (params.size() != names.size())
            throw std::logic_error("a parameter is missing or too many in: " + std::string(sql));
        texts.reserve(params.size());
        for (const auto& name : names) {
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

// What stands in the address itself wins over the others.
PGconn* connect(const std::string& address, std::chrono::milliseconds wait)
{
    const auto seconds = std::to_string(std::max<std::int64_t>(2, wait.count() / 1'000));
    const auto milliseconds = std::to_string(2 * wait.count());
    const std::array<const char*, 5> names{"connect_timeout", "tcp_user_timeout", "keepalives_idle", "dbname",
                                           nullptr};
    const std::array<const char*, 5> values{seconds.c_str(), milliseconds.c_str(), "30", address.c_str(),
                                            nullptr};
    constexpr int address_in_dbname = 1;
    return PQconnectdbParams(names.data(), values.data(), address_in_dbname);
}

} // namespace

// A statement that waits to be sent, with copies of its values.
struct PgConnection::Gathered
{
    const std::string* sql; // key of m_statements
    const Prepared* prepared;
    Bound bound;
};

PgConnection::PgConnection(const std::string& address, std::chrono::milliseconds wait)
    : m_handle(connect(address, wait))
{
    if (!usable())
        throw Unavailable(PQerrorMessage(m_handle.get()));
    m_backend = PQbackendPID(m_handle.get());
    // Its details quote the row, and with it a person, and messages are logged.
    PQsetErrorVerbosity(m_handle.get(), PQERRORS_TERSE);
    PQsetNoticeProcessor(
        m_handle.get(), [](void*, const char*) {}, nullptr);
    run_script(fmt::format("SET lock_timeout = {}", wait.count()));
}

PgConnection::~PgConnection() = default;

void PgConnection::Close::operator()(pg_conn* handle) const
{
    PQfinish(handle);
}

void PgConnection::run_later(std::string_view sql, std::span<const Param> params)
{
    const Prepared& prepared = prepared_statement(sql);
    m_gathered.push_back(
        {&m_statements.find(sql)->first, &prepared, Bound(prepared.parameters, params, sql)});
    if (m_gathered.size() >= most_gathered)
        run_gathered();
}

// Plans are kept, those of foreign keys too. Made while a table was empty they may read all of it for each
// row, so that the time of an import grows with the square of its rows. Nobody analyses a table within the
// transaction that fills it; but a plan made anew looks how large the table is.
void PgConnection::outgrow_plans(std::size_t statements)
{
    m_run_in_transaction += statements;
    if (m_run_in_transaction < m_plans_hold_until)
        return;
    m_plans_hold_until *= 4;
    run_script("DISCARD PLANS");
}

void PgConnection::run_gathered()
{
    const auto gathered = std::exchange(m_gathered, {});
    auto* handle = m_handle.get();
    const auto demand = [&](int done) {
        if (done != 1)
            throw Unavailable(PQerrorMessage(handle));
    };
    demand(PQenterPipelineMode(handle));
    for (const auto& [sql, prepared, bound] : gathered)
        demand(PQsendQueryPrepared(handle, prepared->name.c_str(), static_cast<int>(bound.values.size()),
                                   bound.values.data(), bound.lengths.data(), bound.formats.data(), 0));
    demand(PQpipelineSync(handle));
    // All answers must be read before anything is thrown, or the next statement would get them. After one
    // that fails the server leaves out the others.
    PgResult failed;
    const std::string* failed_sql = nullptr;
    for (const auto& statement : gathered) {
        PgResult result(PQgetResult(handle));
        if (!failed && PQresultStatus(result.get()) != PGRES_COMMAND_OK) {
            failed = std::move(result);
            failed_sql = statement.sql;
        }
        PQgetResult(handle); // the end of this statement's answers
    }
    const PgResult end(PQgetResult(handle)); // of the whole
    PQexitPipelineMode(handle);
    if (failed_sql != nullptr)
        db::check(failed, handle, *failed_sql);
    outgrow_plans(gathered.size());
}

std::int64_t PgConnection::run(std::string_view sql, std::span<const Param> params, const RowFunction& on_row)
{
    if (!m_gathered.empty())
        run_gathered();
    const Prepared& prepared = prepared_statement(sql);
    Bound bound(prepared.parameters, params, sql);
    const PgResult result(PQexecPrepared(m_handle.get(), prepared.name.c_str(),
                                         static_cast<int>(bound.values.size()), bound.values.data(),
                                         bound.lengths.data(), bound.formats.data(), 0));
    db::check(result, m_handle.get(), sql);
    if (on_row)
        for (int row = 0; row < PQntuples(result.get()); ++row)
            on_row(PgRow(result.get(), row));
    const std::string_view changed = PQcmdTuples(result.get());
    std::int64_t count = 0;
    std::from_chars(changed.data(), changed.data() + changed.size(), count);
    outgrow_plans(1);
    return count;
}

void PgConnection::prepare(std::string_view sql)
{
    constexpr Oid boolean = 16; // in pg_type; libpq has no name for it
    const PgResult described(PQdescribePrepared(m_handle.get(), prepared_statement(sql).name.c_str()));
    db::check(described, m_handle.get(), sql);
    for (int column = 0; column < PQnfields(described.get()); ++column)
        if (PQftype(described.get(), column) == boolean)
            throw std::runtime_error(
                fmt::format("column {} is a boolean, which comes as t or f here and as 1 or 0 "
                            "from SQLite; write CASE WHEN … THEN 1 ELSE 0 END in: {}",
                            PQfname(described.get(), column), sql));
}

void PgConnection::run_script(const std::string& sql)
{
    if (sql.starts_with("BEGIN")) {
        m_run_in_transaction = 0;
        m_plans_hold_until = first_outgrown;
    }
    if (sql == "ROLLBACK")
        m_gathered.clear();
    else if (!m_gathered.empty())
        run_gathered();
    const PgResult result(PQexec(m_handle.get(), sql.c_str()));
    db::check(result, m_handle.get(), sql);
    // To the server it is no error: a transaction that a statement broke ends by being rolled back.
    if (sql == "COMMIT" && std::string_view(PQcmdStatus(result.get())) != sql)
        throw std::logic_error("nothing was committed, because a statement before had failed");
}

bool PgConnection::usable() const
{
    return PQstatus(m_handle.get()) == CONNECTION_OK;
}

bool PgConnection::still_usable() const
{
    // Between two statements the server says nothing, unless it goes away.
    pollfd line{PQsocket(m_handle.get()), POLLIN, 0};
    return usable() && poll(&line, 1, 0) == 0;
}

bool PgConnection::in_transaction() const
{
    return PQtransactionStatus(m_handle.get()) != PQTRANS_IDLE;
}

void PgConnection::wait_for_notices(std::chrono::milliseconds wait,
                                    const std::function<void(int, std::string_view)>& hear)
{
    pollfd line{PQsocket(m_handle.get()), POLLIN, 0};
    poll(&line, 1, static_cast<int>(wait.count()));
    if (PQconsumeInput(m_handle.get()) == 0)
        throw Unavailable(PQerrorMessage(m_handle.get()));
    while (PGnotify* notice = PQnotifies(m_handle.get())) {
        hear(notice->be_pid, notice->extra);
        PQfreemem(notice);
    }
}

const PgConnection::Prepared& PgConnection::prepared_statement(std::string_view sql)
{
    if (const auto found = m_statements.find(sql); found != m_statements.end())
        return found->second;
    auto numbered = number_parameters(sql);
    Prepared prepared{fmt::format("s{}", m_statements.size()), std::move(numbered.names)};
    const PgResult result(
        PQprepare(m_handle.get(), prepared.name.c_str(), numbered.text.c_str(), 0, nullptr));
    db::check(result, m_handle.get(), sql);
    return m_statements.emplace(sql, std::move(prepared)).first->second;
}

} // namespace dorfnetz::db
