#include "foundation/web/each_network.hpp"

#include "foundation/core/clock.hpp"
#include "tests/support/database.hpp"

#include <gtest/gtest.h>
#include <stdexcept>

namespace dorfnetz::web {

namespace {

class EachNetwork : public testing::Test
{
protected:
    EachNetwork()
    {
        const FixedClock clock{"2026-11-22T10:00:00Z"};
        EXPECT_TRUE(database.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
            for (const std::string slug : {"aue", "berg", "tal"}) {
                const NetworkId id{"id of " + slug};
                insert_network(
                    tx, {.id = id, .slug = slug, .name = slug, .time_zone = "Europe/Berlin", .settings = {}},
                    clock.now());
                save_setting(tx, id, "word", slug);
            }
            return Done{};
        }));
    }

    support::TestDatabase database;
    std::vector<std::string> done;
};

} // namespace

TEST_F(EachNetwork, that_fails_does_not_keep_the_others_from_their_turn)
{
    const auto work = [&](const Network& network) {
        if (network.slug == "aue")
            throw std::runtime_error("broken");
        done.emplace_back(network.setting("word"));
    };
    EXPECT_THROW(for_each_network(
                     database.pool(), [] { return true; }, work),
                 std::runtime_error)
        << "the job is to be tried again";
    EXPECT_EQ(done, (std::vector<std::string>{"berg", "tal"})) << "with their settings";
}

TEST_F(EachNetwork, has_its_turn_only_while_the_job_may_go_on)
{
    for_each_network(
        database.pool(), [&] { return done.empty(); },
        [&](const Network& network) { done.push_back(network.slug); });
    EXPECT_EQ(done, std::vector<std::string>{"aue"});
}

} // namespace dorfnetz::web
