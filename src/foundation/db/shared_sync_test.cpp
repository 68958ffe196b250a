#include "foundation/db/shared_sync.hpp"

#include <atomic>
#include <gtest/gtest.h>
#include <semaphore>
#include <thread>
#include <vector>

namespace dorfnetz::db {

TEST(SharedSync, serves_all_who_came_during_one_sync_with_the_next_one)
{
    std::atomic<int> syncs{0};
    std::binary_semaphore first_began{0};
    std::binary_semaphore first_may_end{0};
    SharedSync shared([&] {
        if (++syncs == 1) {
            first_began.release();
            first_may_end.acquire();
        }
        return true;
    });

    std::atomic<int> waiting{0};
    std::atomic<int> served{0};
    std::vector<std::jthread> threads;
    threads.emplace_back([&] { served += shared.wait() ? 1 : 0; });
    first_began.acquire();
    for (int i = 0; i < 16; ++i)
        threads.emplace_back([&] {
            ++waiting;
            served += shared.wait() ? 1 : 0;
        });
    while (waiting < 16)
        std::this_thread::yield();
    // Time to reach the lock; if some come later they need a third sync, which the test allows.
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    EXPECT_EQ(served, 0) << "the sync that runs began before they had written";
    first_may_end.release();
    threads.clear();
    EXPECT_EQ(served, 17);
    EXPECT_GE(syncs, 2);
    EXPECT_LE(syncs, 3);
}

TEST(SharedSync, never_says_that_something_is_on_the_disk_before_a_sync_that_began_after_it_was_written)
{
    std::atomic<int> written{0};
    std::atomic<int> on_disk{0};
    SharedSync shared([&] {
        const int seen = written;
        std::this_thread::yield();
        on_disk = seen;
        return true;
    });
    std::atomic<bool> broken{false};
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&] {
            for (int round = 0; round < 500; ++round) {
                const int mine = ++written;
                if (!shared.wait() || on_disk < mine)
                    broken = true;
            }
        });
    threads.clear();
    EXPECT_FALSE(broken);
}

TEST(SharedSync, trusts_the_disk_no_more_once_it_has_failed)
{
    bool works = true;
    SharedSync shared([&] { return works; });
    EXPECT_TRUE(shared.wait());
    works = false;
    EXPECT_FALSE(shared.wait());
    works = true;
    EXPECT_FALSE(shared.wait()) << "what the system could not write before lies in front of what comes now";
}

} // namespace dorfnetz::db
