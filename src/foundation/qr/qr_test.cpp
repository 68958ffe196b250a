#include "foundation/qr/qr.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::qr {

// The corners of every code are squares of seven modules, within a quiet zone of four.
TEST(Qr, neighbours_are_one_bar_and_the_edge_stays_light)
{
    const auto code = encode("A");
    EXPECT_EQ(code.side, 21 + 2 * 4);
    const auto& first = code.dark.at(0);
    EXPECT_EQ(first.x, 4);
    EXPECT_EQ(first.y, 4);
    EXPECT_EQ(first.width, 7);
    for (const auto& bar : code.dark) {
        EXPECT_GE(bar.x, 4);
        EXPECT_GE(bar.y, 4);
        EXPECT_LE(bar.x + bar.width, code.side - 4);
        EXPECT_LT(bar.y, code.side - 4);
    }
}

} // namespace dorfnetz::qr
