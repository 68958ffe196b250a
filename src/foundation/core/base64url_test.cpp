#include "foundation/core/base64url.hpp"

#include <gtest/gtest.h>

namespace dorfnetz {

TEST(Base64url, carries_any_bytes_without_padding_and_in_letters_that_fit_an_address)
{
    EXPECT_EQ(to_base64url(""), "");
    EXPECT_EQ(to_base64url("M"), "TQ");
    EXPECT_EQ(to_base64url("\xfb\xff\xfe"), "-__-");
    EXPECT_EQ(from_base64url("TQ"), "M");
    EXPECT_EQ(from_base64url(to_base64url("Änne")), "Änne");
    EXPECT_EQ(from_base64url(""), "");
}

TEST(Base64url, refuses_what_is_none)
{
    for (const auto* text : {"a b", "TQ==", "T", "+/+/", "TQ\n", "TR"})
        EXPECT_FALSE(from_base64url(text)) << text;
}

} // namespace dorfnetz
