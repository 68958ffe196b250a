#include "tests/support/database.hpp"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace dorfnetz {

namespace {

struct Statement
{
    std::string place;
    std::string text;
};

bool is_of_the_program(const std::filesystem::path& path)
{
    const auto name = path.filename().string();
    return path.extension() == ".cpp" && !name.ends_with("_test.cpp");
}

// Every statement of the sources between these marks: R"sql(…)sql" is for both engines, R"sqlite(…)sqlite"
// and R"postgresql(…)postgresql" for one.
std::vector<Statement> statements(std::string_view mark)
{
    const std::string begin_mark = "R\"" + std::string(mark) + "(";
    const std::string end_mark = ")" + std::string(mark) + "\"";
    std::vector<Statement> found;
    const std::filesystem::path root = std::filesystem::path(DORFNETZ_SOURCE_DIR) / "src";
    for (const auto& file : std::filesystem::recursive_directory_iterator(root)) {
        if (!is_of_the_program(file.path()))
            continue;
        std::ifstream stream(file.path());
        const std::string text(std::istreambuf_iterator<char>(stream), {});
        for (auto at = text.find(begin_mark); at != std::string::npos; at = text.find(begin_mark, at + 1)) {
            const auto begin = at + begin_mark.size();
            found.push_back({std::filesystem::relative(file.path(), root).string(),
                             text.substr(begin, text.find(end_mark, begin) - begin)});
        }
    }
    return found;
}

} // namespace

TEST(Sql, every_statement_is_understood_by_this_engine)
{
    support::TestDatabase database;
    auto all = statements("sql");
    EXPECT_GT(all.size(), 200U) << "the statements were not found";
    for (auto& statement :
         statements(database.pool().engine() == db::Engine::sqlite ? "sqlite" : "postgresql"))
        all.push_back(std::move(statement));
    for (const auto& statement : all)
        EXPECT_NO_THROW(database.pool().check(statement.text)) << statement.place << "\n" << statement.text;
}

TEST(Sql, a_statement_with_a_misspelt_column_is_not_understood)
{
    support::TestDatabase database;
    EXPECT_ANY_THROW(database.pool().check("SELECT nmae FROM networks"));
    EXPECT_ANY_THROW(database.pool().check("SELECT \"nmae\" FROM networks")) << "quotes make no text of it";
}

// PostgreSQL answers t, SQLite 1; whoever develops on SQLite would not notice.
TEST(Sql, a_column_that_is_a_bare_comparison_is_refused_where_it_is_a_type_of_its_own)
{
    support::TestDatabase database;
    const auto check = [&](std::string_view sql) { database.pool().check(sql); };
    EXPECT_NO_THROW(check("SELECT CASE WHEN name = '' THEN 1 ELSE 0 END FROM networks WHERE name = ''"));
    for (const auto* bare : {"SELECT id, name = '' FROM networks", "SELECT EXISTS (SELECT 1 FROM networks)",
                             "DELETE FROM networks WHERE name = '' RETURNING name IS NULL"})
        if (database.pool().engine() == db::Engine::postgresql)
            EXPECT_ANY_THROW(check(bare)) << bare;
        else
            EXPECT_NO_THROW(check(bare)) << bare;
}

} // namespace dorfnetz
