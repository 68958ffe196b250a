#pragma once

#include "foundation/db/db.hpp"
#include "foundation/db/text_hash.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

namespace dorfnetz::db {

// One open SQLite file with the statements that were prepared on it. Used by one thread at a time.
class SqliteConnection final : public Connection
{
public:
    // Throws Unavailable if the file cannot be opened or made.
    SqliteConnection(const std::string& path, const PoolSettings& settings);
    ~SqliteConnection() override;
    SqliteConnection(const SqliteConnection&) = delete;
    SqliteConnection& operator=(const SqliteConnection&) = delete;

    Engine engine() const override { return Engine::sqlite; }

    std::int64_t run(std::string_view sql, std::span<const Param> params, const RowFunction& on_row) override;
    void prepare(std::string_view sql) override;
    void run_script(const std::string& sql) override;
    bool in_transaction() const;

private:
    struct Close
    {
        void operator()(sqlite3* handle) const;
    };

    sqlite3_stmt* prepared(std::string_view sql);

    std::unique_ptr<sqlite3, Close> m_handle;
    std::unordered_map<std::string, sqlite3_stmt*, TextHash, std::equal_to<>> m_statements;
};

} // namespace dorfnetz::db
