#include "accounts/second_factor.hpp"

#include "accounts/sealing.hpp"
#include "accounts/totp.hpp"
#include "accounts/wrong_codes.hpp"
#include "tests/support/accounts.hpp"

#include <barrier>
#include <gtest/gtest.h>
#include <thread>

namespace dorfnetz::accounts {

namespace {

using web::Role;

constexpr auto german = i18n::Language::de;

class SecondFactor : public test::Accounts
{
protected:
    SecondFactor()
    {
        user = with_password(email, Role::coordinator);
        token = signed_in();
    }

    std::string signed_in()
    {
        auto session = try_to_sign_in(email);
        EXPECT_TRUE(session);
        return session.value();
    }

    web::Actor actor() { return who_is(token); }

    // As the browser does it: the session goes on under its new token.
    bool keep(const Result<std::string>& renewed)
    {
        EXPECT_TRUE(renewed);
        if (renewed)
            token = *renewed;
        return renewed.has_value();
    }

    std::vector<std::string> set_up_sheet()
    {
        auto codes = begin_sheet(environment(), network.id, user);
        keep(confirm_sheet(door, environment(), network, actor(), codes.front(), german));
        return codes;
    }

    std::string set_up_app()
    {
        begin_app(environment(), network.id, user);
        const auto secret = site.pool().read(
            [&](db::Reader& reader) { return begun_app(reader, environment(), network.id, user); });
        EXPECT_TRUE(secret);
        keep(
            confirm_app(door, environment(), network, actor(), totp_code(*secret, site.clock.now()), german));
        return *secret;
    }

    web::Actor coordination()
    {
        return {
            .user = another, .name = "Berta Beispiel", .session = {}, .grants = {{Role::coordinator, ""}}};
    }

    NewUser reset_by_the_coordination()
    {
        auto reset = reset_access(environment(), coordination(), network, user, style);
        EXPECT_TRUE(reset);
        return reset.value();
    }

    // Sets the password anew by the link, and signs in.
    std::string signed_in_after(const NewUser& reset)
    {
        EXPECT_TRUE(set_password_by_link(door, environment(), network, test::token_of(reset.link_path),
                                         test::good_password, test::home));
        return signed_in();
    }

    std::string create_link(LinkPurpose purpose)
    {
        return site.pool()
            .write(db::Scope::nothing(),
                   [&](db::Tx& tx) -> Result<std::string> {
                       return make_link(tx, environment(), network.id, user, purpose);
                   })
            .value();
    }

    Factors factors()
    {
        return site.pool().read([&](db::Reader& reader) { return factors_of(reader, network.id, user); });
    }

    const std::string email = "erika@beispiel.example";
    const MailStyle style{.language = german, .site = "https://heide.example"};
    web::UserId user;
    web::UserId another = create("berta@beispiel.example", Role::coordinator).id;
    std::string token;
};

} // namespace

TEST_F(SecondFactor, is_demanded_of_who_coordinates_before_the_role_counts)
{
    EXPECT_FALSE(actor().is_coordinator());
    EXPECT_EQ(actor().next_step, security_path);
    set_up_sheet();
    EXPECT_TRUE(actor().is_coordinator()) << "who sets it up has given the proof";
    EXPECT_TRUE(actor().next_step.empty());
}

TEST_F(SecondFactor, is_not_demanded_of_a_lead_editor_but_counts_once_it_is_there)
{
    user = with_password("anton@beispiel.example", Role::lead_editor, "dorf");
    token = try_to_sign_in("anton@beispiel.example").value();
    EXPECT_TRUE(actor().has(Role::lead_editor, "dorf"));
    set_up_sheet();
    token = try_to_sign_in("anton@beispiel.example").value();
    EXPECT_FALSE(actor().has(Role::lead_editor));
    EXPECT_EQ(actor().next_step, proof_path);
}

TEST_F(SecondFactor, a_password_alone_opens_nothing_until_a_code_is_given)
{
    const auto codes = set_up_sheet();
    token = signed_in();
    EXPECT_TRUE(actor().grants.empty());
    EXPECT_EQ(actor().next_step, proof_path);
    EXPECT_EQ(prove(door, environment(), network, actor(), "00000000").error().kind, Err::invalid);
    EXPECT_TRUE(actor().grants.empty());
    EXPECT_TRUE(keep(prove(door, environment(), network, actor(), codes[1])));
    EXPECT_TRUE(actor().is_coordinator());
}

TEST_F(SecondFactor, gives_the_session_a_new_token_and_makes_the_old_one_worthless)
{
    const auto begun = token;
    const auto codes = set_up_sheet();
    EXPECT_NE(token, begun);
    EXPECT_FALSE(who_is(begun).signed_in()) << "set up";
    token = signed_in();
    const auto first = token;
    const auto session = actor().session;
    keep(prove(door, environment(), network, actor(), codes[1]));
    EXPECT_FALSE(who_is(first).signed_in()) << "given";
    EXPECT_TRUE(actor().is_coordinator());
    EXPECT_EQ(actor().session, session) << "forms that are open stay good";
    const auto second = token;
    keep(prove(door, environment(), network, actor(), codes[2]));
    EXPECT_FALSE(who_is(second).signed_in()) << "given again";
}

TEST_F(SecondFactor, a_code_of_the_sheet_works_once_however_it_is_typed)
{
    const auto codes = set_up_sheet();
    EXPECT_EQ(factors().codes_left, codes_on_a_sheet - 1);
    token = signed_in();
    EXPECT_FALSE(prove(door, environment(), network, actor(), codes.front())) << "used when it was set up";
    auto typed = spaced_code(codes[1]);
    for (auto& letter : typed)
        letter = static_cast<char>(letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : letter);
    EXPECT_TRUE(prove(door, environment(), network, actor(), typed));
    token = signed_in();
    EXPECT_FALSE(prove(door, environment(), network, actor(), codes[1]));
    EXPECT_EQ(factors().codes_left, codes_on_a_sheet - 2);
}

TEST_F(SecondFactor, of_two_who_use_one_code_at_the_same_moment_one_is_let_in)
{
    const auto codes = set_up_sheet();
    const auto one = who_is(signed_in());
    const auto other = who_is(signed_in());
    std::atomic<int> let_in = 0;
    std::barrier start(2);
    const auto run = [&](const web::Actor& who) {
        start.arrive_and_wait();
        if (prove(door, environment(), network, who, codes[3]))
            ++let_in;
    };
    std::jthread first(run, one);
    std::jthread second(run, other);
    first.join();
    second.join();
    EXPECT_EQ(let_in, 1);
}

TEST_F(SecondFactor, a_new_sheet_counts_only_after_its_first_code_and_ends_the_old_one)
{
    const auto old = set_up_sheet();
    const auto fresh = begin_sheet(environment(), network.id, user);
    token = signed_in();
    EXPECT_FALSE(prove(door, environment(), network, actor(), fresh[1])) << "never confirmed";
    EXPECT_TRUE(keep(prove(door, environment(), network, actor(), old[1])));
    EXPECT_TRUE(keep(confirm_sheet(door, environment(), network, actor(), fresh[0], german)));
    token = signed_in();
    EXPECT_FALSE(prove(door, environment(), network, actor(), old[2]));
    EXPECT_TRUE(prove(door, environment(), network, actor(), fresh[1]));
}

TEST_F(SecondFactor, a_code_of_the_app_works_once_and_for_a_minute_and_a_half)
{
    const auto secret = set_up_app();
    site.clock.advance(std::chrono::seconds(60));
    const auto code = totp_code(secret, site.clock.now());
    token = signed_in();
    EXPECT_TRUE(prove(door, environment(), network, actor(), code));
    token = signed_in();
    EXPECT_FALSE(prove(door, environment(), network, actor(), code)) << "replayed";
    site.clock.advance(std::chrono::seconds(30));
    EXPECT_TRUE(prove(door, environment(), network, actor(),
                      totp_code(secret, site.clock.now() + std::chrono::seconds(30))))
        << "a telephone that is half a minute early";
    site.clock.advance(std::chrono::minutes(10));
    token = signed_in();
    EXPECT_FALSE(prove(door, environment(), network, actor(),
                       totp_code(secret, site.clock.now() - std::chrono::minutes(3))));
}

TEST_F(SecondFactor, the_secret_of_the_app_does_not_stand_in_the_database)
{
    const auto secret = set_up_app();
    const auto stored = site.pool().read([&](db::Reader& reader) {
        return reader.value<std::string>(R"sql(SELECT sealed_secret FROM authenticator_apps)sql", {}).value();
    });
    EXPECT_EQ(stored.find(secret), std::string::npos);
    EXPECT_EQ(stored.find(totp_secret_text(secret)), std::string::npos);
    EXPECT_EQ(unseal(environment(), "authenticator app", stored), secret);
    EXPECT_FALSE(unseal(environment(), "another purpose", stored));
    EXPECT_FALSE(unseal(environment(), "authenticator app", stored.substr(1)));
    auto changed = stored;
    changed.back() = changed.back() == 'A' ? 'B' : 'A';
    EXPECT_FALSE(unseal(environment(), "authenticator app", changed));
}

TEST_F(SecondFactor, codes_cannot_be_guessed_without_end)
{
    set_up_sheet();
    token = signed_in();
    Err last = Err::invalid;
    for (int i = 0; i < 15; ++i)
        last = prove(door, environment(), network, actor(), std::to_string(10'000'000 + i)).error().kind;
    EXPECT_EQ(last, Err::too_often);
    site.clock.advance(std::chrono::minutes(1));
    EXPECT_EQ(prove(door, environment(), network, actor(), "0").error().kind, Err::forbidden);
}

TEST_F(SecondFactor, ten_wrong_codes_in_a_day_end_the_session_and_are_told_by_mail)
{
    const auto codes = set_up_sheet();
    const auto guess = [&] {
        token = signed_in(); // another session, and a minute later another turn
        site.clock.advance(std::chrono::minutes(1));
        return prove(door, environment(), network, actor(), "00000000").error().kind;
    };
    const auto told = [&] {
        return site.pool().read([](db::Reader& reader) {
            return reader.count(R"sql(SELECT count(*) FROM outbox WHERE purpose = 'wrong_codes')sql", {});
        });
    };
    for (int i = 1; i < most_wrong_codes; ++i)
        ASSERT_EQ(guess(), Err::invalid) << i;
    EXPECT_TRUE(who_is(token).signed_in());
    EXPECT_EQ(told(), 0);
    EXPECT_EQ(guess(), Err::forbidden);
    EXPECT_FALSE(who_is(token).signed_in());
    EXPECT_NE(last_mail().find("10-mal einen falschen Code"), std::string::npos) << last_mail();
    Door after_a_restart{test::cheap};
    token = signed_in();
    EXPECT_EQ(prove(after_a_restart, environment(), network, actor(), codes[1]).error().kind, Err::forbidden)
        << "whoever guesses the right one by the eleventh must not come in";
    EXPECT_FALSE(who_is(token).signed_in());
    EXPECT_EQ(told(), 1) << "once a day is enough";
}

TEST_F(SecondFactor, wrong_codes_lock_nobody_out_for_good)
{
    const auto codes = set_up_sheet();
    const auto guess_until_the_end = [&] {
        for (int i = 0; i < most_wrong_codes; ++i) {
            token = signed_in();
            site.clock.advance(std::chrono::minutes(1));
            static_cast<void>(prove(door, environment(), network, actor(), "00000000"));
        }
        token = signed_in();
    };
    guess_until_the_end();
    site.clock.advance(std::chrono::hours(24));
    EXPECT_TRUE(prove(door, environment(), network, actor(), codes[1])) << "a day later";
    guess_until_the_end();
    token = signed_in_after(reset_by_the_coordination());
    const auto fresh = set_up_sheet();
    token = signed_in();
    EXPECT_TRUE(prove(door, environment(), network, actor(), fresh[1])) << "the coordination has helped";
}

TEST_F(SecondFactor, is_told_by_mail_and_can_be_reset_by_the_coordination_alone)
{
    site.clock.advance(std::chrono::seconds(1)); // that this mail is the last one
    set_up_sheet();
    EXPECT_NE(last_mail().find("zweiter Nachweis"), std::string::npos);
    const auto before = mails();
    const web::Actor editor{
        .user = user, .name = "Anton Beispiel", .session = {}, .grants = {{Role::lead_editor, "dorf"}}};
    EXPECT_EQ(reset_access(environment(), editor, network, user, style).error().kind, Err::forbidden);
    const auto reset = reset_by_the_coordination();
    EXPECT_FALSE(factors().any());
    EXPECT_FALSE(who_is(token).signed_in()) << "all sessions end";
    EXPECT_EQ(mails(), before + 2) << "what happened, and a link";
    token = signed_in_after(reset);
    EXPECT_EQ(actor().next_step, security_path);
}

TEST_F(SecondFactor, is_never_reset_without_what_else_opened_the_account)
{
    set_up_sheet();
    const auto old_link = create_link(LinkPurpose::set);
    const auto old_paper = create_link(LinkPurpose::paper);
    reset_by_the_coordination();
    EXPECT_FALSE(try_to_sign_in(email)) << "whoever guessed at the codes knows the password";
    EXPECT_FALSE(open_link(door, environment(), network, old_link, test::home));
    EXPECT_FALSE(sign_in_by_paper(door, environment(), network, old_paper, test::home));
}

TEST_F(SecondFactor, of_who_has_no_mail_is_reset_with_a_code_on_paper)
{
    const auto without_mail = create("", Role::lead_editor, "dorf").id;
    const auto reset = reset_access(environment(), coordination(), network, without_mail, style);
    ASSERT_TRUE(reset);
    EXPECT_TRUE(reset->link_path.empty());
    EXPECT_TRUE(sign_in_by_paper(door, environment(), network, reset->paper_code, test::home));
}

TEST_F(SecondFactor, and_ways_in_of_ones_own_account_are_not_for_a_browser_left_signed_in)
{
    set_up_sheet();
    EXPECT_EQ(reset_access(environment(), actor(), network, user, style).error().kind, Err::conflict);
    EXPECT_EQ(send_new_link(environment(), actor(), network, user, style).error().kind, Err::conflict);
    EXPECT_EQ(make_paper(environment(), actor(), network.id, user).error().kind, Err::conflict);
}

TEST_F(SecondFactor, is_not_set_up_for_a_session_that_has_ended)
{
    const auto codes = begin_sheet(environment(), network.id, user);
    const auto before = actor();
    reset_by_the_coordination();
    EXPECT_EQ(confirm_sheet(door, environment(), network, before, codes.front(), german).error().kind,
              Err::invalid);
    const auto fresh = begin_sheet(environment(), network.id, user);
    EXPECT_EQ(confirm_sheet(door, environment(), network, before, fresh.front(), german).error().kind,
              Err::stale);
    EXPECT_FALSE(factors().any());
}

TEST_F(SecondFactor, is_changed_only_soon_after_it_was_given)
{
    set_up_sheet();
    const auto lately = [&] {
        return site.pool().read(
            [&](db::Reader& reader) { return proved_lately(reader, network.id, actor(), site.clock.now()); });
    };
    EXPECT_TRUE(lately());
    site.clock.advance(std::chrono::minutes(16));
    EXPECT_FALSE(lately());
}

TEST(AuthenticatorApps, show_the_codes_of_the_standard)
{
    // RFC 6238, appendix B, SHA-1, the last six digits.
    const std::string secret = "12345678901234567890";
    const auto at = [](std::int64_t seconds) { return Timestamp(std::chrono::seconds(seconds)); };
    EXPECT_EQ(totp_code(secret, at(59)), "287082");
    EXPECT_EQ(totp_code(secret, at(1'111'111'109)), "081804");
    EXPECT_EQ(totp_code(secret, at(20'000'000'000)), "353130");
    EXPECT_EQ(totp_step(secret, "287 082", at(59)), 1);
    EXPECT_FALSE(totp_step(secret, "28708", at(59)));
    EXPECT_FALSE(totp_step(secret, "28708x", at(59)));
    EXPECT_EQ(totp_secret_text(secret), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
}

} // namespace dorfnetz::accounts
