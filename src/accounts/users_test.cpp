#include "accounts/users.hpp"

#include "tests/support/accounts.hpp"

#include <barrier>
#include <gtest/gtest.h>
#include <thread>

namespace dorfnetz::accounts {

namespace {

using web::Role;

class Users : public test::Accounts
{
protected:
    Users() { coordinator = with_password("erika@beispiel.example", Role::coordinator); }

    web::Actor actor_of(const web::UserId& user)
    {
        return {.user = user, .name = "Erika Beispiel", .session = {}, .grants = {{Role::coordinator, ""}}};
    }

    std::string grant_of(const web::UserId& user)
    {
        const auto grants = site.pool().read(
            [&](db::Reader& reader) { return grants_not_ended(reader, network.id, site.clock.now()); });
        for (const auto& grant : grants)
            if (grant.user == user)
                return grant.id;
        return {};
    }

    Account account_of(const web::UserId& user)
    {
        return site.pool().read(
            [&](db::Reader& reader) { return find_user(reader, network.id, user)->account; });
    }

    std::size_t coordinators()
    {
        return site.pool().read([&](db::Reader& reader) {
            return accounts_with_role(reader, network.id, Role::coordinator, "", site.clock.now()).size();
        });
    }

    const MailStyle style{.language = i18n::Language::de, .site = "https://heide.example"};
    web::UserId coordinator;
};

} // namespace

TEST_F(Users, are_invited_with_a_link_by_mail_and_can_then_sign_in)
{
    const auto invited = invite(environment(), test::subjects(), actor_of(coordinator), network,
                                {.network = network.id,
                                 .email = "Anton@Beispiel.example",
                                 .name = " Anton   Beispiel ",
                                 .role = Role::lead_editor,
                                 .subject = "dorf"},
                                style);
    ASSERT_TRUE(invited);
    EXPECT_EQ(account_of(invited->id).name, "Anton Beispiel");
    EXPECT_NE(last_mail().find("https://heide.example" + invited->link_path), std::string::npos)
        << last_mail();
    const auto token = set_password_by_link(door, environment(), network, test::token_of(invited->link_path),
                                            test::good_password, test::home);
    ASSERT_TRUE(token);
    EXPECT_TRUE(who_is(token->session).has(Role::lead_editor, "dorf"));
    EXPECT_FALSE(who_is(token->session).is_coordinator());
}

TEST_F(Users, are_not_made_from_what_cannot_be_an_address_a_name_or_a_scope)
{
    const auto refused = create_user(
        environment(),
        {.network = network.id, .email = "kein at", .name = "  ", .role = Role::lead_editor, .subject = ""});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Err::invalid);
    EXPECT_EQ(refused.error().fields.size(), 3U);
    EXPECT_FALSE(create_user(environment(), {.network = network.id,
                                             .email = "a@beispiel.example\r\nBcc: b@beispiel.example",
                                             .name = "A",
                                             .role = Role::coordinator}));
    EXPECT_FALSE(create_user(environment(), {.network = network.id,
                                             .email = "a@beispiel.example",
                                             .name = "A",
                                             .role = Role::coordinator,
                                             .subject = "dorf"}));
}

TEST_F(Users, receive_another_role_under_the_same_address_but_none_twice)
{
    const Invitation more{.network = network.id,
                          .email = "ERIKA@beispiel.example",
                          .name = "Erika Beispiel",
                          .role = Role::lead_editor,
                          .subject = "dorf"};
    const auto first = create_user(environment(), more);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->id, coordinator);
    EXPECT_TRUE(first->link_path.empty()) << "the account has a password";
    const auto second = create_user(environment(), more);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().kind, Err::conflict);
}

TEST_F(Users, are_managed_by_the_coordinator_alone)
{
    const auto editor = with_password("anton@beispiel.example", Role::lead_editor, "dorf");
    const web::Actor actor{
        .user = editor, .name = "Anton Beispiel", .session = {}, .grants = {{Role::lead_editor, "dorf"}}};
    const Invitation invitation{.network = network.id,
                                .email = "neu@beispiel.example",
                                .name = "Neu Beispiel",
                                .role = Role::coordinator};
    EXPECT_EQ(invite(environment(), test::subjects(), actor, network, invitation, style).error().kind,
              Err::forbidden);
    EXPECT_EQ(
        end_grant(environment(), test::subjects(), actor, network.id, grant_of(coordinator)).error().kind,
        Err::missing)
        << "a role that one may not end is not there";
    EXPECT_EQ(send_new_link(environment(), actor, network, coordinator, style).error().kind, Err::forbidden);
    EXPECT_EQ(change_sign_in(environment(), actor, network.id, coordinator, 1, SignIn::blocked).error().kind,
              Err::forbidden);
    EXPECT_EQ(invite(environment(), test::subjects(), web::Actor{}, network, invitation, style).error().kind,
              Err::forbidden);
}

TEST_F(Users, of_another_network_cannot_be_reached)
{
    site.add_network("see", "see.example");
    const auto foreign = network_of("see");
    EXPECT_EQ(
        end_grant(environment(), test::subjects(), actor_of(coordinator), foreign.id, grant_of(coordinator))
            .error()
            .kind,
        Err::missing);
    EXPECT_EQ(send_new_link(environment(), actor_of(coordinator), foreign, coordinator, style).error().kind,
              Err::missing);
}

TEST_F(Users, lose_a_role_at_once_when_it_ends)
{
    const auto editor = with_password("anton@beispiel.example", Role::lead_editor, "dorf");
    const auto token = try_to_sign_in("anton@beispiel.example");
    ASSERT_TRUE(who_is(*token).has(Role::lead_editor, "dorf"));
    ASSERT_TRUE(
        end_grant(environment(), test::subjects(), actor_of(coordinator), network.id, grant_of(editor)));
    EXPECT_FALSE(who_is(*token).has(Role::lead_editor, "dorf"));
}

TEST_F(Users, are_signed_out_everywhere_when_blocked_and_cannot_come_back_by_a_link)
{
    const auto editor = with_password("anton@beispiel.example", Role::lead_editor, "dorf");
    const auto token = try_to_sign_in("anton@beispiel.example");
    const auto link = send_new_link(environment(), actor_of(coordinator), network, editor, style);
    ASSERT_TRUE(link);
    const auto version = account_of(editor).version;
    EXPECT_EQ(
        change_sign_in(environment(), actor_of(coordinator), network.id, editor, version - 1, SignIn::blocked)
            .error()
            .kind,
        Err::stale);
    ASSERT_TRUE(
        change_sign_in(environment(), actor_of(coordinator), network.id, editor, version, SignIn::blocked));
    EXPECT_FALSE(who_is(*token).signed_in());
    EXPECT_FALSE(try_to_sign_in("anton@beispiel.example"));
    EXPECT_FALSE(open_link(door, environment(), network, test::token_of(*link), test::home));
    EXPECT_TRUE(ask_for_link(
        door, environment(), network,
        {.email = "anton@beispiel.example", .address = "https://heide.example/passwort/"}, test::home));
    const auto before = mails();
    answer_link_requests(environment());
    EXPECT_EQ(mails(), before);
    ASSERT_TRUE(change_sign_in(environment(), actor_of(coordinator), network.id, editor, version + 1,
                               SignIn::allowed));
    EXPECT_TRUE(try_to_sign_in("anton@beispiel.example"));
}

TEST_F(Users, the_last_coordinator_can_neither_be_ended_nor_blocked)
{
    // Invited, but without a password yet: nobody who could carry on.
    create("neu@beispiel.example", Role::coordinator);
    const auto ended =
        end_grant(environment(), test::subjects(), actor_of(coordinator), network.id, grant_of(coordinator));
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().kind, Err::conflict);
    EXPECT_EQ(change_sign_in(environment(), actor_of(coordinator), network.id, coordinator,
                             account_of(coordinator).version, SignIn::blocked)
                  .error()
                  .kind,
              Err::conflict);
    const auto successor = with_password("anton@beispiel.example", Role::coordinator);
    EXPECT_TRUE(
        end_grant(environment(), test::subjects(), actor_of(successor), network.id, grant_of(coordinator)));
    EXPECT_EQ(coordinators(), 1U);
}

TEST_F(Users, two_coordinators_who_end_each_other_at_the_same_moment_leave_one)
{
    SystemRandom random; // the one of the site is for one thread
    web::Environment shared{.pool = site.pool(),
                            .clock = site.clock,
                            .random = random,
                            .data_directory = {},
                            .reader_program = {},
                            .secret = environment().secret,
                            .public_address = {}};
    const auto other = with_password("anton@beispiel.example", Role::coordinator);
    for (int round = 0; round < 10; ++round) {
        const std::string first = grant_of(coordinator);
        const std::string second = grant_of(other);
        ASSERT_FALSE(first.empty() || second.empty());
        std::barrier together(2);
        std::atomic<int> done = 0;
        std::atomic<int> refused = 0;
        const auto end = [&](const web::UserId& by, const std::string& grant) {
            together.arrive_and_wait();
            const auto ended = end_grant(shared, test::subjects(), actor_of(by), network.id, grant);
            if (ended)
                ++done;
            else if (ended.error().kind == Err::conflict)
                ++refused;
        };
        {
            const std::jthread one([&] { end(coordinator, second); });
            const std::jthread two([&] { end(other, first); });
        }
        EXPECT_EQ(done, 1);
        EXPECT_EQ(refused, 1);
        ASSERT_EQ(coordinators(), 1U);
        const auto& gone =
            grant_of(coordinator).empty() ? "erika@beispiel.example" : "anton@beispiel.example";
        create(gone, Role::coordinator);
    }
}

TEST_F(Users, without_a_mail_address_get_a_name_to_sign_in_with_and_a_code_on_paper)
{
    const auto invited = invite(environment(), test::subjects(), actor_of(coordinator), network,
                                {.network = network.id,
                                 .email = "",
                                 .name = "Änne Beispiel",
                                 .role = Role::lead_editor,
                                 .subject = "v1"},
                                style);
    ASSERT_TRUE(invited);
    EXPECT_EQ(invited->login, "aenne-beispiel");
    EXPECT_TRUE(invited->link_path.empty());
    const auto admitted = sign_in_by_paper(door, environment(), network, invited->paper_code, test::home);
    ASSERT_TRUE(admitted);
    EXPECT_TRUE(who_is(admitted->session).has(Role::lead_editor, "v1"));
    EXPECT_EQ(create_user(environment(), {.network = network.id,
                                          .email = "",
                                          .name = "Änne Beispiel",
                                          .role = Role::lead_editor,
                                          .subject = "v2"})
                  ->login,
              "aenne-beispiel-2");
}

TEST_F(Users, a_lead_editor_gives_access_to_the_entries_of_the_own_village_and_ends_it_but_no_other)
{
    const auto editor = with_password("anton@beispiel.example", Role::lead_editor, "v1");
    const web::Actor actor{
        .user = editor, .name = "Anton Beispiel", .session = {}, .grants = {{Role::lead_editor, "v1"}}};
    const auto give = [&](Role role, const std::string& subject) {
        return invite(environment(), test::subjects(), actor, network,
                      {.network = network.id,
                       .email = "berta@beispiel.example",
                       .name = "Berta Beispiel",
                       .role = role,
                       .subject = subject},
                      style);
    };
    EXPECT_EQ(give(Role::organisation_editor, "o2").error().kind, Err::forbidden) << "another village";
    EXPECT_EQ(give(Role::lead_editor, "v1").error().kind, Err::forbidden);
    EXPECT_EQ(give(Role::coordinator, "").error().kind, Err::forbidden);
    const auto invited = give(Role::organisation_editor, "o1");
    ASSERT_TRUE(invited);
    EXPECT_TRUE(end_grant(environment(), test::subjects(), actor, network.id, grant_of(invited->id)));
    EXPECT_EQ(
        end_grant(environment(), test::subjects(), actor, network.id, grant_of(coordinator)).error().kind,
        Err::missing)
        << "what one may not end is not there";
}

TEST_F(Users, an_adviser_comes_for_a_time_that_ends_by_itself)
{
    Invitation invitation{.network = network.id,
                          .email = "carla@beispiel.example",
                          .name = "Carla Beispiel",
                          .role = Role::adviser};
    EXPECT_EQ(create_user(environment(), invitation).error().fields.front().field, "bis");
    invitation.ends_at = site.clock.now() - std::chrono::days(1);
    EXPECT_EQ(create_user(environment(), invitation).error().fields.front().field, "bis");
    invitation.ends_at = site.clock.now() + std::chrono::days(10);
    const auto user = create_user(environment(), invitation);
    ASSERT_TRUE(user);
    const auto token = set_password_by_link(door, environment(), network, test::token_of(user->link_path),
                                            test::good_password, test::home);
    EXPECT_TRUE(who_is(token->session).has(Role::adviser));
    site.clock.advance(std::chrono::days(11));
    EXPECT_FALSE(who_is(token->session).has(Role::adviser));
}

TEST_F(Users, a_role_is_handed_over_in_one_step_on_a_day)
{
    const auto old = with_password("anton@beispiel.example", Role::lead_editor, "v1");
    const web::Actor actor{
        .user = old, .name = "Anton Beispiel", .session = {}, .grants = {{Role::lead_editor, "v1"}}};
    const auto token = try_to_sign_in("anton@beispiel.example").value();
    const auto day = site.clock.now() + std::chrono::days(5);
    const auto successor =
        hand_over(environment(), test::subjects(), actor, network, grant_of(old),
                  {.email = "berta@beispiel.example", .name = "Berta Beispiel", .from = day}, style);
    ASSERT_TRUE(successor);
    const auto next = set_password_by_link(door, environment(), network, test::token_of(successor->link_path),
                                           test::good_password, test::home);
    ASSERT_TRUE(next);
    EXPECT_TRUE(who_is(token).has(Role::lead_editor, "v1"));
    EXPECT_FALSE(who_is(next->session).has(Role::lead_editor));
    site.clock.set(day);
    EXPECT_FALSE(who_is(token).has(Role::lead_editor));
    EXPECT_TRUE(who_is(next->session).has(Role::lead_editor, "v1"));
}

TEST_F(Users, a_designated_successor_who_hands_on_lets_the_role_begin_no_earlier_than_promised)
{
    const auto old = with_password("anton@beispiel.example", Role::lead_editor, "v1");
    const auto acting = [](const web::UserId& user) {
        return web::Actor{.user = user, .name = "Beispiel", .session = {}, .grants = {}};
    };
    const auto hand = [&](const web::UserId& by, const std::string& email, Timestamp from) {
        return hand_over(environment(), test::subjects(), acting(by), network, grant_of(by),
                         {.email = email, .name = "Berta Beispiel", .from = from}, style);
    };
    const auto token = try_to_sign_in("anton@beispiel.example").value();
    const auto day = site.clock.now() + std::chrono::days(5);
    const auto designated = hand(old, "berta@beispiel.example", day);
    ASSERT_TRUE(designated);
    const auto next = hand(designated->id, "carla@beispiel.example", site.clock.now());
    ASSERT_TRUE(next);
    const auto session = set_password_by_link(door, environment(), network, test::token_of(next->link_path),
                                              test::good_password, test::home)
                             ->session;
    EXPECT_FALSE(who_is(session).has(Role::lead_editor, "v1")) << "two would have it at once";
    EXPECT_TRUE(who_is(token).has(Role::lead_editor, "v1"));
    site.clock.set(day);
    EXPECT_TRUE(who_is(session).has(Role::lead_editor, "v1"));
}

TEST_F(Users, nobody_hands_over_what_is_not_theirs)
{
    const auto editor = with_password("anton@beispiel.example", Role::lead_editor, "v1");
    const web::Actor other{.user = web::UserId("somebody"),
                           .name = "Berta Beispiel",
                           .session = {},
                           .grants = {{Role::lead_editor, "v2"}}};
    EXPECT_EQ(hand_over(environment(), test::subjects(), other, network, grant_of(editor),
                        {.email = "x@beispiel.example", .name = "X", .from = site.clock.now()}, style)
                  .error()
                  .kind,
              Err::missing);
}

TEST_F(Users, the_last_coordinator_hands_over_only_to_who_can_sign_in)
{
    const auto hand = [&](const std::string& email) {
        return hand_over(environment(), test::subjects(), actor_of(coordinator), network,
                         grant_of(coordinator),
                         {.email = email, .name = "Berta Beispiel", .from = site.clock.now()}, style);
    };
    EXPECT_EQ(hand("neu@beispiel.example").error().kind, Err::conflict);
    with_password("berta@beispiel.example", Role::lead_editor, "v1");
    EXPECT_TRUE(hand("berta@beispiel.example"));
}

} // namespace dorfnetz::accounts
