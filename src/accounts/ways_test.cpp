#include "accounts/links.hpp"
#include "accounts/sign_in.hpp"
#include "tests/support/accounts.hpp"

#include <gtest/gtest.h>
#include <set>

namespace dorfnetz::accounts {

namespace {

using web::Role;

class WaysIn : public test::Accounts
{
protected:
    WaysIn() { user = with_password(email, Role::lead_editor, "dorf"); }

    // Asks for a link for signing in and answers its token.
    std::string mailed_link()
    {
        EXPECT_TRUE(ask_for_link(door, environment(), network,
                                 {.email = email,
                                  .purpose = LinkPurpose::sign_in,
                                  .address = "https://heide.example/anmelden/link/"},
                                 test::home));
        EXPECT_EQ(answer_link_requests(environment()), 1);
        const auto text = last_mail();
        const std::string_view before = "https://heide.example/anmelden/link/";
        const auto begin = text.find(before);
        EXPECT_NE(begin, std::string::npos) << text;
        return text.substr(begin + before.size(), 43);
    }

    std::string paper_code()
    {
        std::string code;
        site.given([&](db::Tx& tx) -> Result<Done> {
            code = make_link(tx, environment(), network.id, user, LinkPurpose::paper);
            return Done{};
        });
        return code;
    }

    Result<Admission> by_link(const std::string& token)
    {
        return sign_in_by_link(door, environment(), network, token, test::home);
    }

    Result<Admission> by_paper(const std::string& code)
    {
        return sign_in_by_paper(door, environment(), network, code, test::home);
    }

    const std::string email = "erika@beispiel.example";
    web::UserId user;
};

} // namespace

TEST_F(WaysIn, a_link_signs_in_once_and_looking_at_it_does_not_use_it_up)
{
    const auto token = mailed_link();
    for (int i = 0; i < 2; ++i)
        EXPECT_TRUE(open_sign_in_link(door, environment(), network, token, test::home));
    const auto admitted = by_link(token);
    ASSERT_TRUE(admitted);
    EXPECT_TRUE(who_is(admitted->session).has(Role::lead_editor, "dorf"));
    EXPECT_EQ(by_link(token).error().kind, Err::missing);
}

TEST_F(WaysIn, a_mail_says_how_long_its_link_is_good)
{
    using i18n::Language;
    EXPECT_EQ(life_text(Language::de, LinkPurpose::sign_in), "15 Minuten");
    EXPECT_EQ(life_text(Language::en, LinkPurpose::reset), "one hour");
    EXPECT_EQ(life_text(Language::de, LinkPurpose::set), "72 Stunden");
    EXPECT_EQ(life_text(Language::de, LinkPurpose::paper), "14 Tage");
    mailed_link();
    EXPECT_NE(last_mail().find("Der Link gilt 15 Minuten und nur einmal."), std::string::npos);
}

TEST_F(WaysIn, a_link_ends_after_fifteen_minutes)
{
    const auto token = mailed_link();
    site.clock.advance(std::chrono::minutes(16));
    EXPECT_EQ(by_link(token).error().kind, Err::missing);
}

TEST_F(WaysIn, a_link_for_signing_in_sets_no_password_and_the_other_way_round)
{
    EXPECT_FALSE(open_link(door, environment(), network, mailed_link(), test::home));
    const auto set = test::token_of(create("neu@beispiel.example", Role::lead_editor, "dorf").link_path);
    EXPECT_FALSE(by_link(set));
    EXPECT_FALSE(by_paper(set));
}

TEST_F(WaysIn, a_new_password_ends_links_and_papers_that_were_not_used)
{
    const auto link = mailed_link();
    const auto code = paper_code();
    const auto actor = who_is(try_to_sign_in(email).value());
    EXPECT_TRUE(change_password(door, environment(), network, actor, test::good_password, "vier grüne Stühle",
                                i18n::Language::de));
    EXPECT_FALSE(by_link(link));
    EXPECT_FALSE(by_paper(code));
}

TEST_F(WaysIn, a_code_on_paper_signs_in_once_however_it_is_typed)
{
    const auto code = paper_code();
    auto typed = spaced_code(code);
    for (auto& letter : typed)
        letter = static_cast<char>(letter == '0'                    ? 'o'
                                   : letter == '1'                  ? 'l'
                                   : letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a'
                                                                    : letter);
    const auto admitted = by_paper(typed);
    ASSERT_TRUE(admitted);
    EXPECT_EQ(who_is(admitted->session).user, user);
    const auto again = by_paper(code);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().fields.front().field, "code");
}

TEST_F(WaysIn, a_code_on_paper_lasts_two_weeks_and_is_not_guessed)
{
    const auto code = paper_code();
    site.clock.advance(std::chrono::days(15));
    EXPECT_FALSE(by_paper(code));
    Err last = Err::invalid;
    for (int i = 0; i < 60; ++i)
        last = by_paper("0123456789ABCDEF").error().kind;
    EXPECT_EQ(last, Err::too_often);
}

TEST_F(WaysIn, of_a_blocked_account_are_closed)
{
    const auto link = mailed_link();
    const auto code = paper_code();
    site.given([&](db::Tx& tx) -> Result<Done> {
        auto account = find_user(tx, network.id, user)->account;
        set_sign_in(tx, network.id, account, SignIn::blocked);
        return Done{};
    });
    EXPECT_FALSE(by_link(link));
    EXPECT_FALSE(by_paper(code));
}

TEST_F(WaysIn, who_comes_in_without_a_password_counts_among_the_coordinators)
{
    const auto with = with_password("berta@beispiel.example", Role::coordinator);
    const auto without = create("carla@beispiel.example", Role::coordinator).id;
    const auto counted = [&] {
        std::vector<web::UserId> locked;
        site.given([&](db::Tx& tx) -> Result<Done> {
            locked = lock_coordinators(tx, network.id);
            return Done{};
        });
        const auto told = site.pool().read([&](db::Reader& reader) {
            return accounts_with_role(reader, network.id, Role::coordinator, "", site.clock.now());
        });
        EXPECT_EQ(told.size(), locked.size()) << "whoever counts is told what waits, and nobody else";
        return std::set(locked.begin(), locked.end());
    };
    EXPECT_EQ(counted(), std::set{with}) << "was invited, but never came";
    user = without;
    ASSERT_TRUE(by_paper(paper_code()));
    EXPECT_EQ(counted(), (std::set{with, without}));
}

TEST_F(WaysIn, a_browser_that_was_not_here_before_is_told_by_mail_but_not_the_first_one)
{
    auto browser = test::home;
    const auto come = [&] {
        return sign_in(door, environment(), network,
                       {.login = email, .password = std::string(test::good_password)}, browser);
    };
    // The first was known when the password was set.
    const auto before = mails();
    const auto elsewhere = come();
    ASSERT_TRUE(elsewhere);
    EXPECT_FALSE(elsewhere->device.empty());
    EXPECT_EQ(mails(), before + 1);
    EXPECT_NE(last_mail().find("Firefox, Windows"), std::string::npos);
    browser.device = elsewhere->device;
    const auto again = come();
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->device.empty()) << "the browser has its token already";
    EXPECT_EQ(mails(), before + 1);
    browser.device = std::string(43, 'x');
    EXPECT_TRUE(come());
    EXPECT_EQ(mails(), before + 2) << "a forged device is a new one";
    site.clock.advance(std::chrono::days(500));
    EXPECT_TRUE(come());
    EXPECT_EQ(mails(), before + 3) << "after a long silence, too";
}

TEST_F(WaysIn, sessions_are_listed_and_one_or_all_others_can_be_ended)
{
    const auto here = try_to_sign_in(email).value();
    const auto phone = try_to_sign_in(email).value();
    const auto laptop = try_to_sign_in(email).value();
    const auto others = with_password("anton@beispiel.example", Role::lead_editor, "dorf");
    const auto foreign = try_to_sign_in("anton@beispiel.example").value();
    const auto actor = who_is(here);
    const auto listed = site.pool().read(
        [&](db::Reader& reader) { return sessions_of(reader, network.id, user, site.clock.now()); });
    EXPECT_EQ(listed.size(), 4U) << "one of them from setting the password";
    EXPECT_EQ(listed.front().client, "Firefox, Windows");
    end_own_sessions(environment(), network.id, actor, who_is(phone).session);
    EXPECT_FALSE(who_is(phone).signed_in());
    EXPECT_TRUE(who_is(laptop).signed_in());
    end_own_sessions(environment(), network.id, actor, who_is(foreign).session);
    EXPECT_EQ(who_is(foreign).user, others) << "nobody ends what is not theirs";
    end_own_sessions(environment(), network.id, actor, "");
    EXPECT_FALSE(who_is(laptop).signed_in());
    EXPECT_TRUE(who_is(here).signed_in());
}

} // namespace dorfnetz::accounts
