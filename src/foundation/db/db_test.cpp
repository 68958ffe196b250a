#include "foundation/core/result.hpp"
#include "foundation/db/db.hpp"
#include "foundation/db/migrate.hpp"
#include "foundation/db/named_parameters.hpp"
#include "tests/support/database.hpp"

#include <filesystem>
#include <gtest/gtest.h>
#include <thread>

namespace dorfnetz::db {

namespace {

constexpr Sql create_things = R"sql(
    INSERT INTO things (id, amount, label, at, raw) VALUES (:id, :amount, :label, :at, :raw))sql";

const Migration things_table{1, "0001_things.sql", R"sql(
    CREATE TABLE things (
        id TEXT NOT NULL PRIMARY KEY, amount INTEGER NOT NULL CHECK (amount >= 0), label TEXT, at TEXT, raw BLOB
    ) STRICT;)sql"};

class Database : public testing::Test
{
protected:
    Database() { migrate(database.pool(), {things_table}, clock, ""); }

    Result<Done> add(std::string_view id, std::int64_t amount)
    {
        return database.pool().write(Scope::everything(), [&](Tx& tx) -> Result<Done> {
            tx.exec(create_things, {{"id", id},
                                    {"amount", amount},
                                    {"label", std::nullopt},
                                    {"at", std::nullopt},
                                    {"raw", std::nullopt}});
            return Done{};
        });
    }

    std::int64_t things()
    {
        return database.pool().read(
            [](Reader& reader) { return reader.count("SELECT count(*) FROM things", {}); });
    }

    FixedClock clock{"2026-11-22T19:30:00Z"};
    support::TestDatabase database{support::TestDatabase::Schema::empty};
};

} // namespace

TEST(NamedParameters, become_numbers_and_leave_quotes_and_comments_alone)
{
    const auto sql = number_parameters("SELECT ':a', x::y FROM t WHERE a = :a -- :c\n AND b = :b AND c = :a");
    EXPECT_EQ(sql.text, "SELECT ':a', x:$1 FROM t WHERE a = $2 -- :c\n AND b = $3 AND c = $2");
    EXPECT_EQ(sql.names, (std::vector<std::string>{"y", "a", "b"}));
    EXPECT_EQ(without_row_lock("SELECT 1 FROM t FOR UPDATE"), "SELECT 1 FROM t ");
}

TEST_F(Database, keeps_numbers_texts_moments_and_bytes_exactly)
{
    const std::string bytes("\0\xFF'x", 4);
    const std::string text = "Grüße, 'Dorf' \\ \"Heide\"";
    const auto moment = *timestamp_from_iso("2026-03-29T01:00:00Z");
    ASSERT_TRUE(database.pool().write(Scope::everything(), [&](Tx& tx) -> Result<Done> {
        tx.exec(create_things, {{"id", "a"},
                                {"amount", std::int64_t{5'000'000'000}},
                                {"label", text},
                                {"at", moment},
                                {"raw", Blob{bytes}}});
        return Done{};
    }));
    const auto seen = database.pool().read([&](Reader& reader) {
        return reader.first("SELECT amount, label, at, raw FROM things WHERE id = :id", {{"id", "a"}},
                            [&](Row& row) {
                                EXPECT_EQ(row.take<std::int64_t>(), 5'000'000'000);
                                EXPECT_EQ(row.take<std::string>(), text);
                                EXPECT_EQ(row.take<Timestamp>(), moment);
                                EXPECT_EQ(row.take<std::string>(), bytes);
                                return true;
                            });
    });
    EXPECT_TRUE(seen.has_value());
}

TEST_F(Database, an_error_from_the_work_rolls_everything_back)
{
    const auto result = database.pool().write(Scope::everything(), [&](Tx& tx) -> Result<Done> {
        tx.exec(create_things, {{"id", "a"},
                                {"amount", 1},
                                {"label", std::nullopt},
                                {"at", std::nullopt},
                                {"raw", std::nullopt}});
        return Error{Err::conflict, "Nein."_de};
    });
    EXPECT_FALSE(result.has_value());
    EXPECT_EQ(things(), 0);
}

TEST_F(Database, a_broken_rule_is_thrown_after_the_rollback_and_the_next_write_works)
{
    ASSERT_TRUE(add("a", 1));
    EXPECT_THROW(static_cast<void>(add("a", 2)), ConstraintViolated);
    EXPECT_THROW(static_cast<void>(add("b", -1)), ConstraintViolated);
    EXPECT_TRUE(add("c", 3));
    EXPECT_EQ(things(), 2);
}

TEST_F(Database, what_may_be_carried_out_later_is_there_for_the_next_query_and_after_the_commit)
{
    constexpr int many = 1203; // more than are gathered
    const auto seen = database.pool().write(Scope::everything(), [&](Tx& tx) -> Result<std::int64_t> {
        for (int i = 0; i < many; ++i) {
            const auto id = std::to_string(i); // gone before the statement runs
            tx.exec_later(create_things, {{"id", id},
                                          {"amount", i},
                                          {"label", std::nullopt},
                                          {"at", std::nullopt},
                                          {"raw", std::nullopt}});
        }
        const auto count = tx.count("SELECT COUNT(*) FROM things", {});
        tx.exec_later(create_things, {{"id", "last"},
                                      {"amount", 7},
                                      {"label", std::nullopt},
                                      {"at", std::nullopt},
                                      {"raw", std::nullopt}});
        return count;
    });
    EXPECT_EQ(seen.value(), many);
    EXPECT_EQ(things(), many + 1);
}

TEST_F(Database, a_rule_broken_later_is_thrown_and_the_next_write_works)
{
    const auto add_later = [&](int amount) {
        return database.pool().write(Scope::everything(), [&](Tx& tx) -> Result<Done> {
            for (const auto* id : {"a", "b", "c"})
                tx.exec_later(create_things, {{"id", id},
                                              {"amount", *id == 'b' ? amount : 1},
                                              {"label", std::nullopt},
                                              {"at", std::nullopt},
                                              {"raw", std::nullopt}});
            return Done{};
        });
    };
    EXPECT_THROW(static_cast<void>(add_later(-1)), ConstraintViolated);
    EXPECT_EQ(things(), 0);
    EXPECT_TRUE(add_later(1));
    EXPECT_EQ(things(), 3);
}

TEST_F(Database, what_is_said_of_a_broken_rule_quotes_nobodys_row)
{
    ASSERT_TRUE(add("petra@example.org", 1));
    const auto said = [&](std::string_view id, int amount) -> std::string {
        try {
            static_cast<void>(add(id, amount));
        } catch (const ConstraintViolated& problem) {
            return problem.what();
        }
        return {};
    };
    for (const auto& message : {said("petra@example.org", 2), said("paul@example.org", -1)}) {
        EXPECT_NE(message, "");
        EXPECT_EQ(message.find("example.org"), std::string::npos) << message;
    }
}

TEST_F(Database, a_reader_cannot_write_even_through_a_query_that_would)
{
    EXPECT_ANY_THROW(database.pool().read([](Reader& reader) {
        // The compiler refuses "INSERT …" here; what it cannot see, the connection refuses.
        return reader.list(
            "WITH t AS (SELECT 1) INSERT INTO things (id, amount) VALUES ('x', 1) RETURNING id", {},
            [](Row& row) { return row.take<std::string>(); });
    }));
    EXPECT_EQ(things(), 0);
}

TEST_F(Database, a_forgotten_column_or_parameter_is_a_bug_that_is_told)
{
    ASSERT_TRUE(add("a", 1));
    auto& pool = database.pool();
    EXPECT_THROW(pool.read([](Reader& reader) {
        return reader.list("SELECT id, amount FROM things", {},
                           [](Row& row) { return row.take<std::string>(); });
    }),
                 std::logic_error);
    EXPECT_THROW(pool.read([](Reader& reader) {
        return reader.count("SELECT count(*) FROM things WHERE id = :id", {});
    }),
                 std::logic_error);
    EXPECT_EQ(things(), 1) << "the connection is usable afterwards";
}

TEST_F(Database, writers_at_the_same_moment_lose_no_update)
{
    ASSERT_TRUE(add("a", 0));
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 20; ++i)
                EXPECT_TRUE(database.pool().write(Scope::everything(), [](Tx& tx) -> Result<Done> {
                    const auto amount = tx.value<std::int64_t>(
                        "SELECT amount FROM things WHERE id = :id FOR UPDATE", {{"id", "a"}});
                    tx.exec("UPDATE things SET amount = :amount WHERE id = :id",
                            {{"amount", *amount + 1}, {"id", "a"}});
                    return Done{};
                }));
        });
    for (auto& thread : threads)
        thread.join();
    const auto amount = database.pool().read([](Reader& reader) {
        return reader.value<int>("SELECT amount FROM things WHERE id = :id", {{"id", "a"}});
    });
    EXPECT_EQ(amount, 160);
}

TEST_F(Database, a_commit_makes_its_scope_stale_and_no_other)
{
    auto& pool = database.pool();
    const auto before = pool.generation("one");
    const auto other = pool.generation("two");
    EXPECT_TRUE(pool.write(Scope{"one"}, [](Tx&) -> Result<Done> { return Done{}; }));
    EXPECT_GT(pool.generation("one"), before);
    EXPECT_EQ(pool.generation("two"), other);
    const auto after = pool.generation("one");
    EXPECT_FALSE(pool.write(Scope{"one"}, [](Tx&) -> Result<Done> { return Error{}; }));
    EXPECT_EQ(pool.generation("one"), after) << "a rollback changes nothing";
}

TEST_F(Database, another_process_makes_cached_pages_stale_too)
{
    const auto before = database.pool().generation("one");
    const auto other = database.another_pool();
    ASSERT_TRUE(other->write(Scope{"one"}, [](Tx& tx) -> Result<Done> {
        tx.exec("INSERT INTO things (id, amount) VALUES (:id, 1)", {{"id", "theirs"}});
        return Done{};
    }));
    bool noticed = false;
    for (int i = 0; i < 100 && !noticed; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        noticed = database.pool().generation("one") > before;
    }
    EXPECT_TRUE(noticed);
}

// Nothing erased is left in the log, and the database does not take twice its room on the disk.
TEST_F(Database, has_an_empty_log_after_maintenance)
{
    if (database.pool().engine() != Engine::sqlite)
        GTEST_SKIP() << "PostgreSQL looks after its own log";
    ASSERT_TRUE(add("one", 1));
    const auto file = database.pool().read([](Reader& reader) {
        return reader
            .first("SELECT file FROM pragma_database_list WHERE name = 'main'", {},
                   [](Row& row) { return row.take<std::string>(); })
            .value();
    });
    ASSERT_GT(std::filesystem::file_size(file + "-wal"), 0U);
    database.pool().maintain();
    EXPECT_EQ(std::filesystem::file_size(file + "-wal"), 0U);
    EXPECT_EQ(things(), 1);
}

TEST_F(Database, what_follows_a_commit_does_not_happen_after_a_rollback)
{
    int happened = 0;
    EXPECT_TRUE(database.pool().write(Scope::nothing(), [&](Tx& tx) -> Result<Done> {
        tx.after_commit([&] { ++happened; });
        return Done{};
    }));
    EXPECT_FALSE(database.pool().write(Scope::nothing(), [&](Tx& tx) -> Result<Done> {
        tx.after_commit([&] { ++happened; });
        return Error{};
    }));
    EXPECT_EQ(happened, 1);
}

TEST_F(Database, migrating_again_changes_nothing_and_an_edited_step_is_refused)
{
    const auto again = migrate(database.pool(), {things_table}, clock, "");
    EXPECT_EQ(again.from, 1);
    EXPECT_EQ(again.to, 1);
    auto edited = things_table;
    edited.text += ";CREATE TABLE more (id TEXT)";
    EXPECT_THROW(migrate(database.pool(), {edited}, clock, ""), std::runtime_error);
    EXPECT_THROW(migrate(database.pool(), {}, clock, ""), std::runtime_error)
        << "a newer schema than the program's";
}

TEST_F(Database, a_comment_may_be_added_to_a_step_after_it_was_applied)
{
    auto explained = things_table;
    explained.text = "-- What there is.\n\n" + explained.text + " -- all of it";
    EXPECT_EQ(migrate(database.pool(), {explained}, clock, "").to, 1);
}

TEST_F(Database, a_step_applied_when_comments_still_counted_is_known_by_the_checksum_that_it_names)
{
    const auto held = database.pool().write(Scope::nothing(), [](Tx& tx) -> Result<Done> {
        tx.exec("UPDATE schema_versions SET checksum = :held", {{"held", "0123456789abcdef"}});
        return Done{};
    });
    ASSERT_TRUE(held);
    auto explained = things_table;
    explained.text += "\n\n-- checksum with comments: 0123456789abcdee\n";
    EXPECT_THROW(migrate(database.pool(), {explained}, clock, ""), std::runtime_error);
    explained.text += "-- checksum with comments: 0123456789abcdef\n";
    EXPECT_EQ(migrate(database.pool(), {explained}, clock, "").to, 1);
}

// Nobody knows whether it happened: never run again, and what is shown is read anew.
TEST_F(Database, a_commit_without_an_answer_is_not_repeated_and_makes_what_was_kept_stale)
{
    if (database.pool().engine() != Engine::postgresql)
        GTEST_SKIP() << "SQLite has no line that could break";
    const Migration breaking{2, "0002_breaking.sql", R"sql(
        CREATE FUNCTION end_line() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END';
        CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON things
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION end_line();)sql"};
    migrate(database.pool(), {things_table, breaking}, clock, "");
    const auto kept = database.pool().generation("village");
    int attempts = 0;
    EXPECT_THROW(static_cast<void>(database.pool().write(Scope{"village"},
                                                         [&](Tx& tx) -> Result<Done> {
                                                             ++attempts;
                                                             tx.exec(create_things, {{"id", "a"},
                                                                                     {"amount", 1},
                                                                                     {"label", std::nullopt},
                                                                                     {"at", std::nullopt},
                                                                                     {"raw", std::nullopt}});
                                                             return Done{};
                                                         })),
                 Unavailable);
    EXPECT_EQ(attempts, 1);
    EXPECT_NE(database.pool().generation("village"), kept);
}

TEST_F(Database, a_write_that_goes_on_after_a_broken_rule_is_never_lost_silently)
{
    const auto write = [&] {
        return database.pool().write(Scope::nothing(), [&](Tx& tx) -> Result<Done> {
            const auto create = [&](std::string_view id, int amount) {
                tx.exec(create_things, {{"id", id},
                                        {"amount", amount},
                                        {"label", std::nullopt},
                                        {"at", std::nullopt},
                                        {"raw", std::nullopt}});
            };
            create("a", 1);
            EXPECT_THROW(create("b", -1), ConstraintViolated);
            return Done{};
        });
    };
    if (database.pool().engine() == Engine::postgresql) {
        EXPECT_THROW(static_cast<void>(write()), std::logic_error);
        EXPECT_EQ(things(), 0);
    } else {
        EXPECT_TRUE(write());
        EXPECT_EQ(things(), 1);
    }
}

TEST_F(Database, a_failing_step_leaves_the_schema_as_it_was)
{
    const Migration broken{2, "0002_broken.sql",
                           "CREATE TABLE more (id TEXT PRIMARY KEY); INSERT INTO nowhere VALUES (1);"};
    EXPECT_ANY_THROW(migrate(database.pool(), {things_table, broken}, clock, ""));
    EXPECT_EQ(schema_version(database.pool()), 1);
    const Migration mended{2, "0002_mended.sql", "CREATE TABLE more (id TEXT PRIMARY KEY);"};
    EXPECT_EQ(migrate(database.pool(), {things_table, mended}, clock, "").to, 2);
}

TEST(Migrations, are_taken_for_the_engine_and_must_be_complete)
{
    const std::vector<MigrationFile> files{
        {"0002_b.postgresql.sql", "p"}, {"0001_a.sql", "a"}, {"0002_b.sqlite.sql", "s"}};
    EXPECT_EQ(migrations_for(Engine::sqlite, files)[1].text, "s");
    EXPECT_EQ(migrations_for(Engine::postgresql, files)[1].text, "p");
    EXPECT_THROW(migrations_for(Engine::sqlite, {{"0002_b.sql", "b"}}), std::runtime_error);
    EXPECT_EQ(in_dialect(Engine::postgresql, "a INTEGER, -- INTEGER\n b BLOB) STRICT, WITHOUT ROWID;"),
              "a BIGINT, -- INTEGER\n b BYTEA)   ;");
}

} // namespace dorfnetz::db
