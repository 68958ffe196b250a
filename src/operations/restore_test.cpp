#include "operations/restore.hpp"

#include "accounts/accounts_store.hpp"
#include "features/people/api.hpp"
#include "features/people/duplicates.hpp"
#include "foundation/mail/outbox.hpp"
#include "operations/operations_for_tests.hpp"

namespace dorfnetz::operations::test {

namespace {

class Restore : public Installations
{
protected:
    bool sqlite() const { return support::engine_under_test() == db::Engine::sqlite; }

    std::filesystem::path old_database() const { return elsewhere().data / "dorfnetz.db"; }
};

TEST_F(Restore, is_refused_while_a_program_runs_on_the_data_folder)
{
    saved();
    std::filesystem::create_directories(elsewhere().data);
    {
        const auto running = DataLock::take(elsewhere().data, DataLock::Kind::shared);
        ASSERT_TRUE(running);
        EXPECT_TRUE(DataLock::take(elsewhere().data, DataLock::Kind::shared))
            << "programs may share the folder";
        const auto refused = restore(elsewhere(), file(), Existing::replace);
        EXPECT_EQ(refused.error().kind, Err::conflict);
        EXPECT_FALSE(std::filesystem::exists(elsewhere().data / "secret.key"));
    }
    EXPECT_TRUE(restore(elsewhere(), file(), Existing::keep)) << "the program has ended";
}

TEST_F(Restore, keeps_backups_away_while_it_works)
{
    const auto working = DataLock::take(data(), DataLock::Kind::alone);
    ASSERT_TRUE(working);
    EXPECT_EQ(back_up(here(), database.pool(), file(), Existing::keep).error().kind, Err::conflict);
    EXPECT_FALSE(std::filesystem::exists(file()));
}

TEST_F(Restore, brings_back_no_account_that_was_deleted)
{
    given([&](db::Tx& tx) {
        for (const auto* id : {"anton", "ruth"})
            accounts::insert_user(
                tx, network,
                {.id = web::UserId(id), .login = std::string(id) + "@example.org", .name = std::string(id)},
                clock.now());
    });
    saved();
    given(
        [&](db::Tx& tx) { accounts::erase_account(tx, network, web::UserId("anton"), account_mentions()); });
    write_erasures(database.pool(), file().parent_path() / erasures_name);
    const auto restored = restore(elsewhere(), file(), Existing::keep);
    ASSERT_TRUE(restored) << testing::PrintToString(restored.error().values);
    EXPECT_EQ(restored->erasures.applied, 1);
    db::Pool::open(elsewhere().database)->read([&](db::Reader& reader) {
        const auto names = accounts::account_names(reader, network);
        EXPECT_FALSE(names.contains("anton"));
        EXPECT_TRUE(names.contains("ruth"));
    });
}

TEST_F(Restore, sends_again_only_what_must_arrive)
{
    SeededRandom random(1);
    const auto put = [&](mail::Urgency urgency) {
        mail::MailId id;
        given([&](db::Tx& tx) {
            id = mail::enqueue(tx,
                               {.network = network,
                                .to = {"anna@example.org"},
                                .subject = "Bald ist es so weit",
                                .text = "Hallo",
                                .purpose = "test",
                                .urgency = urgency},
                               clock, random)
                     .value();
        });
        return id;
    };
    const auto cancellation = put(mail::Urgency::must_arrive);
    const auto reminder = put(mail::Urgency::may_be_lost);
    saved();
    ASSERT_TRUE(restore(elsewhere(), file(), Existing::keep));
    db::Pool::open(elsewhere().database)->read([&](db::Reader& reader) {
        EXPECT_EQ(mail::status_of(reader, network, cancellation).value().state, mail::MailState::waiting);
        EXPECT_EQ(mail::status_of(reader, network, reminder).value().state, mail::MailState::uncertain)
            << "it may have gone out since the backup";
    });
}

TEST_F(Restore, over_an_existing_database_needs_force_and_moves_the_old_one_away)
{
    if (!sqlite())
        GTEST_SKIP() << "a database of PostgreSQL is never replaced";
    saved();
    write_file(old_database(), "the old one");
    write_file(old_database().string() + "-wal", "its newest changes");
    write_file(elsewhere().data / "secret.key", "the old key");

    EXPECT_EQ(restore(elsewhere(), file(), Existing::keep).error().kind, Err::conflict);
    EXPECT_EQ(content_of(old_database()), "the old one");

    const auto restored = restore(elsewhere(), file(), Existing::replace);
    ASSERT_TRUE(restored);
    EXPECT_EQ(restored->moved_away.filename(), "before-restore-2026-11-22T100000Z");
    EXPECT_EQ(content_of(restored->moved_away / "dorfnetz.db"), "the old one");
    EXPECT_EQ(content_of(restored->moved_away / "dorfnetz.db-wal"), "its newest changes");
    EXPECT_EQ(content_of(restored->moved_away / "secret.key"), "the old key");
    EXPECT_EQ(content_of(elsewhere().data / "secret.key"), std::string(32, 'k'));
    EXPECT_EQ(setting(*db::Pool::open(elsewhere().database), "none"), "");
}

TEST_F(Restore, into_a_postgresql_database_with_tables_is_refused_even_with_force)
{
    if (sqlite())
        GTEST_SKIP() << "a database of SQLite is moved away instead";
    saved();
    auto full = elsewhere();
    full.database = database.address();
    EXPECT_EQ(restore(full, file(), Existing::replace).error().kind, Err::conflict);
    EXPECT_NE(setting(database.pool(), "none"), "no network") << "the database must be as it was";
}

TEST_F(Restore, erases_again_who_was_erased_after_the_backup)
{
    SeededRandom random(1);
    const auto add = [&](const std::string& name) {
        return database.pool()
            .write(db::Scope::nothing(),
                   [&](db::Tx& tx) {
                       people::NewPerson person;
                       person.data.given_name = name;
                       person.data.family_name = "Beispiel";
                       person.data.phone = "03491 5550123";
                       return people::create(tx, network, person, {.clock = clock, .random = random});
                   })
            .value();
    };
    const auto gone = add("Gitta");
    const auto stays = add("Stefan");
    saved();
    write_file(file().parent_path() / erasures_name, "# network kind id\n\n" + network.text() + " person " +
                                                         gone.text() + "\n" + network.text() + " spaceship " +
                                                         stays.text() + "\nnonsense\n");

    const auto restored = restore(elsewhere(), file(), Existing::keep);
    ASSERT_TRUE(restored) << testing::PrintToString(restored.error().values);
    EXPECT_EQ(restored->erasures.applied, 1);
    EXPECT_EQ(restored->erasures.unknown, 2);
    const auto pool = db::Pool::open(elsewhere().database);
    pool->read([&](db::Reader& reader) {
        EXPECT_FALSE(people::person_by_id(reader, network, gone));
        EXPECT_TRUE(people::person_by_id(reader, network, stays));
    });
    if (sqlite()) {
        EXPECT_EQ(content_of(old_database()).find("Gitta"), std::string::npos)
            << "an erased name must not stay in free pages";
    }
}

TEST_F(Restore, whom_the_program_erased_it_erases_again_by_itself)
{
    SeededRandom random(1);
    std::vector<people::PersonId> ids;
    for (const auto* name : {"Gitta", "Stefan"})
        ids.push_back(database.pool()
                          .write(db::Scope::nothing(),
                                 [&](db::Tx& tx) {
                                     people::NewPerson person;
                                     person.data.given_name = name;
                                     person.data.family_name = "Beispiel";
                                     person.data.phone = "03491 5550123";
                                     return people::create(tx, network, person,
                                                           {.clock = clock, .random = random});
                                 })
                          .value());
    saved();
    ASSERT_TRUE(database.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        people::erase(tx, network, ids.front(), kept_elsewhere());
        return Done{};
    }));
    const auto list = file().parent_path() / erasures_name;
    write_file(list, "# written by hand\n");
    write_erasures(database.pool(), list);
    write_erasures(database.pool(), list);
    EXPECT_EQ(content_of(list),
              "# written by hand\n" + network.text() + " person " + ids.front().text() + "\n");

    const auto restored = restore(elsewhere(), file(), Existing::keep);
    ASSERT_TRUE(restored) << testing::PrintToString(restored.error().values);
    const auto pool = db::Pool::open(elsewhere().database);
    pool->read([&](db::Reader& reader) {
        EXPECT_FALSE(people::person_by_id(reader, network, ids.front()));
        EXPECT_TRUE(people::person_by_id(reader, network, ids.back()));
    });
}

// Two entries of one person in the backup, merged and erased afterwards.
TEST_F(Restore, the_second_entry_of_somebody_who_was_erased_does_not_come_back)
{
    SeededRandom random(1);
    const people::Author author{.clock = clock, .random = random};
    std::vector<people::PersonId> ids;
    for (int entry = 0; entry < 2; ++entry)
        given([&](db::Tx& tx) {
            people::NewPerson person;
            person.data.given_name = "Gitta";
            person.data.family_name = "Beispiel";
            person.data.phone = "03491 5550123";
            ids.push_back(people::create(tx, network, person, author).value());
        });
    saved();
    given([&](db::Tx& tx) {
        EXPECT_TRUE(people::merge(tx, network, ids.front(), ids.back(), author));
        people::erase(tx, network, ids.front(), kept_elsewhere());
    });
    write_erasures(database.pool(), file().parent_path() / erasures_name);

    ASSERT_TRUE(restore(elsewhere(), file(), Existing::keep));
    db::Pool::open(elsewhere().database)->read([&](db::Reader& reader) {
        EXPECT_TRUE(people::all_people(reader, network).empty());
    });
}

} // namespace

} // namespace dorfnetz::operations::test
