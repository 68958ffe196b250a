#include "accounts/pages.hpp"

#include "accounts/policy.hpp"
#include "foundation/html/html.hpp"
#include "tests/support/accounts.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::accounts {

namespace {

using web::Role;

class AccountPages : public testing::Test
{
protected:
    AccountPages()
    {
        site.authenticate_with(authenticate);
        network = site.pool().read(
            [](db::Reader& reader) { return web::network_by_slug(reader, "heide").value(); });
    }

    static void features(web::Site& pages)
    {
        register_feature(pages,
                         {.villages =
                              [](db::Reader&, const NetworkId&) {
                                  return std::vector<web::Choice>{{"v1", "Musterdorf"}, {"v2", "Beispielau"}};
                              },
                          .cost = test::cheap});
    }

    NewUser create(const std::string& email, Role role, const std::string& subject = {})
    {
        return create_user(site.environment(), {.network = network.id,
                                                .email = email,
                                                .name = "Erika Beispiel",
                                                .role = role,
                                                .subject = subject})
            .value();
    }

    // Sets the password through its page, which also signs in.
    support::Answer set_password(const std::string& link, const std::string& chosen)
    {
        return site.submit(link, link, {{"kennwort", chosen}});
    }

    void come_in(Role role, const std::string& subject = {})
    {
        const auto answer = set_password(create("erika@beispiel.example", role, subject).link_path, password);
        ASSERT_EQ(answer.status, 303) << answer.body;
    }

    support::Answer leave() { return site.submit("/redaktion", "/abmelden", {}); }

    support::Answer sign_in(const std::string& email, const std::string& with, const std::string& onward = {})
    {
        return site.submit("/anmelden", "/anmelden",
                           {{"email", email}, {"kennwort", with}, {"weiter", onward}});
    }

    const std::string password{test::good_password};
    support::TestSite site{{features}};
    web::Network network;
};

} // namespace

TEST_F(AccountPages, a_link_sets_the_password_signs_in_and_greets)
{
    const auto user = create("erika@beispiel.example", Role::coordinator);
    const auto shown = site.get(user.link_path);
    EXPECT_EQ(shown.status, 200);
    EXPECT_TRUE(shown.says("erika@beispiel.example"));
    EXPECT_EQ(set_password(user.link_path, "kurz").status, 422);
    EXPECT_EQ(set_password(user.link_path, "passwort123").status, 422);
    const auto set = set_password(user.link_path, password);
    EXPECT_EQ(set.status, 303);
    EXPECT_TRUE(set.location().starts_with("/redaktion"));
    EXPECT_NE(set.headers.find("set-cookie").find("HttpOnly; SameSite=Lax"), std::string_view::npos);
    const auto desk = site.get("/redaktion");
    EXPECT_EQ(desk.status, 200);
    EXPECT_TRUE(desk.says("Guten Tag, Erika")) << "it is 11 o'clock in Germany";
    EXPECT_TRUE(desk.says("Gerade wartet nichts auf dich."));
    EXPECT_EQ(site.get(user.link_path).status, 404) << "used up";
}

TEST_F(AccountPages, signing_in_leads_to_the_page_that_was_wanted)
{
    come_in(Role::coordinator);
    EXPECT_EQ(leave().status, 303);
    const auto refused = site.get("/redaktion/zugaenge");
    EXPECT_EQ(refused.status, 303);
    EXPECT_EQ(refused.location(), "/anmelden?weiter=%2Fredaktion%2Fzugaenge");
    EXPECT_TRUE(site.get(refused.location()).says("value=\"/redaktion/zugaenge\""));
    const auto back = sign_in("erika@beispiel.example", password, "/redaktion/zugaenge");
    EXPECT_EQ(back.location(), "/redaktion/zugaenge");
    EXPECT_EQ(site.get("/redaktion/zugaenge").status, 200);
}

TEST_F(AccountPages, never_lead_to_another_site)
{
    EXPECT_EQ(own_page_or_desk("/doerfer?feld=a&b=c"), "/doerfer?feld=a&b=c");
    for (const auto* bad : {"", "doerfer", "https://evil.example", "//evil.example", "/\\evil.example",
                            "\\\\evil.example", "/\t/evil.example", "/\n/evil.example", "javascript:alert(1)",
                            " //evil.example", "/a\r\nSet-Cookie: x=1"})
        EXPECT_EQ(own_page_or_desk(bad), "/redaktion") << bad;
    come_in(Role::coordinator);
    leave();
    EXPECT_EQ(sign_in("erika@beispiel.example", password, "//evil.example/x").location(), "/redaktion");
}

TEST_F(AccountPages, a_wrong_password_shows_the_form_again_without_the_password)
{
    come_in(Role::coordinator);
    leave();
    const auto wrong = sign_in("erika@beispiel.example", "geheimes Falsches");
    EXPECT_EQ(wrong.status, 422);
    EXPECT_TRUE(wrong.says("E-Mail-Adresse oder Kennwort stimmt nicht."));
    EXPECT_TRUE(wrong.says("value=\"erika@beispiel.example\""));
    EXPECT_FALSE(wrong.says("geheimes Falsches"));
    EXPECT_TRUE(wrong.headers.find("set-cookie").empty());
    const auto unknown = sign_in("niemand@beispiel.example", "geheimes Falsches");
    EXPECT_EQ(unknown.status, wrong.status);
    EXPECT_TRUE(unknown.says("E-Mail-Adresse oder Kennwort stimmt nicht."));
}

TEST_F(AccountPages, signing_out_ends_the_session_and_its_cookie)
{
    come_in(Role::coordinator);
    const auto left = leave();
    EXPECT_EQ(left.status, 303);
    EXPECT_NE(left.headers.find("set-cookie").find("dorfnetz=; Path=/; Max-Age=0"), std::string_view::npos);
    EXPECT_EQ(site.get("/redaktion").status, 303);
}

TEST_F(AccountPages, asking_for_a_link_answers_the_same_for_everybody)
{
    come_in(Role::coordinator);
    leave();
    const auto known = site.submit("/passwort", "/passwort", {{"email", "erika@beispiel.example"}});
    const auto unknown = site.submit("/passwort", "/passwort", {{"email", "niemand@beispiel.example"}});
    EXPECT_EQ(known.status, 303);
    EXPECT_EQ(known.status, unknown.status);
    EXPECT_EQ(known.location(), unknown.location());
    EXPECT_EQ(known.body, unknown.body);
    EXPECT_TRUE(site.get(known.location()).says("Wenn es zu dieser Adresse einen Zugang gibt"));
    EXPECT_EQ(answer_password_requests(site.environment()), 2);
}

TEST_F(AccountPages, no_link_is_mailed_that_leads_to_a_host_somebody_invented)
{
    come_in(Role::coordinator);
    leave();
    site.host = "evil.example"; // the only network answers to any host
    EXPECT_EQ(site.submit("/passwort", "/passwort", {{"email", "erika@beispiel.example"}}).status, 503);
    EXPECT_EQ(answer_password_requests(site.environment()), 0);
    site.environment().public_address = "https://heide.example";
    EXPECT_EQ(site.submit("/passwort", "/passwort", {{"email", "erika@beispiel.example"}}).status, 303);
    EXPECT_EQ(answer_password_requests(site.environment()), 1);
}

TEST_F(AccountPages, the_password_can_be_changed_by_who_knows_it)
{
    come_in(Role::lead_editor, "v1");
    EXPECT_EQ(site.submit("/redaktion/kennwort", "/redaktion/kennwort",
                          {{"altes_kennwort", "falsch falsch"}, {"kennwort", "vier grüne Stühle"}})
                  .status,
              422);
    EXPECT_EQ(site.submit("/redaktion/kennwort", "/redaktion/kennwort",
                          {{"altes_kennwort", password}, {"kennwort", "vier grüne Stühle"}})
                  .status,
              303);
    leave();
    EXPECT_EQ(sign_in("erika@beispiel.example", "vier grüne Stühle").status, 303);
}

TEST_F(AccountPages, the_coordinator_invites_a_lead_editor_and_sees_the_link_once)
{
    come_in(Role::coordinator);
    const auto invited = site.submit(
        "/redaktion/zugaenge", "/redaktion/zugaenge",
        {{"name", "Anton Beispiel"}, {"email", "anton@beispiel.example"}, {"aufgabe", "lead_editor:v2"}});
    EXPECT_EQ(invited.status, 200);
    const auto begin = invited.body.find("http://heide.example/passwort/");
    ASSERT_NE(begin, std::string::npos) << invited.body;
    const auto link = invited.body.substr(begin + 20, 10 + 43);
    const auto list = site.get("/redaktion/zugaenge");
    EXPECT_TRUE(list.says("Netzwerkverein: Beispielau"));
    EXPECT_TRUE(list.says("eingeladen"));
    EXPECT_FALSE(list.says(link));
    leave();
    EXPECT_EQ(set_password(link, password).status, 303);
    EXPECT_EQ(site.get("/redaktion").status, 200);
    EXPECT_EQ(site.get("/redaktion/zugaenge").status, 403);
}

TEST_F(AccountPages, an_invitation_for_what_does_not_exist_comes_back_filled)
{
    come_in(Role::coordinator);
    const auto refused = site.submit(
        "/redaktion/zugaenge", "/redaktion/zugaenge",
        {{"name", "Anton Beispiel"}, {"email", "anton@beispiel.example"}, {"aufgabe", "lead_editor:v9"}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(refused.says("value=\"anton@beispiel.example\""));
    const auto twice = site.submit(
        "/redaktion/zugaenge", "/redaktion/zugaenge",
        {{"name", "Erika Beispiel"}, {"email", "erika@beispiel.example"}, {"aufgabe", "coordinator"}});
    EXPECT_EQ(twice.status, 409);
    EXPECT_TRUE(twice.says("Diese Person hat den Zugang schon."));
}

TEST_F(AccountPages, the_last_coordinator_is_told_why_it_does_not_end)
{
    come_in(Role::coordinator);
    const auto list = site.get("/redaktion/zugaenge");
    const auto field = list.body.find("name=\"recht\" value=\"");
    ASSERT_NE(field, std::string::npos);
    const auto grant = list.body.substr(field + 20, 36);
    const auto refused =
        site.submit("/redaktion/zugaenge", "/redaktion/zugaenge/beenden", {{"recht", grant}});
    EXPECT_EQ(refused.status, 409);
    EXPECT_TRUE(refused.says("Das ist der letzte Zugang der Koordination."));
    EXPECT_EQ(
        site.submit("/redaktion/zugaenge", "/redaktion/zugaenge/beenden", {{"recht", "x' OR 1=1 --"}}).status,
        404);
    EXPECT_EQ(site.get("/redaktion/zugaenge").status, 200);
}

TEST_F(AccountPages, forms_without_their_token_change_nothing)
{
    come_in(Role::coordinator);
    EXPECT_EQ(site.post("/abmelden", "").status, 403);
    EXPECT_EQ(
        site.post("/redaktion/zugaenge", "name=A&email=a%40beispiel.example&aufgabe=coordinator").status,
        403);
    EXPECT_EQ(site.get("/redaktion").status, 200);
}

TEST_F(AccountPages, speak_english)
{
    EXPECT_TRUE(site.get("/en/anmelden").says("Forgotten your password, or none yet?"));
    come_in(Role::coordinator);
    const auto desk = site.get("/en/redaktion");
    EXPECT_TRUE(desk.says("Good afternoon, Erika"));
    EXPECT_TRUE(site.get("/en/redaktion/zugaenge").says("Invite somebody"));
}

TEST_F(AccountPages, the_desk_switches_the_weekly_mail_off_and_on)
{
    come_in(Role::coordinator);
    EXPECT_EQ(site.submit("/redaktion", "/redaktion/wochenmail", {{"will", "nein"}}).status, 303);
    EXPECT_TRUE(site.get("/redaktion").says("Wochenmail bestellen"));
    site.submit("/redaktion", "/redaktion/wochenmail", {{"will", "ja"}});
    EXPECT_TRUE(site.get("/redaktion").says("Wochenmail abbestellen"));
}

} // namespace dorfnetz::accounts
