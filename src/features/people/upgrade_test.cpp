#include "features/people/consents.hpp"
#include "features/people/people_store.hpp"
#include "foundation/db/migrate.hpp"
#include "schema/migrations.hpp"
#include "tests/support/database.hpp"

#include <algorithm>
#include <gtest/gtest.h>

namespace dorfnetz::people {
namespace {

// A database from before consents had purposes, with one person, an offer and a sheet of that time.
class Upgrade : public testing::Test
{
protected:
    Upgrade()
    {
        const auto all = db::migrations_for(database.pool().engine(), schema::migration_files());
        const auto first = std::find_if(all.begin(), all.end(), [](const db::Migration& migration) {
            return migration.name.find("consent_purposes") != std::string::npos;
        });
        db::migrate(database.pool(), {all.begin(), first}, clock, "");
        const auto filled = database.pool().write(db::Scope::everything(), [&](db::Tx& tx) -> Result<Done> {
            fill(tx);
            return Done{};
        });
        EXPECT_TRUE(filled);
        db::migrate(database.pool(), all, clock, "");
    }

    void fill(db::Tx& tx)
    {
        const db::Param n{"n", network};
        tx.exec(R"sql(
            INSERT INTO networks (id, slug, name, time_zone, created_at)
            VALUES (:n, 'alt', 'Alt', 'Europe/Berlin', '2026-01-01T00:00:00Z'))sql",
                {n});
        tx.exec(R"sql(
            INSERT INTO villages (network_id, id, slug, name, sort_key, in_network, updated_at)
            VALUES (:n, 'v', 'aue', 'Aue', 'aue', 1, '2026-01-01T00:00:00Z'))sql",
                {n});
        tx.exec(R"sql(
            INSERT INTO people (network_id, id, given_name, family_name, sort_key, village_id, street, postal_code,
                                town, phone, mobile, email, reach, whole_network, notes, origin, on_behalf,
                                is_example, locked_because, created_at, updated_at, version)
            VALUES (:n, :p, 'Karl', 'Alt', 'alt karl', 'v', '', '', '', '', '', '', '', 0, '', 'web', '', 0, '',
                    '2026-01-02T00:00:00Z', '2026-01-02T00:00:00Z', 3))sql",
                {n, {"p", person}});
        tx.exec(R"sql(
            INSERT INTO person_terms (network_id, person_id, list, term) VALUES (:n, :p, 'tasks', 'garden'))sql",
                {n, {"p", person}});
        tx.exec(R"sql(
            INSERT INTO consent_texts (network_id, hash, purpose, language, text, first_used_at)
            VALUES (:n, 'h', 'register', 'de', 'Ja, Alt darf …', '2026-01-01T00:00:00Z'))sql",
                {n});
        tx.exec(R"sql(
            INSERT INTO consents (network_id, id, person_id, purpose, text_hash, way, given_on, note, paper_number,
                                  recorded_at)
            VALUES (:n, 'c', :p, 'register', 'h', 'paper', '2026-01-02', 'war dabei', 'AU-2026-0001',
                    '2026-01-02T00:00:00Z'))sql",
                {n, {"p", person}});
        tx.exec(R"sql(
            INSERT INTO offers (network_id, id, state, token_hash, name, data, consent_hash, language, created_at,
                                expires_at)
            VALUES (:n, 'o', 'call', 't', 'Neu', '', 'h', 'de', '2026-01-02T00:00:00Z', '2027-01-02T00:00:00Z'))sql",
                {n});
        tx.exec(R"sql(
            INSERT INTO paper_forms (network_id, number, village_id, printed_at, consent_hash)
            VALUES (:n, 'AU-2026-0002', 'v', '2026-01-02T00:00:00Z', 'h'))sql",
                {n});
    }

    FixedClock clock{"2026-11-22T10:00:00Z"};
    support::TestDatabase database{support::TestDatabase::Schema::empty};
    const NetworkId network{"01890000-0000-7000-8000-000000000001"};
    const PersonId person{"01890000-0000-7000-8000-000000000002"};
};

TEST_F(Upgrade, makes_of_one_consent_what_its_wording_says_and_no_more)
{
    database.pool().read([&](db::Reader& reader) {
        const auto known = store::by_id(reader, network, person);
        ASSERT_TRUE(known);
        EXPECT_EQ(known->agreed, (std::vector{Purpose::lead_contact, Purpose::register_}));
        EXPECT_EQ(known->version, 3);
        EXPECT_EQ(known->data.tasks, std::vector<std::string>{"garden"})
            << "what hung on the old table still does";
        for (const auto& consent : consents_of(reader, network, person)) {
            EXPECT_EQ(consent.text, "Ja, Alt darf …");
            EXPECT_EQ(consent.way, ConsentWay::paper);
            EXPECT_EQ(to_iso(consent.given_on), "2026-01-02");
            EXPECT_EQ(consent.note, "war dabei");
            EXPECT_EQ(consent.paper_number, "AU-2026-0001");
        }
        EXPECT_EQ(reader.count(R"sql(SELECT COUNT(*) FROM offer_consents WHERE text_hash = 'h')sql", {}), 2);
        EXPECT_EQ(reader.count(R"sql(SELECT COUNT(*) FROM paper_form_consents WHERE text_hash = 'h')sql", {}),
                  2);
    });
}

TEST_F(Upgrade, keeps_what_belongs_to_a_person_tied_to_them)
{
    const auto removed = database.pool().write(db::Scope::everything(), [&](db::Tx& tx) -> Result<Done> {
        tx.exec(R"sql(DELETE FROM people WHERE network_id = :n AND id = :p)sql",
                {{"n", network}, {"p", person}});
        return Done{};
    });
    ASSERT_TRUE(removed);
    database.pool().read([&](db::Reader& reader) {
        EXPECT_EQ(reader.count(R"sql(SELECT COUNT(*) FROM person_terms)sql", {}), 0);
        EXPECT_EQ(reader.count(R"sql(SELECT COUNT(*) FROM consents)sql", {}), 0);
    });
}

} // namespace
} // namespace dorfnetz::people
