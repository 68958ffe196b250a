#include "tests/support/database.hpp"

#include "foundation/core/random.hpp"
#include "foundation/db/migrate.hpp"
#include "schema/migrations.hpp"

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <libpq-fe.h>
#include <stdexcept>
#include <unistd.h>

namespace dorfnetz::support {

namespace {

std::string server_address()
{
    const char* address = std::getenv("DORFNETZ_TEST_POSTGRESQL");
    if (address == nullptr)
        throw std::runtime_error(
            "DORFNETZ_TEST_POSTGRESQL is not set; ./dev test starts a server and sets it");
    return address;
}

// The address of the server with the name of another database in it.
std::string with_database(const std::string& address, const std::string& name)
{
    const auto scheme_end = address.find("://") + 3;
    const auto path = address.find('/', scheme_end);
    const auto query = address.find('?', scheme_end);
    const auto before = address.substr(0, std::min({path, query, address.size()}));
    return before + '/' + name + (query == std::string::npos ? "" : address.substr(query));
}

void on_server(const std::string& statement)
{
    PGconn* connection = PQconnectdb(server_address().c_str());
    PGresult* result = PQexec(connection, statement.c_str());
    const auto status = PQresultStatus(result);
    const std::string message = PQerrorMessage(connection);
    PQclear(result);
    PQfinish(connection);
    if (status != PGRES_COMMAND_OK)
        throw std::runtime_error(statement + ": " + message);
}

std::string unique_name(const char* purpose)
{
    static std::atomic<int> counter = 0;
    return fmt::format("dorfnetz_{}_{}_{}", purpose, getpid(), counter++);
}

void bring_to_current_schema(const std::string& address)
{
    const auto pool = db::Pool::open(address, quick_settings());
    const FixedClock clock("2026-01-01T00:00:00Z");
    db::migrate(*pool, db::migrations_for(pool->engine(), schema::migration_files()), clock, "");
}

// Migrating once per test program and copying is much quicker than migrating for each test.
struct Template
{
    std::string directory;
    std::string name;

    Template()
    {
        if (engine_under_test() == db::Engine::postgresql) {
            name = unique_name("template");
            on_server("CREATE DATABASE " + name +
                      " TEMPLATE template0 LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'");
            bring_to_current_schema(with_database(server_address(), name));
        } else {
            directory = (std::filesystem::temp_directory_path() / unique_name("template")).string();
            std::filesystem::create_directories(directory);
            bring_to_current_schema("sqlite:" + directory + "/a.db");
        }
    }

    Template(const Template&) = delete;
    Template& operator=(const Template&) = delete;

    ~Template()
    {
        try {
            if (!name.empty())
                on_server("DROP DATABASE " + name + " WITH (FORCE)");
            if (!directory.empty())
                std::filesystem::remove_all(directory);
        } catch (const std::exception& problem) {
            fmt::print(stderr, "cleaning up: {}\n", problem.what());
        }
    }
};

const Template& current_schema()
{
    static const Template made;
    return made;
}

} // namespace

db::Engine engine_under_test()
{
    const char* engine = std::getenv("DORFNETZ_TEST_ENGINE");
    const std::string name = engine == nullptr ? "sqlite" : engine;
    if (name != "sqlite" && name != "postgresql")
        throw std::runtime_error("unknown DORFNETZ_TEST_ENGINE " + name);
    return name == "sqlite" ? db::Engine::sqlite : db::Engine::postgresql;
}

db::PoolSettings quick_settings()
{
    db::PoolSettings settings;
    settings.durable = false;
    settings.readers = 8;
    return settings;
}

TestDatabase::TestDatabase(Schema schema, db::PoolSettings settings) : m_settings(settings)
{
    if (engine_under_test() == db::Engine::postgresql) {
        const std::string source = schema == Schema::current ? current_schema().name : "template0";
        m_name = unique_name("test");
        on_server("CREATE DATABASE " + m_name + " TEMPLATE " + source +
                  (schema == Schema::current ? "" : " LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"));
        m_address = with_database(server_address(), m_name);
    } else {
        m_directory = (std::filesystem::temp_directory_path() / unique_name("test")).string();
        std::filesystem::create_directories(m_directory);
        if (schema == Schema::current)
            std::filesystem::copy_file(current_schema().directory + "/a.db", m_directory + "/a.db");
        m_address = "sqlite:" + m_directory + "/a.db";
    }
    m_pool = another_pool();
}

TestDatabase::~TestDatabase()
{
    m_pool.reset();
    try {
        if (!m_name.empty())
            on_server("DROP DATABASE " + m_name + " WITH (FORCE)");
        if (!m_directory.empty())
            std::filesystem::remove_all(m_directory);
    } catch (const std::exception& problem) {
        fmt::print(stderr, "cleaning up: {}\n", problem.what());
    }
}

std::unique_ptr<db::Pool> TestDatabase::another_pool() const
{
    return db::Pool::open(m_address, m_settings);
}

} // namespace dorfnetz::support
