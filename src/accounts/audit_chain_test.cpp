#include "accounts/audit_chain.hpp"

#include "accounts/audit.hpp"
#include "tests/support/accounts.hpp"

#include <gtest/gtest.h>
#include <thread>

namespace dorfnetz::accounts {

namespace {

class AuditChain : public test::Accounts
{
protected:
    void write(const std::string& person) { write(site.pool(), person, site.random); }

    void write(db::Pool& pool, const std::string& person, Random& random)
    {
        const auto done = pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
            record(tx,
                   {.network = network.id,
                    .user = web::UserId("u1"),
                    .action = "contact.viewed",
                    .subject_kind = "person",
                    .subject = person,
                    .details = "Telefon"},
                   site.clock, random);
            return Done{};
        });
        EXPECT_TRUE(done);
    }

    void write_five()
    {
        for (const auto* const person : {"p1", "p2", "p3", "p4", "p5"}) {
            write(person);
            site.clock.advance(std::chrono::seconds(1));
        }
    }

    void tamper(const std::function<void(db::Tx&)>& work)
    {
        site.given([&](db::Tx& tx) -> Result<Done> {
            work(tx);
            return Done{};
        });
    }

    ChainReport check()
    {
        return site.pool().read([&](db::Reader& reader) { return check_audit_log(reader, network.id); });
    }

    ChainHead head()
    {
        const auto heads = site.pool().read(chain_heads);
        return heads.empty() ? ChainHead{.network = network.id} : heads.front();
    }

    bool still_there(const ChainHead& old)
    {
        return site.pool().read([&](db::Reader& reader) { return contains(reader, old); });
    }
};

} // namespace

TEST_F(AuditChain, holds_what_was_sealed_in_the_order_of_time)
{
    write_five();
    EXPECT_EQ(check().waiting, 5);
    EXPECT_EQ(check().waiting_since, timestamp_from_iso("2026-11-22T10:00:00Z"));
    EXPECT_EQ(seal_audit_log(site.pool()), 5);
    write("p6");
    EXPECT_EQ(seal_audit_log(site.pool()), 1);
    EXPECT_EQ(seal_audit_log(site.pool()), 0);
    const auto report = check();
    EXPECT_EQ(report.sealed, 6);
    EXPECT_FALSE(report.broken_at);
    EXPECT_EQ(report.waiting, 0);
    EXPECT_EQ(head().place, 6);
}

TEST_F(AuditChain, of_more_rows_than_fit_in_one_transaction_is_sealed_whole)
{
    std::vector<AuditEntry> many(2'345, {.network = network.id,
                                         .user = {},
                                         .action = "person.created",
                                         .subject_kind = "person",
                                         .subject = "p"});
    tamper([&](db::Tx& tx) { record_all(tx, many, site.clock, site.random); });
    EXPECT_EQ(seal_audit_log(site.pool()), 2'345);
    EXPECT_EQ(check().sealed, 2'345);
    EXPECT_FALSE(check().broken_at);
}

TEST_F(AuditChain, shows_where_a_row_was_changed)
{
    write_five();
    seal_audit_log(site.pool());
    tamper([](db::Tx& tx) {
        tx.exec(R"sql(UPDATE audit_log SET action = 'contact.forgotten' WHERE place = 3)sql", {});
    });
    EXPECT_EQ(check().broken_at, 3);
    EXPECT_EQ(check().sealed, 2);
}

TEST_F(AuditChain, shows_where_a_row_was_taken_out)
{
    write_five();
    seal_audit_log(site.pool());
    tamper([](db::Tx& tx) {
        tx.exec(R"sql(DELETE FROM audit_details WHERE id IN (SELECT id FROM audit_log WHERE place = 2))sql",
                {});
        tx.exec(R"sql(DELETE FROM audit_log WHERE place = 2)sql", {});
    });
    EXPECT_EQ(check().broken_at, 2);
}

TEST_F(AuditChain, shows_that_a_gap_was_closed_by_moving_rows_up)
{
    write_five();
    seal_audit_log(site.pool());
    tamper([](db::Tx& tx) {
        tx.exec(R"sql(DELETE FROM audit_details WHERE id IN (SELECT id FROM audit_log WHERE place = 1))sql",
                {});
        tx.exec(R"sql(DELETE FROM audit_log WHERE place = 1)sql", {});
        for (std::int64_t place = 2; place <= 5; ++place)
            tx.exec(R"sql(UPDATE audit_log SET place = :up WHERE place = :place)sql",
                    {{"up", place - 1}, {"place", place}});
    });
    EXPECT_EQ(check().broken_at, 1);
}

TEST_F(AuditChain, shows_that_two_rows_changed_places)
{
    write_five();
    seal_audit_log(site.pool());
    tamper([](db::Tx& tx) {
        for (const auto& [from, to] : {std::pair{2, 9}, std::pair{4, 2}, std::pair{9, 4}})
            tx.exec(R"sql(UPDATE audit_log SET place = :to WHERE place = :from)sql",
                    {{"to", to}, {"from", from}});
    });
    EXPECT_EQ(check().broken_at, 2);
}

TEST_F(AuditChain, shows_a_row_that_was_put_in_with_a_place_of_its_own)
{
    write_five();
    seal_audit_log(site.pool());
    write("p6");
    tamper([](db::Tx& tx) {
        tx.exec(R"sql(UPDATE audit_log SET place = 6, chain_hash = 'made up' WHERE place IS NULL)sql", {});
    });
    EXPECT_EQ(check().broken_at, 6);
}

// The chain alone cannot show it; the end that somebody kept can.
TEST_F(AuditChain, whose_end_was_cut_off_no_longer_contains_an_end_that_was_kept)
{
    write_five();
    seal_audit_log(site.pool());
    const auto kept = head();
    EXPECT_TRUE(still_there(kept));
    write("p6");
    seal_audit_log(site.pool());
    EXPECT_TRUE(still_there(kept)); // it has grown, which it may
    tamper([](db::Tx& tx) {
        tx.exec(R"sql(DELETE FROM audit_details WHERE id IN (SELECT id FROM audit_log WHERE place > 4))sql",
                {});
        tx.exec(R"sql(DELETE FROM audit_log WHERE place > 4)sql", {});
    });
    EXPECT_FALSE(check().broken_at);
    EXPECT_FALSE(still_there(kept));
    write("p7");
    seal_audit_log(site.pool());
    EXPECT_EQ(head().place, 5); // as long as before, but another row
    EXPECT_FALSE(still_there(kept));
}

TEST_F(AuditChain, stays_whole_when_the_details_of_a_person_are_erased)
{
    write_five();
    seal_audit_log(site.pool());
    tamper([&](db::Tx& tx) { EXPECT_EQ(erase_details(tx, network.id, "person", "p3"), 1); });
    const auto report = check();
    EXPECT_EQ(report.sealed, 5);
    EXPECT_FALSE(report.broken_at);
    EXPECT_EQ(report.forged_details, 0);
}

TEST_F(AuditChain, of_one_network_knows_nothing_of_another)
{
    const auto other = site.add_network("aue", "aue.example");
    write_five();
    tamper([&](db::Tx& tx) {
        record(tx, {.network = other, .user = {}, .action = "x", .subject_kind = "user", .subject = "u"},
               site.clock, site.random);
    });
    EXPECT_EQ(seal_audit_log(site.pool()), 6);
    EXPECT_EQ(check().sealed, 5);
    EXPECT_EQ(site.pool().read(chain_heads).size(), 2U);
}

TEST_F(AuditChain, has_no_gap_when_several_servers_seal_while_others_write)
{
    const auto second = site.another_pool();
    std::vector<std::jthread> threads;
    for (unsigned writer = 0; writer < 2; ++writer)
        threads.emplace_back([this, writer] {
            SeededRandom random(writer + 100);
            for (int i = 0; i < 40; ++i)
                write(site.pool(), "p", random);
        });
    for (auto* const pool : {&site.pool(), second.get()})
        threads.emplace_back([pool] {
            for (int i = 0; i < 15; ++i)
                seal_audit_log(*pool);
        });
    threads.clear(); // waits for all
    seal_audit_log(*second);
    EXPECT_EQ(check().sealed, 80);
    EXPECT_FALSE(check().broken_at);
}

} // namespace dorfnetz::accounts
