#include "foundation/search/sort_keys.hpp"

#include "foundation/core/result.hpp"
#include "foundation/search/folding.hpp"
#include "tests/support/database.hpp"

#include <gtest/gtest.h>
#include <map>

namespace dorfnetz::search {

namespace {

class SortKeys : public testing::Test
{
protected:
    SortKeys()
    {
        for (int i = 0; i < 450; ++i)
            names["id" + std::to_string(1'000 + i)] = "Verein " + std::to_string(i);
    }

    SortedTable table()
    {
        return {
            .name = "clubs",
            .next =
                [this](db::Reader&, const SortedRow& after, int limit) {
                    std::vector<SortedRow> rows;
                    for (auto at = names.upper_bound(after.id);
                         at != names.end() && rows.size() < static_cast<std::size_t>(limit); ++at)
                        rows.push_back({NetworkId{"heide"}, at->first, at->second});
                    return rows;
                },
            .store = [this](db::Tx&, const SortedRow& row, const std::string& key) { keys[row.id] = key; },
            .key_of = sort_key};
    }

    std::int64_t renew(const std::string& version, int steps = 1'000)
    {
        return renew_sort_keys(database.pool(), table(), version, [&] { return steps-- > 0; });
    }

    support::TestDatabase database;
    std::map<std::string, std::string> names;
    std::map<std::string, std::string> keys;
};

} // namespace

TEST_F(SortKeys, are_made_for_every_row_once_for_each_version_of_the_rules)
{
    EXPECT_EQ(renew("de-1"), 450);
    EXPECT_EQ(keys.size(), 450U);
    EXPECT_EQ(keys["id1007"], sort_key("Verein 7"));
    EXPECT_EQ(renew("de-1"), 0);
    EXPECT_EQ(renew("de-2"), 450);
    EXPECT_EQ(renew("de-2"), 0);
}

TEST_F(SortKeys, of_which_only_some_could_be_made_are_begun_anew)
{
    EXPECT_LT(renew("de-1", 1), 450);
    EXPECT_EQ(renew("de-1"), 450);
}

} // namespace dorfnetz::search
