#include "foundation/phone/phone.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::phone {
namespace {

TEST(Phone, numbers_are_understood_however_they_are_written)
{
    for (const auto* written : {"03493 12 34 56", "03493/123456", "(03493) 12-34-56", "+49 3493 123456",
                                "0049 3493 123456", " 03493123456 "})
        EXPECT_EQ(normalise(written), "+493493123456") << written;
}

TEST(Phone, a_short_number_of_a_village_is_understood)
{
    EXPECT_EQ(normalise("03493 12 34 5"), "+49349312345");
}

TEST(Phone, is_shown_as_people_at_home_write_it)
{
    EXPECT_EQ(format("+49349312345"), "03493 12345");
    EXPECT_EQ(format("+48221234567"), "+48 22 123 45 67");
}

TEST(Phone, a_mobile_is_told_from_a_telephone_that_stands_in_a_house)
{
    EXPECT_TRUE(is_mobile("+4917604069001"));
    EXPECT_TRUE(is_mobile("+4915112345678"));
    EXPECT_FALSE(is_mobile("+493493123456"));
    EXPECT_FALSE(is_mobile("klingeln"));
}

TEST(Phone, what_is_no_number_is_refused_and_shown_as_it_is)
{
    for (const auto* written : {"", "klingeln", "12", "+", "0000000000000000000000000", "<script>"})
        EXPECT_EQ(normalise(written), std::nullopt) << written;
    EXPECT_EQ(normalise(std::string(100'000, '1')), std::nullopt);
    EXPECT_EQ(format("bitte klingeln"), "bitte klingeln");
}

} // namespace
} // namespace dorfnetz::phone
