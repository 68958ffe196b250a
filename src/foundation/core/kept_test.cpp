#include "foundation/core/kept.hpp"

#include <gtest/gtest.h>
#include <thread>
#include <vector>

namespace dorfnetz {

TEST(Kept, a_value_is_made_once_for_each_stamp)
{
    Kept<int> kept(2);
    int made = 0;
    const auto ask = [&](std::uint64_t stamp) { return *kept.of("one", stamp, [&] { return ++made; }); };
    EXPECT_EQ(ask(7), 1);
    EXPECT_EQ(ask(7), 1);
    EXPECT_EQ(ask(8), 2);
    EXPECT_EQ(kept.find("one", 7), nullptr);
}

TEST(Kept, the_value_that_was_not_used_for_longest_makes_room)
{
    Kept<std::string> kept(2);
    kept.keep("a", 0, "A");
    kept.keep("b", 0, "B");
    EXPECT_NE(kept.find("a"), nullptr);
    kept.keep("c", 0, "C");
    EXPECT_EQ(kept.find("b"), nullptr);
    ASSERT_NE(kept.find("a"), nullptr);
    EXPECT_EQ(*kept.find("a"), "A");
    EXPECT_EQ(*kept.find("c"), "C");
}

TEST(Kept, who_holds_a_value_keeps_it_after_it_made_room)
{
    Kept<std::string> kept(1);
    const auto held = kept.keep("a", 0, "A");
    kept.keep("b", 0, "B");
    EXPECT_EQ(*held, "A");
}

TEST(Kept, many_threads_find_the_value_of_their_own_key)
{
    Kept<int> kept(3);
    std::atomic<int> wrong = 0;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back([&] {
            for (int i = 0; i < 2'000; ++i)
                if (*kept.of(std::to_string(i % 5), 0, [&] { return i % 5; }) != i % 5)
                    ++wrong;
        });
    for (auto& thread : threads)
        thread.join();
    EXPECT_EQ(wrong, 0);
}

} // namespace dorfnetz
