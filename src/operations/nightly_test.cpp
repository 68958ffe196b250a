#include "operations/operations_for_tests.hpp"

namespace dorfnetz::operations::test {

namespace {

using Nightly = Installations;

TEST_F(Nightly, keeps_fourteen_backups_and_removes_the_oldest)
{
    const auto folder = here().backups();
    write_file(folder / "dorfnetz-handmade.zip", "x");
    write_file(folder / "erasures.txt", "");
    clock.set(timestamp_from_iso("2026-11-01T02:00:00Z").value());
    for (int night = 0; night < 16; ++night) {
        ASSERT_TRUE(back_up_nightly(here(), database.pool()));
        clock.advance(std::chrono::hours(24));
    }
    const auto backups = nightly_backups(folder);
    ASSERT_EQ(backups.size(), 14U);
    EXPECT_EQ(backups.front().filename(), "dorfnetz-20261116T020000Z.zip");
    EXPECT_EQ(backups.back().filename(), "dorfnetz-20261103T020000Z.zip");
    EXPECT_TRUE(check_backup(backups.front()));
    EXPECT_TRUE(std::filesystem::exists(folder / "dorfnetz-handmade.zip")) << "not ours to remove";
    EXPECT_TRUE(std::filesystem::exists(folder / "erasures.txt"));
}

TEST_F(Nightly, clears_what_crashes_and_old_migrations_left)
{
    const auto old_copy = [&](int days) {
        const auto made = clock.now() - std::chrono::days(days);
        return data() / "before-migration" /
               ("before-version-3-" + std::to_string(made.time_since_epoch().count()) + ".db");
    };
    write_file(old_copy(15), "x");
    write_file(old_copy(13), "x");
    const auto crashed = here().backups() / ".dorfnetz-staging-aaaaaa";
    const auto running = here().backups() / ".dorfnetz-staging-bbbbbb";
    write_file(crashed / "database.db", "x");
    write_file(running / "database.db", "x");
    std::filesystem::last_write_time(crashed,
                                     std::filesystem::file_time_type::clock::now() - std::chrono::hours(25));

    ASSERT_TRUE(back_up_nightly(here(), database.pool()));
    EXPECT_FALSE(std::filesystem::exists(old_copy(15)));
    EXPECT_TRUE(std::filesystem::exists(old_copy(13)));
    EXPECT_FALSE(std::filesystem::exists(crashed));
    EXPECT_TRUE(std::filesystem::exists(running));
}

} // namespace

} // namespace dorfnetz::operations::test
