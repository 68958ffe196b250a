#include "features/people/sound.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::people {
namespace {

TEST(Sound, names_that_sound_alike_meet)
{
    EXPECT_EQ(sound_of("meier"), sound_of("mayr"));
    EXPECT_EQ(sound_of("schmidt"), sound_of("schmitt"));
    EXPECT_EQ(sound_of("schulze"), sound_of("schultze"));
    EXPECT_EQ(sound_of("stephan"), sound_of("stefan"));
}

TEST(Sound, names_that_sound_different_do_not_meet)
{
    EXPECT_NE(sound_of("meier"), sound_of("beier"));
    EXPECT_NE(sound_of("lehmann"), sound_of("hofmann"));
}

TEST(Sound, follows_the_table_of_its_inventor)
{
    EXPECT_EQ(sound_of("wikipedia"), "3412");
    EXPECT_EQ(sound_of("breschnew"), "17863");
}

TEST(Sound, takes_anything)
{
    EXPECT_EQ(sound_of(""), "");
    EXPECT_EQ(sound_of("12 <>"), "");
    EXPECT_EQ(sound_of("\xff\xfe"), "");
}

} // namespace
} // namespace dorfnetz::people
