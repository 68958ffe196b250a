#pragma once

#include "foundation/db/db.hpp"

#include <memory>
#include <string>

namespace dorfnetz::support {

// The engine under test: DORFNETZ_TEST_ENGINE is "sqlite" (default) or "postgresql", the latter on the
// server at DORFNETZ_TEST_POSTGRESQL.
db::Engine engine_under_test();

// Enough connections for tests with threads, and no wait for the disk.
db::PoolSettings quick_settings();

// A database of its own for one test, gone at the end: a file in a temporary directory, or a database on the
// test server.
class TestDatabase
{
public:
    enum class Schema { empty, current };

    explicit TestDatabase(Schema schema = Schema::current, db::PoolSettings settings = quick_settings());
    ~TestDatabase();
    TestDatabase(const TestDatabase&) = delete;
    TestDatabase& operator=(const TestDatabase&) = delete;

    db::Pool& pool() { return *m_pool; }

    const std::string& address() const { return m_address; }

    // A second pool on the same database, as another process would have.
    std::unique_ptr<db::Pool> another_pool() const;

private:
    db::PoolSettings m_settings;
    std::string m_directory;
    std::string m_name;
    std::string m_address;
    std::unique_ptr<db::Pool> m_pool;
};

} // namespace dorfnetz::support
