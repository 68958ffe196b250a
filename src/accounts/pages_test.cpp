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
        register_feature(pages, {.subjects = test::subjects(), .cost = test::cheap});
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
        if (needs_second_proof(role))
            set_up_sheet();
    }

    // Makes a sheet of codes and types the first one.
    void set_up_sheet()
    {
        const auto made = site.submit("/redaktion/sicherheit", "/redaktion/sicherheit/zettel", {});
        ASSERT_EQ(made.status, 200) << made.body;
        codes.clear();
        const std::string before = "<code>";
        for (auto at = made.body.find(before); at != std::string::npos; at = made.body.find(before, at + 1))
            codes.push_back(made.body.substr(at + before.size(), 9));
        ASSERT_EQ(codes.size(), 10U);
        const std::string confirm = "/redaktion/sicherheit/zettel/fertig";
        const auto token = support::TestSite::token_in(made.body, confirm);
        ASSERT_EQ(site.post(confirm, "_token=" + token + "&code=" + codes.front().substr(0, 4) +
                                         codes.front().substr(5))
                      .status,
                  303);
    }

    support::Answer leave() { return site.submit("/redaktion", "/abmelden", {}); }

    support::Answer sign_in(const std::string& email, const std::string& with, const std::string& onward = {})
    {
        return site.submit("/anmelden", "/anmelden",
                           {{"email", email}, {"kennwort", with}, {"weiter", onward}});
    }

    support::Answer give_code(std::size_t which)
    {
        const std::string page = "/anmelden/bestaetigen?erneut=1&weiter=/redaktion/zugaenge";
        return site.submit(page, "/anmelden/bestaetigen",
                           {{"code", codes.at(which)}, {"weiter", "/redaktion/zugaenge"}});
    }

    const std::string password{test::good_password};
    std::vector<std::string> codes; // of the sheet
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
    EXPECT_EQ(site.get("/redaktion").location(), "/redaktion/sicherheit?weiter=%2Fredaktion");
    set_up_sheet();
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
    const auto first = site.get("/redaktion/zugaenge");
    EXPECT_EQ(first.location(), "/anmelden/bestaetigen?weiter=%2Fredaktion%2Fzugaenge");
    EXPECT_EQ(give_code(0).status, 422) << "used up";
    EXPECT_EQ(give_code(1).location(), "/redaktion/zugaenge");
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
    EXPECT_EQ(left.headers.find("clear-site-data"), "\"storage\"") << "drafts of forms hold names";
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
    EXPECT_EQ(answer_link_requests(site.environment()), 2);
}

TEST_F(AccountPages, no_link_is_mailed_that_leads_to_a_host_somebody_invented)
{
    come_in(Role::coordinator);
    leave();
    site.host = "evil.example"; // the only network answers to any host
    EXPECT_EQ(site.submit("/passwort", "/passwort", {{"email", "erika@beispiel.example"}}).status, 503);
    EXPECT_EQ(answer_link_requests(site.environment()), 0);
    site.environment().public_address = "https://heide.example";
    EXPECT_EQ(site.submit("/passwort", "/passwort", {{"email", "erika@beispiel.example"}}).status, 303);
    EXPECT_EQ(answer_link_requests(site.environment()), 1);
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

TEST_F(AccountPages, who_has_no_password_yet_chooses_one_without_an_old_one_soon_after_signing_in)
{
    const auto invited = create_user(site.environment(), {.network = network.id,
                                                          .email = "",
                                                          .name = "Berta Beispiel",
                                                          .role = Role::lead_editor,
                                                          .subject = "v1"})
                             .value();
    EXPECT_EQ(site.submit("/anmelden/zettel", "/anmelden/zettel", {{"code", "falsch"}}).status, 422);
    EXPECT_EQ(site.submit("/anmelden/zettel", "/anmelden/zettel", {{"code", invited.paper_code}}).status,
              303);
    EXPECT_FALSE(site.get("/redaktion/kennwort").says("Bisheriges Kennwort"));
    const auto choose = [&] {
        return site.submit("/redaktion/kennwort", "/redaktion/kennwort", {{"kennwort", password}}).status;
    };
    site.clock.advance(std::chrono::minutes(16));
    EXPECT_EQ(choose(), 403);
    leave();
    EXPECT_EQ(site.submit("/anmelden/zettel", "/anmelden/zettel", {{"code", invited.paper_code}}).status, 422)
        << "used up";
}

TEST_F(AccountPages, the_coordinator_invites_a_lead_editor_and_sees_the_link_once)
{
    come_in(Role::coordinator);
    const auto invited = site.submit("/redaktion/zugaenge", "/redaktion/zugaenge",
                                     {{"name", "Anton Beispiel"},
                                      {"email", "anton@beispiel.example"},
                                      {"aufgabe", "lead_editor"},
                                      {"dorf", "v2"}});
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
    const auto mine = site.get("/redaktion/zugaenge");
    EXPECT_TRUE(mine.says("Beispiel: Bäckerei")) << "entries of the own village may be given";
    EXPECT_FALSE(mine.says("Beispiel: Chor"));
    EXPECT_FALSE(mine.says("erika@beispiel.example")) << "the accounts of others are none of theirs";
}

TEST_F(AccountPages, an_invitation_for_what_does_not_exist_comes_back_filled)
{
    come_in(Role::coordinator);
    const auto refused = site.submit("/redaktion/zugaenge", "/redaktion/zugaenge",
                                     {{"name", "Anton Beispiel"},
                                      {"email", "anton@beispiel.example"},
                                      {"aufgabe", "lead_editor"},
                                      {"dorf", "v9"}});
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

TEST_F(AccountPages, a_role_ends_only_after_a_question_that_says_whose_and_which)
{
    come_in(Role::coordinator);
    site.submit("/redaktion/zugaenge", "/redaktion/zugaenge",
                {{"name", "Anton Beispiel"},
                 {"email", "anton@beispiel.example"},
                 {"aufgabe", "lead_editor"},
                 {"dorf", "v1"}});
    const auto list = site.get("/redaktion/zugaenge").body;
    const auto row = list.find("Anton Beispiel");
    const auto grant = list.substr(list.find("name=\"recht\" value=\"", row) + 20, 36);
    const std::string path = "/redaktion/zugaenge/beenden";
    const auto question = site.submit("/redaktion/zugaenge", path, {{"recht", grant}});
    EXPECT_EQ(question.status, 200);
    EXPECT_TRUE(question.says("Anton Beispiel verliert sofort diese Aufgabe: Netzwerkverein: "));
    EXPECT_TRUE(question.says("/redaktion/zugaenge/uebergeben/" + grant)) << "the other way";
    EXPECT_TRUE(site.get("/redaktion/zugaenge").says(grant)) << "so far it is only a question";
    EXPECT_EQ(site.submit("/redaktion/zugaenge", path, {{"recht", grant}, {"sicher", "1"}}).status, 303);
    EXPECT_FALSE(site.get("/redaktion/zugaenge").says(grant));
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

TEST_F(AccountPages, a_link_in_a_mail_signs_in_after_a_tap_on_a_button)
{
    come_in(Role::lead_editor, "v1");
    leave();
    EXPECT_EQ(site.submit("/anmelden/link", "/anmelden/link", {{"email", "erika@beispiel.example"}}).status,
              303);
    EXPECT_EQ(answer_link_requests(site.environment()), 1);
    const auto mail = site.pool().read([](db::Reader& reader) {
        return reader.value<std::string>(R"sql(SELECT content FROM outbox ORDER BY id DESC LIMIT 1)sql", {})
            .value();
    });
    const auto begin = mail.find("/anmelden/link/");
    ASSERT_NE(begin, std::string::npos) << mail;
    const auto link = mail.substr(begin, 15 + 43);
    EXPECT_TRUE(site.get(link).says("Erika Beispiel"));
    EXPECT_EQ(site.get("/redaktion").status, 303) << "looking at the link signs nobody in";
    EXPECT_EQ(site.submit(link, link, {}).location(), "/redaktion");
    EXPECT_EQ(site.get("/redaktion").status, 200);
    EXPECT_EQ(site.get(link).status, 404);
}

TEST_F(AccountPages, asking_for_a_link_without_a_password_answers_the_same_for_everybody)
{
    come_in(Role::lead_editor, "v1");
    leave();
    const auto known = site.submit("/anmelden/link", "/anmelden/link", {{"email", "erika@beispiel.example"}});
    const auto unknown =
        site.submit("/anmelden/link", "/anmelden/link", {{"email", "niemand@beispiel.example"}});
    EXPECT_EQ(known.status, 303);
    EXPECT_EQ(known.location(), unknown.location());
    EXPECT_EQ(known.body, unknown.body);
}

TEST_F(AccountPages, one_sees_where_one_is_signed_in_and_ends_it_elsewhere)
{
    come_in(Role::lead_editor, "v1");
    const auto page = site.get("/redaktion/sicherheit");
    EXPECT_TRUE(page.says("Hier bist du angemeldet"));
    EXPECT_TRUE(page.says("dieses"));
    EXPECT_FALSE(page.says("Überall sonst abmelden")) << "there is no other place";
    Door other_browser{test::cheap};
    ASSERT_TRUE(accounts::sign_in(other_browser, site.environment(), network,
                                  {.login = "erika@beispiel.example", .password = password}, test::home));
    EXPECT_TRUE(site.get("/redaktion/sicherheit").says("Firefox, Windows"));
    EXPECT_EQ(
        site.submit("/redaktion/sicherheit", "/redaktion/sicherheit/abmelden", {{"sitzung", ""}}).status,
        303);
    EXPECT_FALSE(site.get("/redaktion/sicherheit").says("Firefox, Windows"));
    EXPECT_EQ(site.get("/redaktion").status, 200);
}

TEST_F(AccountPages, the_app_is_set_up_by_a_picture_and_its_first_code)
{
    come_in(Role::lead_editor, "v1");
    EXPECT_EQ(site.get("/redaktion/sicherheit/app").status, 303) << "not begun";
    EXPECT_EQ(site.submit("/redaktion/sicherheit", "/redaktion/sicherheit/app", {}).location(),
              "/redaktion/sicherheit/app");
    const auto page = site.get("/redaktion/sicherheit/app");
    EXPECT_TRUE(page.says("<svg"));
    const auto wrong =
        site.submit("/redaktion/sicherheit/app", "/redaktion/sicherheit/app/fertig", {{"code", "000000"}});
    EXPECT_EQ(wrong.status, 422);
    EXPECT_TRUE(wrong.says("Dieser Code stimmt nicht"));
}

TEST_F(AccountPages, what_is_set_up_is_changed_only_soon_after_the_proof)
{
    come_in(Role::coordinator);
    site.clock.advance(std::chrono::minutes(20));
    const auto refused = site.submit("/redaktion/sicherheit", "/redaktion/sicherheit/zettel", {});
    EXPECT_EQ(refused.location(), "/anmelden/bestaetigen?erneut=1&weiter=/redaktion/sicherheit");
    EXPECT_EQ(site.get(refused.location()).status, 200);
    EXPECT_EQ(give_code(1).status, 303);
    EXPECT_EQ(site.submit("/redaktion/sicherheit", "/redaktion/sicherheit/zettel", {}).status, 200);
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
