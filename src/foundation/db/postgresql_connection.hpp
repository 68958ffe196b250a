#pragma once

#include "foundation/db/db.hpp"
#include "foundation/db/text_hash.hpp"

#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

struct pg_conn;

namespace dorfnetz::db {

// The engine could not order this transaction among others; the same work may be tried again.
struct Retry : std::runtime_error
{
    using std::runtime_error::runtime_error;
};

// One connection to PostgreSQL with the statements that were prepared on it. Used by one thread at a time.
class PgConnection final : public Connection
{
public:
    // Waits at most so long for the server, and later for a lock that another transaction holds. Throws
    // Unavailable if the server cannot be reached or refuses.
    PgConnection(const std::string& address, std::chrono::milliseconds wait);
    ~PgConnection() override;
    PgConnection(const PgConnection&) = delete;
    PgConnection& operator=(const PgConnection&) = delete;

    Engine engine() const override { return Engine::postgresql; }

    std::int64_t run(std::string_view sql, std::span<const Param> params, const RowFunction& on_row) override;
    void run_later(std::string_view sql, std::span<const Param> params) override;
    void prepare(std::string_view sql) override;
    void run_script(const std::string& sql) override;

    // Whether the line was whole when it was last used.
    bool usable() const;
    // Whether it still is: costs a look at the socket.
    bool still_usable() const;
    bool in_transaction() const;

    // Number of the process that serves it, also after the line broke.
    int backend() const { return m_backend; }

    // Waits so long for notices, and calls `hear(backend, text)` for each. Throws Unavailable if the line
    // broke.
    void wait_for_notices(std::chrono::milliseconds wait,
                          const std::function<void(int, std::string_view)>& hear);

private:
    struct Prepared
    {
        std::string name;
        std::vector<std::string> parameters;
    };

    struct Close
    {
        void operator()(pg_conn* handle) const;
    };

    const Prepared& prepared_statement(std::string_view sql);
    // Counts the statements of a transaction and makes the server plan anew now and then.
    void outgrow_plans(std::size_t statements);
    // Sends what was gathered in one go and reads the answers.
    void run_gathered();

    static constexpr std::size_t first_outgrown = 2'000; // statements of one transaction

    struct Gathered;

    std::unique_ptr<pg_conn, Close> m_handle;
    int m_backend = 0;
    std::unordered_map<std::string, Prepared, TextHash, std::equal_to<>> m_statements;
    std::vector<Gathered> m_gathered;
    std::size_t m_run_in_transaction = 0; // statements
    std::size_t m_plans_hold_until = first_outgrown;
};

} // namespace dorfnetz::db
