#include "accounts/sign_in.hpp"

#include "accounts/audit.hpp"
#include "accounts/feature.hpp"
#include "foundation/jobs/jobs.hpp"
#include "tests/support/accounts.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::accounts {

namespace {

using web::Role;

class SigningIn : public test::Accounts
{
protected:
    SigningIn() { user = with_password("erika@beispiel.example", Role::lead_editor, "dorf"); }

    void ask(const std::string& email)
    {
        EXPECT_TRUE(ask_for_link(
            door, environment(), network,
            {.email = email, .language = i18n::Language::en, .address = "https://heide.example/en/passwort/"},
            test::home));
    }

    // The token of the link in the last mail.
    std::string mailed_token()
    {
        const auto text = last_mail();
        const std::string_view before = "https://heide.example/en/passwort/";
        const auto begin = text.find(before);
        EXPECT_NE(begin, std::string::npos) << text;
        return text.substr(begin + before.size(), 43);
    }

    web::UserId user;
};

} // namespace

TEST_F(SigningIn, with_the_password_begins_a_session_with_the_roles)
{
    const auto token = try_to_sign_in(" Erika@Beispiel.example ");
    ASSERT_TRUE(token);
    const auto actor = who_is(*token);
    EXPECT_EQ(actor.user, user);
    EXPECT_EQ(actor.name, "Erika Beispiel");
    EXPECT_TRUE(actor.has(Role::lead_editor, "dorf"));
    EXPECT_FALSE(actor.session.empty());
    EXPECT_NE(actor.session, *token);
}

TEST_F(SigningIn, fails_alike_for_a_wrong_password_and_an_unknown_account_and_costs_the_same)
{
    const auto before = door.hasher.computed();
    const auto wrong = try_to_sign_in("erika@beispiel.example", "drei rote Hocker");
    const auto cost_of_wrong = door.hasher.computed() - before;
    const auto unknown = try_to_sign_in("niemand@beispiel.example", "drei rote Hocker");
    const auto cost_of_unknown = door.hasher.computed() - before - cost_of_wrong;
    ASSERT_FALSE(wrong);
    ASSERT_FALSE(unknown);
    EXPECT_EQ(wrong.error().kind, unknown.error().kind);
    EXPECT_EQ(wrong.error().text, unknown.error().text);
    EXPECT_EQ(cost_of_wrong, 1U);
    EXPECT_EQ(cost_of_unknown, 1U);
}

TEST_F(SigningIn, is_impossible_without_a_password_ever_set)
{
    create("neu@beispiel.example", Role::lead_editor, "dorf");
    EXPECT_FALSE(try_to_sign_in("neu@beispiel.example", ""));
    EXPECT_FALSE(try_to_sign_in("neu@beispiel.example"));
}

TEST_F(SigningIn, ends_the_session_that_the_browser_had)
{
    const auto first = try_to_sign_in("erika@beispiel.example");
    auto same_browser = test::home;
    same_browser.session = *first;
    const auto second = sign_in(
        door, environment(), network,
        {.login = "erika@beispiel.example", .password = std::string(test::good_password)}, same_browser);
    ASSERT_TRUE(second);
    EXPECT_NE(*first, second->session);
    EXPECT_FALSE(who_is(*first).signed_in());
    EXPECT_TRUE(who_is(second->session).signed_in());
}

TEST_F(SigningIn, renews_a_hash_made_with_older_parameters)
{
    Door newer{PasswordCost{.passes = 2, .memory = 8192}};
    const auto hash = [&] {
        return site.pool().read(
            [&](db::Reader& reader) { return find_user(reader, network.id, user)->password_hash; });
    };
    const auto old = hash();
    ASSERT_TRUE(newer.hasher.is_outdated(old));
    ASSERT_TRUE(sign_in(newer, environment(), network,
                        {.login = "erika@beispiel.example", .password = std::string(test::good_password)},
                        test::home));
    EXPECT_FALSE(newer.hasher.is_outdated(hash()));
    EXPECT_TRUE(sign_in(newer, environment(), network,
                        {.login = "erika@beispiel.example", .password = std::string(test::good_password)},
                        test::home));
}

TEST_F(SigningIn, is_slowed_down_by_many_wrong_guesses_but_a_link_by_mail_still_opens)
{
    Err last = Err::invalid;
    for (int i = 0; i < 40; ++i) {
        const Caller somewhere{.address = "198.51." + std::to_string(i) + ".1", .client = {}};
        const auto guess =
            sign_in(door, environment(), network,
                    {.login = "erika@beispiel.example", .password = "geraten geraten"}, somewhere);
        ASSERT_FALSE(guess);
        last = guess.error().kind;
    }
    EXPECT_EQ(last, Err::too_often) << "the guesses came from many places";
    EXPECT_EQ(try_to_sign_in("erika@beispiel.example").error().kind, Err::too_often);
    ask("erika@beispiel.example");
    EXPECT_EQ(answer_link_requests(environment()), 1);
    EXPECT_TRUE(
        set_password_by_link(door, environment(), network, mailed_token(), "vier grüne Stühle", test::home));
    site.clock.advance(std::chrono::minutes(1));
    EXPECT_TRUE(try_to_sign_in("erika@beispiel.example", "vier grüne Stühle"))
        << "a minute later it works again";
}

TEST_F(SigningIn, of_others_is_not_slowed_down_by_guesses_for_one_account)
{
    with_password("anton@beispiel.example", Role::lead_editor, "dorf");
    for (int i = 0; i < 12; ++i)
        EXPECT_FALSE(try_to_sign_in("erika@beispiel.example", "geraten geraten"));
    EXPECT_EQ(try_to_sign_in("erika@beispiel.example").error().kind, Err::too_often);
    EXPECT_TRUE(try_to_sign_in("anton@beispiel.example"));
}

TEST_F(SigningIn, asking_for_a_link_does_the_same_work_for_known_and_unknown_addresses)
{
    const auto rows = [&] {
        return site.pool().read([](db::Reader& reader) {
            return std::pair(reader.count(R"sql(SELECT count(*) FROM link_requests)sql", {}),
                             reader.count(R"sql(SELECT count(*) FROM job_queue)sql", {}));
        });
    };
    const auto hashes = door.hasher.computed();
    ask("erika@beispiel.example");
    EXPECT_EQ(rows(), std::pair(std::int64_t{1}, std::int64_t{1}));
    ask("niemand@beispiel.example");
    EXPECT_EQ(rows(), std::pair(std::int64_t{2}, std::int64_t{2}));
    EXPECT_EQ(door.hasher.computed(), hashes);
    EXPECT_EQ(mails(), 0) << "the mail is written later, outside the request";
    EXPECT_EQ(answer_link_requests(environment()), 2);
    EXPECT_EQ(mails(), 1);
    EXPECT_EQ(rows().first, 0) << "no address of a stranger is kept";
    EXPECT_NE(last_mail().find("Hello Erika Beispiel"), std::string::npos);
}

TEST_F(SigningIn, nobody_is_kept_from_a_link_by_others_who_ask_in_their_name)
{
    const std::string email = "erika@beispiel.example";
    const auto ask_as_a_stranger = [&] {
        static_cast<void>(ask_for_link(
            door, environment(), network,
            {.email = email, .purpose = LinkPurpose::sign_in, .address = "https://x/"}, test::home));
    };
    for (int i = 0; i < 5; ++i)
        ask_as_a_stranger();
    answer_link_requests(environment());
    const auto before = mails();
    ask(email);
    answer_link_requests(environment());
    EXPECT_EQ(mails(), before + 1) << "a new password is another wish";
    // As long as a link lives, the next one is sent.
    site.clock.advance(life_of(LinkPurpose::sign_in));
    ask_as_a_stranger();
    answer_link_requests(environment());
    EXPECT_EQ(mails(), before + 2);
}

TEST_F(SigningIn, links_asked_for_are_sent_by_the_job)
{
    jobs::Jobs work({.pool = site.pool(), .clock = site.clock, .random = site.random});
    register_jobs(work, environment());
    ask("erika@beispiel.example");
    EXPECT_EQ(work.run_due(), 1);
    EXPECT_EQ(mails(), 1);
}

TEST_F(SigningIn, a_link_sets_the_password_once_ends_all_sessions_and_signs_in)
{
    const auto session = try_to_sign_in("erika@beispiel.example");
    ask("erika@beispiel.example");
    answer_link_requests(environment());
    const auto token = mailed_token();
    const auto opened = open_link(door, environment(), network, token, test::home);
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->login, "erika@beispiel.example");
    const auto fresh =
        set_password_by_link(door, environment(), network, token, "vier grüne Stühle", test::home);
    ASSERT_TRUE(fresh);
    EXPECT_FALSE(who_is(*session).signed_in());
    EXPECT_EQ(who_is(fresh->session).user, user);
    EXPECT_FALSE(try_to_sign_in("erika@beispiel.example")) << "the old password";
    EXPECT_TRUE(try_to_sign_in("erika@beispiel.example", "vier grüne Stühle"));

    const auto again =
        set_password_by_link(door, environment(), network, token, "fünf blaue Stühle", test::home);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().kind, Err::missing);
    EXPECT_TRUE(try_to_sign_in("erika@beispiel.example", "vier grüne Stühle"));
}

TEST_F(SigningIn, a_refused_password_leaves_the_link_as_it_is)
{
    ask("erika@beispiel.example");
    answer_link_requests(environment());
    const auto token = mailed_token();
    EXPECT_EQ(
        set_password_by_link(door, environment(), network, token, "passwort123", test::home).error().kind,
        Err::invalid);
    EXPECT_TRUE(set_password_by_link(door, environment(), network, token, "vier grüne Stühle", test::home));
}

TEST_F(SigningIn, links_expire_after_an_hour_or_72_hours)
{
    ask("erika@beispiel.example");
    answer_link_requests(environment());
    const auto reset = mailed_token();
    const auto set = test::token_of(create("neu@beispiel.example", Role::lead_editor, "dorf").link_path);
    site.clock.advance(std::chrono::minutes(61));
    EXPECT_EQ(open_link(door, environment(), network, reset, test::home).error().kind, Err::missing);
    EXPECT_TRUE(open_link(door, environment(), network, set, test::home));
    site.clock.advance(std::chrono::hours(72));
    EXPECT_EQ(open_link(door, environment(), network, set, test::home).error().kind, Err::missing);
    EXPECT_FALSE(set_password_by_link(door, environment(), network, set, "vier grüne Stühle", test::home));
}

TEST_F(SigningIn, an_invented_truncated_or_foreign_link_opens_nothing)
{
    site.add_network("see", "see.example");
    const auto token = test::token_of(create("neu@beispiel.example", Role::lead_editor, "dorf").link_path);
    ASSERT_TRUE(open_link(door, environment(), network, token, test::home));
    EXPECT_FALSE(open_link(door, environment(), network, token.substr(1), test::home));
    EXPECT_FALSE(open_link(door, environment(), network, std::string(43, 'A'), test::home));
    EXPECT_FALSE(open_link(door, environment(), network, "", test::home));
    EXPECT_FALSE(open_link(door, environment(), network_of("see"), token, test::home));
    // What stands in the database opens nothing either.
    const auto stored = site.pool().read([](db::Reader& reader) {
        return reader.value<std::string>(
            R"sql(SELECT token_hash FROM sign_in_links WHERE used_at IS NULL)sql", {});
    });
    EXPECT_FALSE(open_link(door, environment(), network, stored.value(), test::home));
}

TEST_F(SigningIn, changing_the_password_needs_the_old_one_and_ends_the_other_sessions)
{
    const auto here = try_to_sign_in("erika@beispiel.example");
    const auto elsewhere = try_to_sign_in("erika@beispiel.example");
    const auto actor = who_is(*here);
    const auto wrong = change_password(door, environment(), network, actor, "falsch falsch",
                                       "vier grüne Stühle", i18n::Language::de);
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().fields.front().field, "altes_kennwort");
    EXPECT_TRUE(who_is(*elsewhere).signed_in());
    EXPECT_TRUE(change_password(door, environment(), network, actor, test::good_password, "vier grüne Stühle",
                                i18n::Language::de));
    EXPECT_TRUE(who_is(*here).signed_in());
    EXPECT_FALSE(who_is(*elsewhere).signed_in());
    EXPECT_TRUE(try_to_sign_in("erika@beispiel.example", "vier grüne Stühle"));
}

TEST_F(SigningIn, is_written_to_the_audit_log_without_secrets)
{
    ASSERT_TRUE(try_to_sign_in("erika@beispiel.example"));
    const auto log = site.pool().read(
        [&](db::Reader& reader) { return audit_of_subject(reader, network.id, "user", user.text()); });
    ASSERT_FALSE(log.empty());
    bool begun = false;
    for (const auto& line : log) {
        begun = begun || line.action == "session.begun";
        EXPECT_EQ(line.entry->details.find(test::good_password), std::string::npos);
    }
    EXPECT_TRUE(begun);
}

} // namespace dorfnetz::accounts
