#include "foundation/push/push.hpp"

#include "foundation/core/base64url.hpp"

#include <gtest/gtest.h>
#include <stdexcept>

namespace dorfnetz::push {

namespace {

std::string bytes(std::string_view base64url)
{
    return from_base64url(base64url).value();
}

// RFC 8291, appendix A.
const std::string browser_point =
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
const std::string browser_auth = "BTBZMqHH6r4Tts7J_aSIgg";
const std::string sender_secret = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";

Subscription subscription()
{
    return read_subscription("https://push.example.net/push/abc", browser_point, browser_auth).value();
}

} // namespace

TEST(Push, encrypts_as_the_standard_shows)
{
    const auto key = Key::from_secret(bytes(sender_secret));
    EXPECT_EQ(to_base64url(key.public_point()),
              "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8");
    EXPECT_EQ(to_base64url(encrypt("When I grow up, I want to be a watermelon", subscription(), key,
                                   bytes("DGv6ra1nlYgDCS1FRnbzlw"))),
              "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_"
              "c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBr"
              "u3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN");
}

TEST(Push, keeps_a_key_and_makes_another_each_time)
{
    const auto key = Key::make();
    EXPECT_EQ(Key::from_secret(key.secret()).public_point(), key.public_point());
    EXPECT_NE(Key::make().secret(), key.secret());
    EXPECT_THROW(Key::from_secret("short"), std::runtime_error);
}

TEST(Push, takes_no_keys_that_are_none)
{
    EXPECT_FALSE(read_subscription("https://push.example.net", "", ""));
    EXPECT_FALSE(read_subscription("https://push.example.net", browser_point, "AAAA"));
    EXPECT_FALSE(read_subscription("https://push.example.net", "A" + browser_point.substr(1), browser_auth));
    auto off_the_curve = subscription();
    off_the_curve.point.back() ^= 1;
    EXPECT_THROW(encrypt("x", off_the_curve, Key::make(), std::string(16, 's')), std::runtime_error);
    EXPECT_THROW(
        encrypt(std::string(longest_text + 1, 'x'), subscription(), Key::make(), std::string(16, 's')),
        std::invalid_argument);
}

TEST(Push, says_who_sends_to_this_service_alone)
{
    const auto key = Key::make();
    const auto field = authorisation(key, "https://push.example.net/push/abc", "mailto:netz@dorf.example",
                                     *timestamp_from_iso("2026-11-22T10:00:00Z"));
    ASSERT_TRUE(field.starts_with("vapid t="));
    const auto token = field.substr(8, field.find(',') - 8);
    const auto claims = bytes(token.substr(token.find('.') + 1, token.rfind('.') - token.find('.') - 1));
    EXPECT_EQ(claims,
              R"({"aud":"https://push.example.net","exp":1795384800,"sub":"mailto:netz@dorf.example"})");
    EXPECT_EQ(bytes(token.substr(token.rfind('.') + 1)).size(), 64U);
    EXPECT_TRUE(field.ends_with("k=" + to_base64url(key.public_point())));
}

TEST(Push, signs_for_no_service_but_the_one_that_is_asked)
{
    const auto field = authorisation(
        Key::make(), R"(https://evil.example?","aud":"https:\u002f\u002fpush.example.net","x":")",
        "mailto:netz@dorf.example", *timestamp_from_iso("2026-11-22T10:00:00Z"));
    const auto token = field.substr(8, field.find(',') - 8);
    const auto claims = bytes(token.substr(token.find('.') + 1, token.rfind('.') - token.find('.') - 1));
    EXPECT_TRUE(claims.starts_with(R"({"aud":"https://evil.example","exp":)")) << claims;
}

} // namespace dorfnetz::push
