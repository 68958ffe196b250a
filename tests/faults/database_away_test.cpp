#include "features/contact/feature.hpp"
#include "foundation/mail/outbox.hpp"
#include "tests/support/site.hpp"

#include <gtest/gtest.h>
#include <latch>
#include <libpq-fe.h>
#include <stdexcept>
#include <thread>

namespace dorfnetz::faults {

namespace {

class DatabaseAway : public testing::Test
{
protected:
    support::Answer send()
    {
        return site.submit(
            "/kontakt", "/kontakt",
            {{"name", "Erika Beispiel"}, {"email", "erika@example.org"}, {"nachricht", "Wann ist Probe?"}});
    }

    std::int64_t messages()
    {
        return site.pool().read(
            [&](db::Reader& reader) { return mail::outbox_counts(reader, site.network()).waiting; });
    }

    support::TestSite site{{contact::register_feature}, {.wait = std::chrono::milliseconds(300)}};
};

// A transaction of another process that has written to the outbox and does not end.
class Occupier
{
public:
    explicit Occupier(support::TestSite& site)
        : m_pool(site.another_pool()), m_thread([this, &site] {
              static_cast<void>(m_pool->write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
                  // Where both engines stop others: SQLite at any write, PostgreSQL at that of the same row.
                  tx.exec("UPDATE networks SET name = name WHERE id = :id", {{"id", site.network()}});
                  m_holds.count_down();
                  m_release.wait();
                  return Error{};
              }));
          })
    {
        m_holds.wait();
    }

    ~Occupier()
    {
        m_release.count_down();
        m_thread.join();
    }

    Occupier(const Occupier&) = delete;
    Occupier& operator=(const Occupier&) = delete;

private:
    std::unique_ptr<db::Pool> m_pool;
    std::latch m_holds{1};
    std::latch m_release{1};
    std::thread m_thread;
};

Result<Done> rename_network(db::Tx& tx, const NetworkId& network)
{
    tx.exec("UPDATE networks SET name = :name WHERE id = :id", {{"name", "Neu"}, {"id", network}});
    return Done{};
}

// Statements of the server's operator, on a connection to another database than the one under test.
class Operator
{
public:
    explicit Operator(const std::string& address)
        : m_database(address.substr(address.rfind('/', address.find('?')) + 1,
                                    address.find('?') - address.rfind('/', address.find('?')) - 1)),
          m_connection(PQconnectdb(std::getenv("DORFNETZ_TEST_POSTGRESQL")))
    {
    }

    ~Operator()
    {
        come_back();
        PQfinish(m_connection);
    }

    Operator(const Operator&) = delete;
    Operator& operator=(const Operator&) = delete;

    // As clients see it when the server is shut down.
    void take_away()
    {
        run("ALTER DATABASE " + m_database + " WITH ALLOW_CONNECTIONS false");
        end_connections();
    }

    void come_back() { run("ALTER DATABASE " + m_database + " WITH ALLOW_CONNECTIONS true"); }

    void end_connections()
    {
        run("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '" + m_database +
            "'");
    }

private:
    void run(const std::string& statement)
    {
        PGresult* result = PQexec(m_connection, statement.c_str());
        const auto status = PQresultStatus(result);
        PQclear(result);
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
            ADD_FAILURE() << statement << ": " << PQerrorMessage(m_connection);
    }

    std::string m_database;
    PGconn* m_connection;
};

} // namespace

TEST_F(DatabaseAway, while_another_process_holds_it_a_write_is_refused_in_time_and_reading_goes_on)
{
    {
        const Occupier occupier(site);
        EXPECT_THROW(site.given([&](db::Tx& tx) { return rename_network(tx, site.network()); }),
                     db::Unavailable);
        EXPECT_EQ(site.get("/kontakt").status, 200);
        if (site.pool().engine() == db::Engine::sqlite) {
            const auto refused = send();
            EXPECT_EQ(refused.status, 503);
            EXPECT_TRUE(refused.says("Es wurde nichts geändert"));
        }
    }
    site.given([&](db::Tx& tx) { return rename_network(tx, site.network()); });
    EXPECT_EQ(send().status, 303);
    EXPECT_EQ(messages(), 1);
}

TEST_F(DatabaseAway, a_server_that_goes_away_is_said_in_plain_words_and_loses_nothing)
{
    if (site.pool().engine() != db::Engine::postgresql)
        GTEST_SKIP() << "SQLite has no server";
    ASSERT_EQ(send().status, 303);
    const auto page = site.get("/kontakt").body;
    const auto token = support::TestSite::token_in(page, "/kontakt");
    site.clock.advance(std::chrono::seconds(3));
    const auto body = "_token=" + token + "&name=Erika&email=erika%40example.org&nachricht=Wann+ist+Probe%3F";
    {
        Operator server(site.address());
        server.take_away();
        const auto refused = site.post("/kontakt", body);
        EXPECT_EQ(refused.status, 503);
        EXPECT_TRUE(refused.says("Gerade geht es nicht"));
    }
    // The same form, sent again by the browser's button.
    EXPECT_EQ(site.post("/kontakt", body).status, 303);
    EXPECT_EQ(messages(), 2);
}

TEST_F(DatabaseAway, nobody_hears_of_a_restart_of_the_server_between_two_requests)
{
    if (site.pool().engine() != db::Engine::postgresql)
        GTEST_SKIP() << "SQLite has no server";
    ASSERT_EQ(send().status, 303);
    Operator(site.address()).end_connections();
    EXPECT_EQ(site.get("/kontakt").status, 200);
    EXPECT_EQ(send().status, 303);
    EXPECT_EQ(messages(), 2);
}

} // namespace dorfnetz::faults
