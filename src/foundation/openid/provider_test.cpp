#include "foundation/openid/provider.hpp"

#include "foundation/openid/provider_for_tests.hpp"

#include <atomic>
#include <gtest/gtest.h>
#include <thread>

namespace dorfnetz::openid {

namespace {

class SignIn : public testing::Test
{
protected:
    Departure departure(Prompt prompt = Prompt::as_is) const
    {
        return {.redirect = redirect,
                .state = "zustand",
                .nonce = "einmal",
                .verifier = verifier,
                .prompt = prompt};
    }

    Arrival arrival(const std::string& code) const
    {
        return {.code = code, .redirect = redirect, .nonce = "einmal", .verifier = verifier};
    }

    Result<IdToken> sign_in(const std::string& subject = "k-17")
    {
        const auto address = provider.departure_address(departure(), clock.now());
        EXPECT_TRUE(address);
        return provider.redeem(arrival(outside->sign_in(*address, subject).code), clock.now());
    }

    // What comes of a provider that says this of itself.
    Err refused_for(const std::string& name, const std::string& value)
    {
        outside->description[name] = value;
        Provider fresh(outside->registration(), outside);
        const auto address = fresh.departure_address(departure(), clock.now());
        EXPECT_FALSE(address) << value;
        return address ? Err::invalid : address.error().kind;
    }

    const std::string redirect = "https://heide.example/anmelden/gemeinde/zurueck";
    const std::string verifier = std::string(43, 'v');
    FixedClock clock{"2026-11-22T10:00:00Z"};
    std::shared_ptr<TestProvider> outside = std::make_shared<TestProvider>(clock);
    Provider provider{outside->registration(), outside};
};

} // namespace

TEST_F(SignIn, leaves_with_everything_that_binds_the_answer_and_asks_for_nothing_but_who_it_is)
{
    const auto address = provider.departure_address(departure(), clock.now());
    ASSERT_TRUE(address);
    EXPECT_EQ(*address,
              "https://amt.example/auth?response_type=code&client_id=dorfnetz&redirect_uri="
              "https%3A%2F%2Fheide.example%2Fanmelden%2Fgemeinde%2Fzurueck&scope=openid&state=zustand"
              "&nonce=einmal&code_challenge=7w_YNF9DSfIdPf_pRjSq646_kPr-2-o9NAl16JGghdM"
              "&code_challenge_method=S256");
    EXPECT_NE(
        provider.departure_address(departure(Prompt::again), clock.now())->find("&prompt=login&max_age=0"),
        std::string::npos);
    outside->description["authorization_endpoint"] = "\"https://amt.example/auth?mandant=1\"";
    Provider other(outside->registration(), outside);
    EXPECT_TRUE(other.departure_address(departure(), clock.now())
                    ->starts_with("https://amt.example/auth?mandant=1&response_type=code"));
}

TEST_F(SignIn, ends_with_who_it_is_and_shows_our_secret_to_the_token_endpoint_alone)
{
    const auto token = sign_in();
    ASSERT_TRUE(token);
    EXPECT_EQ(token->subject, "k-17");
    EXPECT_EQ(outside->last.user, "dorfnetz");
    EXPECT_EQ(outside->last.password, "sehr%3Ageheim");
    EXPECT_EQ(outside->last.form.find("geheim"), std::string::npos);
    EXPECT_NE(outside->last.form.find("code_verifier=" + verifier), std::string::npos);
}

TEST_F(SignIn, of_a_public_client_names_it_in_the_form)
{
    auto registration = outside->registration();
    registration.secret.clear();
    Provider open(registration, outside);
    const auto address = open.departure_address(departure(), clock.now());
    EXPECT_TRUE(open.redeem(arrival(outside->sign_in(*address, "k-17").code), clock.now()));
    EXPECT_TRUE(outside->last.user.empty());
    EXPECT_NE(outside->last.form.find("client_id=dorfnetz"), std::string::npos);
}

TEST_F(SignIn, is_refused_for_a_code_that_is_used_up_invented_or_of_another_browser)
{
    const auto address = provider.departure_address(departure(), clock.now());
    const auto back = outside->sign_in(*address, "k-17");
    auto other_verifier = arrival(back.code);
    other_verifier.verifier = std::string(43, 'w');
    EXPECT_EQ(provider.redeem(other_verifier, clock.now()).error().kind, Err::invalid);
    EXPECT_TRUE(provider.redeem(arrival(back.code), clock.now()));
    EXPECT_EQ(provider.redeem(arrival(back.code), clock.now()).error().kind, Err::invalid);
    EXPECT_EQ(provider.redeem(arrival(""), clock.now()).error().kind, Err::invalid);
    EXPECT_EQ(provider.redeem(arrival(std::string(5'000, 'x')), clock.now()).error().kind, Err::invalid);
}

TEST_F(SignIn, is_refused_when_the_token_is_for_another_request)
{
    const auto address = provider.departure_address(departure(), clock.now());
    const auto back = outside->sign_in(*address, "k-17");
    outside->claims["nonce"] = "\"anders\"";
    EXPECT_EQ(provider.redeem(arrival(back.code), clock.now()).error().kind, Err::invalid);
}

TEST_F(SignIn, takes_no_answer_of_another_provider)
{
    const auto come_back = [&](Provider& asked, const std::string& issuer) {
        const auto address = asked.departure_address(departure(), clock.now());
        auto answer = arrival(outside->sign_in(*address, "k-17").code);
        answer.issuer = issuer;
        return asked.redeem(answer, clock.now());
    };
    EXPECT_TRUE(come_back(provider, "https://amt.example"));
    EXPECT_EQ(come_back(provider, "https://fremd.example").error().kind, Err::invalid);
    outside->description["authorization_response_iss_parameter_supported"] = "true";
    Provider strict(outside->registration(), outside);
    EXPECT_TRUE(come_back(strict, "https://amt.example"));
    EXPECT_EQ(come_back(strict, "").error().kind, Err::invalid);
}

TEST_F(SignIn, asks_once_an_hour_what_the_provider_is)
{
    EXPECT_TRUE(sign_in());
    EXPECT_TRUE(sign_in());
    EXPECT_EQ(outside->asked["https://amt.example/.well-known/openid-configuration"], 1);
    EXPECT_EQ(outside->asked["https://amt.example/keys"], 1);
    clock.advance(std::chrono::hours(1));
    EXPECT_TRUE(sign_in());
    EXPECT_EQ(outside->asked["https://amt.example/.well-known/openid-configuration"], 2);
    EXPECT_EQ(outside->asked["https://amt.example/keys"], 2);
}

TEST_F(SignIn, goes_on_when_the_provider_has_new_keys_but_asks_for_them_only_now_and_then)
{
    EXPECT_TRUE(sign_in());
    clock.advance(std::chrono::minutes(6));
    outside->keys.change();
    EXPECT_TRUE(sign_in());
    EXPECT_EQ(outside->asked["https://amt.example/keys"], 2);
    outside->keys.change();
    EXPECT_EQ(sign_in().error().kind, Err::invalid);
    EXPECT_EQ(sign_in().error().kind, Err::invalid);
    EXPECT_EQ(outside->asked["https://amt.example/keys"], 2);
    clock.advance(std::chrono::minutes(5));
    EXPECT_TRUE(sign_in());
}

TEST_F(SignIn, says_when_the_provider_cannot_be_reached_and_lets_it_rest)
{
    outside->is_silent = true;
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(provider.departure_address(departure(), clock.now()).error().kind, Err::unavailable);
    EXPECT_EQ(outside->asked.size(), 1U);
    EXPECT_EQ(outside->asked.begin()->second, 1);
    outside->is_silent = false;
    clock.advance(std::chrono::seconds(15));
    const auto address = provider.departure_address(departure(), clock.now());
    ASSERT_TRUE(address);
    const auto back = outside->sign_in(*address, "k-17");
    outside->is_silent = true;
    EXPECT_EQ(provider.redeem(arrival(back.code), clock.now()).error().kind, Err::unavailable);
}

TEST_F(SignIn, does_not_begin_with_a_provider_that_is_another_or_leads_elsewhere)
{
    const auto before = outside->description;
    for (const auto& [name, value] : Claims{{"issuer", "\"https://fremd.example\""},
                                            {"authorization_endpoint", "\"javascript:alert(1)\""},
                                            {"token_endpoint", "\"http://amt.example/token\""},
                                            {"jwks_uri", "\"http://127.0.0.1:5432/\""}}) {
        EXPECT_EQ(refused_for(name, value), Err::unavailable) << name;
        outside->description = before;
    }
    EXPECT_EQ(refused_for("token_endpoint", "17"), Err::unavailable);
}

TEST_F(SignIn, does_not_wait_for_another_that_hangs)
{
    // The first holds the turn until the second has been sent away.
    struct Slow final : fetch::Client
    {
        Result<fetch::Reply> ask(const fetch::Question&) override
        {
            begun = true;
            while (!may_end)
                std::this_thread::yield();
            return Error{.kind = Err::unavailable};
        }

        std::atomic<bool> begun = false;
        std::atomic<bool> may_end = false;
    };

    const auto slow = std::make_shared<Slow>();
    Provider hanging(outside->registration(), slow, std::chrono::milliseconds(1));
    std::jthread first([&] { static_cast<void>(hanging.departure_address(departure(), clock.now())); });
    while (!slow->begun)
        std::this_thread::yield();
    EXPECT_EQ(hanging.departure_address(departure(), clock.now()).error().kind, Err::unavailable);
    slow->may_end = true;
}

} // namespace dorfnetz::openid
