#include "foundation/core/text.hpp"

#include <gtest/gtest.h>

namespace dorfnetz {

TEST(Text, trims_ordinary_and_no_break_spaces)
{
    EXPECT_EQ(trim(" \t\xC2\xA0Heide\xC2\xA0\r\n"), "Heide");
    EXPECT_EQ(trim("\xC2\xA0 "), "");
}

TEST(Text, squeezes_white_space_inside)
{
    EXPECT_EQ(squeeze("  Chor \n\t der\xC2\xA0 Heide "), "Chor der Heide");
}

TEST(Text, refuses_bytes_that_are_no_utf8)
{
    EXPECT_TRUE(is_clean_utf8("Grüße – 𝄞"));
    EXPECT_FALSE(is_clean_utf8("Gr\xFC\xDF"
                               "e"));
    EXPECT_FALSE(is_clean_utf8("\xC0\xAF"));         // overlong
    EXPECT_FALSE(is_clean_utf8("\xED\xA0\x80"));     // surrogate
    EXPECT_FALSE(is_clean_utf8("\xF4\x90\x80\x80")); // above U+10FFFF
    EXPECT_FALSE(is_clean_utf8(std::string_view("a\0b", 3)));
}

TEST(Text, counts_and_cuts_by_characters_not_bytes)
{
    EXPECT_EQ(length_in_characters("Grödorf"), 7U);
    EXPECT_EQ(truncate("Grödorf", 3), "Grö");
    EXPECT_EQ(truncate("Ort", 9), "Ort");
}

TEST(Text, splits_lists_as_people_write_them)
{
    EXPECT_EQ(split_list("Sport, Musik ; ; Natur", ",;"),
              (std::vector<std::string>{"Sport", "Musik", "Natur"}));
}

TEST(Text, fills_numbered_places_and_leaves_unknown_ones)
{
    EXPECT_EQ(fill("Zeile {1}: {2} fehlt ({3})", {"14", "Dorf"}), "Zeile 14: Dorf fehlt ({3})");
}

TEST(Text, compares_secrets_of_different_length_as_different)
{
    EXPECT_TRUE(equal_in_constant_time("abc", "abc"));
    EXPECT_FALSE(equal_in_constant_time("abc", "abd"));
    EXPECT_FALSE(equal_in_constant_time("abc", "ab"));
}

} // namespace dorfnetz
