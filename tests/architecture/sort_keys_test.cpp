#include "app/features.hpp"
#include "foundation/search/folding.hpp"
#include "tests/support/site.hpp"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <regex>
#include <set>

namespace dorfnetz {

namespace {

// Tables with a column `sort_key`, as the migrations say.
std::set<std::string> tables_with_sort_key()
{
    std::set<std::string> tables;
    for (const auto& file :
         std::filesystem::directory_iterator(std::filesystem::path(DORFNETZ_SOURCE_DIR) / "migrations")) {
        std::ifstream stream(file.path());
        std::string table;
        const std::regex create(R"(^CREATE TABLE (\w+).*)");
        const std::regex rename(R"(^ALTER TABLE (\w+) RENAME TO (\w+);)"); // made anew to change it
        std::smatch found;
        for (std::string line; std::getline(stream, line);)
            if (std::regex_match(line, found, create))
                table = found[1];
            else if (line.starts_with("    sort_key TEXT"))
                tables.insert(table);
            else if (std::regex_match(line, found, rename) && tables.erase(found[1]) > 0)
                tables.insert(found[2]);
    }
    return tables;
}

} // namespace

TEST(SortKeys, of_every_table_that_has_them_are_renewed)
{
    std::set<std::string> renewed;
    for (const auto& table : app::sorted_tables())
        renewed.insert(table.name);
    EXPECT_EQ(renewed, tables_with_sort_key());
}

TEST(SortKeys, of_the_real_tables_are_made_of_what_their_lists_show)
{
    support::TestSite site{{app::register_features}};
    site.given([&](db::Tx& tx) -> Result<Done> {
        for (const auto& [id, name] : {std::pair{"a", "Zwickau"}, {"b", "Ähren"}})
            tx.exec("INSERT INTO villages (network_id, id, slug, name, sort_key, in_network, note, "
                    "description_de,"
                    " description_en, updated_at) VALUES (:network, :id, :id, :name, '', 1, '', '', '', '')",
                    {{"network", site.network()}, {"id", id}, {"name", name}});
        return Done{};
    });
    for (const auto& table : app::sorted_tables())
        search::renew_sort_keys(site.pool(), table, "test", [] { return true; });
    const auto names = site.pool().read([](db::Reader& reader) {
        return reader.list("SELECT name, sort_key FROM villages ORDER BY sort_key", {}, [](db::Row& row) {
            auto name = row.take<std::string>();
            EXPECT_EQ(row.take<std::string>(), search::sort_key(name));
            return name;
        });
    });
    EXPECT_EQ(names, (std::vector<std::string>{"Ähren", "Zwickau"}));
}

} // namespace dorfnetz
