#include "features/papers/marks.hpp"
#include "foundation/db/migrate.hpp"
#include "operations/erasures.hpp"
#include "schema/migrations.hpp"
#include "tests/architecture/two_networks.hpp"

#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <set>

// What the migrations promise of columns that say who did something holds when the account is deleted: each
// of them names an account before, and none does afterwards. A new column that promises it is tried as well.
namespace dorfnetz {

namespace {

using Column = std::pair<std::string, std::string>;

class DeletedAccount : public TwoNetworks
{
protected:
    DeletedAccount()
    {
        at_foreign();
        leaver =
            accounts::create_user(site.environment(), {.network = foreign.id,
                                                       .email = login,
                                                       .name = name,
                                                       .role = web::Role::adviser,
                                                       .ends_at = site.clock.now() + std::chrono::days(9)})
                .value()
                .id;
        site.given([&](db::Tx& tx) -> Result<Done> {
            const auto person = people::all_people(tx, foreign.id).front().id;
            tx.exec(R"sql(
                INSERT INTO contact_notes (network_id, id, person_id, text, author_name, written_at)
                VALUES (:network, 'jjjj', :person, 'Ruft an', '', :now))sql",
                    {{"network", foreign.id}, {"person", person}, {"now", site.clock.now()}});
            tx.exec(R"sql(
                INSERT INTO retention_notices (network_id, person_id, rule, announced_at)
                VALUES (:network, :person, 'silent_people', :now))sql",
                    {{"network", foreign.id}, {"person", person}, {"now", site.clock.now()}});
            tx.exec(R"sql(UPDATE consents SET withdrawn_at = :now WHERE network_id = :network)sql",
                    {{"network", foreign.id}, {"now", site.clock.now()}});
            return Done{};
        });
        fill();
    }

    static std::set<Column> promised()
    {
        std::set<Column> columns{{"grants", "granted_by"}};
        for (const auto& column : papers::personal_columns(schema::migration_files()))
            if (column.retention.starts_with("emptied when the account is deleted"))
                columns.emplace(column.table, column.column);
        return columns;
    }

    // Which columns these are is known only now, so the statements come as a step of the schema: one that
    // writes the account into all of them, and a view that shows them together.
    void fill()
    {
        std::string text = "-- owner: tests\n";
        std::string view;
        for (const auto& [table, column] : promised()) {
            text += fmt::format("UPDATE {} SET {} = '{}' WHERE network_id = '{}';\n", table, column,
                                column.ends_with("_name") ? name : leaver.text(), foreign.id.text());
            view +=
                fmt::format("{} SELECT '{}.{}' AS place, {} AS said FROM {} WHERE network_id = '{}'\n",
                            view.empty() ? "" : "UNION ALL", table, column, column, table, foreign.id.text());
        }
        text += "CREATE VIEW account_mentions AS\n" + view + ";\n";
        auto files = schema::migration_files();
        const auto next = fmt::format("{:04}_mentions.sql", db::schema_version(site.pool()) + 1);
        files.push_back({next, text});
        db::migrate(site.pool(), db::migrations_for(site.pool().engine(), files), site.clock, "");
    }

    std::set<std::string> places_that_name_the_account()
    {
        std::set<std::string> places;
        site.pool().read([&](db::Reader& reader) {
            reader.each(
                R"sql(SELECT DISTINCT place FROM account_mentions WHERE said = :id OR said = :name)sql",
                {{"id", leaver}, {"name", name}},
                [&](db::Row& row) { places.insert(row.take<std::string>()); });
        });
        return places;
    }

    const std::string login = "quendelwurz@example.org";
    const std::string name = "Quendula Weggang";
    web::UserId leaver;
};

} // namespace

TEST_F(DeletedAccount, is_named_by_no_column_that_promises_so)
{
    std::set<std::string> all;
    for (const auto& [table, column] : promised())
        all.insert(table + '.' + column);
    ASSERT_EQ(places_that_name_the_account(), all) << "a table without a row tells nothing: add one";
    site.given([&](db::Tx& tx) -> Result<Done> {
        EXPECT_TRUE(accounts::erase_account(tx, foreign.id, leaver, operations::account_mentions()));
        return Done{};
    });
    EXPECT_EQ(places_that_name_the_account(), std::set<std::string>());
}

// The log says what the account did by its number alone.
TEST_F(DeletedAccount, leaves_neither_name_nor_address)
{
    if (site.pool().engine() != db::Engine::sqlite)
        GTEST_SKIP() << "looks into the file";
    const auto found = [&] {
        site.pool().maintain();
        std::ifstream file(site.address().substr(std::string("sqlite:").size()), std::ios::binary);
        const std::string bytes(std::istreambuf_iterator<char>(file), {});
        return bytes.find(login) != std::string::npos || bytes.find(name) != std::string::npos;
    };
    EXPECT_TRUE(found()) << "the search is blind";
    site.given([&](db::Tx& tx) -> Result<Done> {
        accounts::erase_account(tx, foreign.id, leaver, operations::account_mentions());
        return Done{};
    });
    EXPECT_FALSE(found());
}

} // namespace dorfnetz
