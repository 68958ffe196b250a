#include "operations/revocations.hpp"

#include "accounts/accounts_store.hpp"
#include "features/people/duplicates.hpp"
#include "features/people/resting.hpp"
#include "operations/operations_for_tests.hpp"

namespace dorfnetz::operations::test {

namespace {

using people::Lock;
using people::Purpose;
using web::Role;

class Revocations : public Installations
{
protected:
    Revocations()
    {
        given([&](db::Tx& tx) {
            account(tx, "erika", Role::coordinator);
            account(tx, "anton", Role::lead_editor);
            tx.exec(R"sql(
                INSERT INTO one_time_codes (network_id, user_id, in_use, code_hash, created_at)
                VALUES (:network, 'erika', 1, 'the-first-code', :now))sql",
                    {{"network", network}, {"now", clock.now()}});
        });
    }

    void account(db::Tx& tx, const std::string& name, Role role)
    {
        const web::UserId id(name);
        accounts::insert_user(tx, network, {.id = id, .login = name + "@example.org", .name = name},
                              clock.now());
        accounts::set_password_hash(tx, network, id, "a hash");
        const std::string subject = role == Role::lead_editor ? "dorf" : "";
        accounts::insert_grant(tx, network, {.id = "role-of-" + name, .user = id, .grant = {role, subject}},
                               {}, clock.now());
        tx.exec(R"sql(
            INSERT INTO sessions (network_id, id, user_id, token_hash, created_at, last_seen_at, expires_at, client)
            VALUES (:network, :user, :user, :user, :now, :now, :later, ''))sql",
                {{"network", network}, {"user", id}, {"now", clock.now()}, {"later", clock.now()}});
        accounts::insert_link(tx, network,
                              {.id = name,
                               .user = id,
                               .purpose = "paper",
                               .token_hash = name,
                               .expires_at = clock.now() + std::chrono::days(14)},
                              clock.now());
    }

    people::Author author() { return {.clock = clock, .random = random, .name = "Erika"}; }

    people::PersonId person(const std::string& name)
    {
        people::PersonId id;
        given([&](db::Tx& tx) {
            people::NewPerson person;
            person.data.given_name = name;
            person.data.family_name = "Beispiel";
            person.data.phone = "03491 5550123";
            const std::vector<Purpose> purposes{Purpose::register_, Purpose::pictures};
            person.consent =
                people::ConsentDraft{.way = people::ConsentWay::paper,
                                     .given_on = date_of(clock.now()),
                                     .to = people::remember_consent_texts(tx,
                                                                          {.network = network,
                                                                           .network_name = "Beispiel",
                                                                           .language = i18n::Language::de,
                                                                           .now = clock.now()},
                                                                          purposes)};
            id = people::create(tx, network, person, author()).value();
        });
        return id;
    }

    void withdraw(const people::PersonId& id, Purpose purpose)
    {
        given([&](db::Tx& tx) {
            EXPECT_TRUE(people::withdraw_consent(tx, network, id, {.purpose = purpose}, author()));
        });
    }

    std::filesystem::path list() const { return file().parent_path() / revocations_name; }

    static std::int64_t rows(db::Reader& reader, db::Query query) { return reader.count(query, {}); }

    bool is_open(db::Reader& reader, const std::string& name)
    {
        const auto user = accounts::find_user(reader, network, web::UserId(name));
        return user && !user->account.disabled && user->account.has_password;
    }

    SeededRandom random{1};
};

} // namespace

TEST_F(Revocations, since_the_backup_are_done_again_after_a_restore)
{
    const auto no_pictures = person("Gitta");
    const auto gone = person("Stefan");
    const auto objects = person("Karla");
    const auto released = person("Ruth");
    given([&](db::Tx& tx) {
        accounts::end_grant_at(tx, network, "role-of-anton", clock.now() + std::chrono::days(30));
    });
    write_revocations(database.pool(), list(), clock.now());
    saved();
    clock.advance(std::chrono::hours(1));
    withdraw(no_pictures, Purpose::pictures);
    withdraw(gone, Purpose::register_);
    given([&](db::Tx& tx) {
        EXPECT_TRUE(people::let_rest(tx, network, objects, {.why = Lock::objected}, author()));
        EXPECT_TRUE(people::let_rest(tx, network, released, {.why = Lock::restricted}, author()));
        accounts::end_grant_at(tx, network, "role-of-anton", clock.now());
        tx.exec(R"sql(UPDATE one_time_codes SET used_at = :now)sql", {{"now", clock.now()}});
    });
    write_revocations(database.pool(), list(), clock.now());
    clock.advance(std::chrono::hours(1));
    given([&](db::Tx& tx) {
        EXPECT_TRUE(people::release(tx, network, released, author()));
        accounts::set_password_hash(tx, network, web::UserId("anton"), "another hash");
        accounts::note_access_change(tx, network, web::UserId("anton"), clock.now());
    });
    write_revocations(database.pool(), list(), clock.now());

    const auto restored = restore(elsewhere(), file(), Existing::keep);
    ASSERT_TRUE(restored) << testing::PrintToString(restored.error().values);
    EXPECT_EQ(restored->revocations.as_of, clock.now());
    EXPECT_EQ(restored->revocations.applied, 6) << "three consents, an objection, a role, a code";
    EXPECT_EQ(restored->revocations.locked, 1);
    EXPECT_TRUE(restored->revocations.without_coordinator.empty());
    const auto pool = db::Pool::open(elsewhere().database);
    pool->read([&](db::Reader& reader) {
        EXPECT_FALSE(people::person_by_id(reader, network, no_pictures)->agreed_to(Purpose::pictures));
        EXPECT_FALSE(people::person_by_id(reader, network, no_pictures)->is_locked());
        EXPECT_EQ(people::person_by_id(reader, network, gone)->lock, Lock::withdrawn);
        EXPECT_EQ(people::person_by_id(reader, network, objects)->lock, Lock::objected);
        EXPECT_FALSE(people::person_by_id(reader, network, released)->is_locked());
        EXPECT_TRUE(is_open(reader, "erika"));
        EXPECT_FALSE(is_open(reader, "anton")) << "the password of the backup may be known to somebody else";
        const auto roles = accounts::grants_not_ended(reader, network, clock.now());
        ASSERT_EQ(roles.size(), 1U);
        EXPECT_EQ(roles.front().id, "role-of-erika");
        EXPECT_EQ(rows(reader, R"sql(SELECT COUNT(*) FROM one_time_codes WHERE used_at IS NULL)sql"), 0);
        EXPECT_EQ(rows(reader, R"sql(SELECT COUNT(*) FROM sessions)sql"), 0);
        EXPECT_EQ(rows(reader, R"sql(SELECT COUNT(*) FROM sign_in_links)sql"), 0);
    });
}

TEST_F(Revocations, of_somebody_whose_two_entries_were_merged_hold_for_both)
{
    const auto kept = person("Gitta");
    const auto second = person("Gitta");
    write_revocations(database.pool(), list(), clock.now());
    saved();
    clock.advance(std::chrono::hours(1));
    given([&](db::Tx& tx) { EXPECT_TRUE(people::merge(tx, network, kept, second, author())); });
    clock.advance(std::chrono::hours(1));
    withdraw(kept, Purpose::register_);
    write_revocations(database.pool(), list(), clock.now());

    ASSERT_TRUE(restore(elsewhere(), file(), Existing::keep));
    db::Pool::open(elsewhere().database)->read([&](db::Reader& reader) {
        for (const auto& id : {kept, second})
            EXPECT_EQ(people::person_by_id(reader, network, id)->lock, Lock::withdrawn);
    });
}

TEST_F(Revocations, that_nobody_knows_lock_all_accounts_until_somebody_lets_them_in)
{
    saved();
    std::filesystem::remove(list());
    const auto restored = restore(elsewhere(), file(), Existing::keep);
    ASSERT_TRUE(restored) << testing::PrintToString(restored.error().values);
    EXPECT_FALSE(restored->revocations.as_of);
    EXPECT_EQ(restored->revocations.locked, 2);
    EXPECT_EQ(restored->revocations.without_coordinator, std::vector<std::string>{"Beispiel"});
    const auto pool = db::Pool::open(elsewhere().database);
    pool->read([&](db::Reader& reader) {
        EXPECT_FALSE(is_open(reader, "erika"));
        EXPECT_EQ(rows(reader, R"sql(SELECT COUNT(*) FROM one_time_codes)sql"), 0);
    });
}

TEST_F(Revocations, of_a_list_older_than_the_backup_do_not_suffice)
{
    saved();
    write_file(list(), "# as of 2026-11-22T09:00:00Z\n");
    const auto restored = restore(elsewhere(), file(), Existing::keep);
    ASSERT_TRUE(restored) << testing::PrintToString(restored.error().values);
    EXPECT_EQ(restored->revocations.locked, 2);
}

TEST_F(Revocations, of_a_database_that_is_gone_stay_in_the_list)
{
    withdraw(person("Gitta"), Purpose::pictures);
    write_revocations(database.pool(), list(), clock.now());
    const auto before = content_of(list());
    EXPECT_NE(before.find(" consent "), std::string::npos) << before;
    write_file(list(), before + "# by hand\nsomething newer\n");
    support::TestDatabase fresh;
    write_revocations(fresh.pool(), list(), clock.now());
    const auto after = content_of(list());
    EXPECT_NE(after.find(before.substr(before.find('\n') + 1)), std::string::npos) << after;
    EXPECT_NE(after.find("# by hand\nsomething newer\n"), std::string::npos) << after;
}

} // namespace dorfnetz::operations::test
