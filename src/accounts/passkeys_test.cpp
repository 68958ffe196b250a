#include "accounts/passkeys.hpp"

#include "foundation/core/base64url.hpp"
#include "tests/support/accounts.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::accounts {

namespace {

// That a device's answer is taken is shown in a browser (tests/browser/journeys/passkey.test.mjs); here, what
// is not.
class Passkeys : public test::Accounts
{
protected:
    Err refused(const std::string& challenge, const std::string& id = "unknown")
    {
        const auto answer =
            sign_in_by_passkey(door, environment(), network, page,
                               {.challenge = challenge, .id = id, .assertion = {}}, test::home);
        EXPECT_FALSE(answer);
        return answer.error().kind;
    }

    const PageOrigin page{.origin = "https://heide.example", .host = "heide.example"};
};

} // namespace

TEST_F(Passkeys, are_refused_alike_whether_the_key_is_unknown_or_the_challenge_is_not_ours)
{
    const auto challenge = new_challenge(environment(), network.id, "");
    EXPECT_EQ(refused(challenge), Err::invalid);
    EXPECT_EQ(refused(""), Err::invalid);
    EXPECT_EQ(refused("1.2.3"), Err::invalid);
    EXPECT_EQ(refused(challenge + "0"), Err::invalid);
    EXPECT_EQ(refused(new_challenge(environment(), network.id, "another session")), Err::invalid);
    site.clock.advance(std::chrono::minutes(11));
    EXPECT_EQ(refused(challenge), Err::invalid);
}

TEST_F(Passkeys, cannot_be_tried_without_end)
{
    Err last = Err::invalid;
    for (int i = 0; i < 40; ++i)
        last = refused("x");
    EXPECT_EQ(last, Err::too_often);
}

TEST_F(Passkeys, are_not_made_from_what_no_device_has_sent)
{
    const auto user = with_password("erika@beispiel.example", web::Role::lead_editor, "dorf");
    const auto actor = who_is(try_to_sign_in("erika@beispiel.example").value());
    const auto challenge = new_challenge(environment(), network.id, actor.session);
    const std::string client = "{\"type\":\"webauthn.create\",\"challenge\":\"" + to_base64url(challenge) +
                               "\",\"origin\":\"https://heide.example\"}";
    // The last ones are lists of lists and objects of objects without end.
    std::string objects;
    for (int i = 0; i < 4000; ++i)
        objects += "\xa1\x61k";
    for (const std::string& attestation :
         {std::string(), std::string("!!"), std::string("oA"), std::string("v39_f39_"),
          to_base64url(std::string(12'000, '\x81')), to_base64url(objects)}) {
        const auto made = add_passkey(
            environment(), network, actor, page,
            {.challenge = challenge, .attestation = attestation, .client_data = to_base64url(client)},
            test::home);
        ASSERT_FALSE(made);
        EXPECT_EQ(made.error().kind, Err::invalid);
    }
    site.pool().read([&](db::Reader& reader) { EXPECT_TRUE(passkeys_of(reader, network.id, user).empty()); });
}

TEST(WebAuthn, takes_nothing_that_cannot_be_json_or_cbor)
{
    const webauthn::Party party{.challenge = "c", .origin = "https://heide.example", .id = "heide.example"};
    EXPECT_FALSE(webauthn::read_registration(party, "", ""));
    EXPECT_FALSE(webauthn::read_registration(party, to_base64url("\xa0"), to_base64url("[1")));
    EXPECT_FALSE(webauthn::check_assertion(party, {.id = "k", .algorithm = -7, .bytes = "short"},
                                           {.authenticator_data = to_base64url(std::string(37, 'x')),
                                            .client_data = to_base64url("{}"),
                                            .signature = to_base64url("s")}));
}

} // namespace dorfnetz::accounts
