#include "accounts/sessions.hpp"

#include "tests/support/accounts.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::accounts {

namespace {

using web::Role;

class Sessions : public test::Accounts
{
protected:
    Sessions()
    {
        user = with_password("erika@beispiel.example", Role::lead_editor, "dorf");
        token = try_to_sign_in("erika@beispiel.example").value();
    }

    std::string last_seen()
    {
        return site.pool().read([&](db::Reader& reader) {
            return reader
                .value<std::string>(R"sql(SELECT max(last_seen_at) FROM sessions WHERE user_id = :user)sql",
                                    {{"user", user}})
                .value_or("");
        });
    }

    web::UserId user;
    std::string token;
};

} // namespace

TEST_F(Sessions, end_after_two_weeks_without_use)
{
    site.clock.advance(std::chrono::hours(24 * 13));
    EXPECT_TRUE(who_is(token).signed_in());
    site.clock.advance(std::chrono::hours(24 * 13));
    EXPECT_TRUE(who_is(token).signed_in()) << "each use counts anew";
    site.clock.advance(std::chrono::hours(24 * 14) + std::chrono::seconds(1));
    EXPECT_FALSE(who_is(token).signed_in());
}

TEST_F(Sessions, end_after_sixty_days_however_much_they_are_used)
{
    for (int day = 1; day < 60; ++day) {
        site.clock.advance(std::chrono::hours(24));
        ASSERT_TRUE(who_is(token).signed_in()) << day;
    }
    site.clock.advance(std::chrono::hours(24));
    EXPECT_FALSE(who_is(token).signed_in());
}

TEST_F(Sessions, note_their_use_at_most_every_ten_minutes_and_make_no_page_stale)
{
    const auto begun = last_seen();
    const auto generation = site.pool().generation(network.id.text());
    site.clock.advance(std::chrono::minutes(9));
    ASSERT_TRUE(who_is(token).signed_in());
    EXPECT_EQ(last_seen(), begun);
    site.clock.advance(std::chrono::minutes(2));
    ASSERT_TRUE(who_is(token).signed_in());
    EXPECT_GT(last_seen(), begun);
    EXPECT_EQ(site.pool().generation(network.id.text()), generation);
}

TEST_F(Sessions, are_none_for_a_truncated_altered_empty_or_stored_token)
{
    const auto stored = site.pool().read([](db::Reader& reader) {
        return reader.value<std::string>(R"sql(SELECT max(token_hash) FROM sessions)sql", {}).value();
    });
    ASSERT_TRUE(who_is(token).signed_in());
    auto altered = token;
    altered.back() = altered.back() == 'A' ? 'B' : 'A';
    for (const auto& bad :
         {token.substr(0, 42), token + "A", altered, std::string(), stored, std::string(4'000, 'A')})
        EXPECT_FALSE(who_is(bad).signed_in()) << bad;
}

TEST_F(Sessions, of_another_network_are_worth_nothing_here)
{
    site.add_network("see", "see.example");
    EXPECT_FALSE(who_is(token, network_of("see")).signed_in());
}

TEST_F(Sessions, are_not_opened_again_by_a_token_that_was_signed_out)
{
    ASSERT_TRUE(sign_out(environment(), network.id, token));
    EXPECT_FALSE(who_is(token).signed_in());
}

TEST_F(Sessions, carry_only_roles_in_force)
{
    site.given([&](db::Tx& tx) -> Result<Done> {
        tx.exec(R"sql(
            INSERT INTO grants (network_id, id, user_id, role, subject, granted_at, ends_at)
            VALUES (:network, 'g2', :user, 'adviser', '', :now, :ends))sql",
                {{"network", network.id},
                 {"user", user},
                 {"now", site.clock.now()},
                 {"ends", site.clock.now() + std::chrono::hours(24)}});
        return Done{};
    });
    EXPECT_TRUE(who_is(token).has(Role::adviser));
    EXPECT_TRUE(who_is(token).has(Role::lead_editor, "dorf"));
    site.clock.advance(std::chrono::hours(25));
    EXPECT_FALSE(who_is(token).has(Role::adviser));
    EXPECT_TRUE(who_is(token).has(Role::lead_editor, "dorf"));
}

TEST_F(Sessions, still_work_for_an_account_whose_last_role_has_ended)
{
    site.given([&](db::Tx& tx) -> Result<Done> {
        tx.exec(R"sql(UPDATE grants SET ends_at = :now)sql", {{"now", site.clock.now()}});
        return Done{};
    });
    const auto actor = who_is(token);
    EXPECT_TRUE(actor.signed_in());
    EXPECT_TRUE(actor.grants.empty());
}

TEST_F(Sessions, keep_the_family_of_the_browser_and_no_more)
{
    EXPECT_EQ(client_family("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"),
              "Firefox, Linux");
    EXPECT_EQ(client_family(
                  "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/128.0 Safari/537.36 Edg/128.0"),
              "Edge, Windows");
    EXPECT_EQ(client_family(
                  "Mozilla/5.0 (Linux; Android 14; Model 123) AppleWebKit Chrome/128.0 Mobile Safari/537"),
              "Chrome, Android");
    EXPECT_EQ(client_family("curl/8.0"), "");
}

TEST_F(Sessions, travel_in_a_cookie_that_scripts_and_other_hosts_cannot_reach)
{
    EXPECT_EQ(session_cookie(environment(), "abc"),
              "dorfnetz=abc; Path=/; Max-Age=5184000; HttpOnly; SameSite=Lax");
    environment().secure_cookies = true;
    EXPECT_EQ(session_cookie(environment(), "abc"),
              "__Host-dorfnetz=abc; Path=/; Max-Age=5184000; HttpOnly; SameSite=Lax; Secure");
    EXPECT_FALSE(who_is(token).signed_in()) << "behind TLS the plain name counts for nothing";
    environment().secure_cookies = false;
}

} // namespace dorfnetz::accounts
