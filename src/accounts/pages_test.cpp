#include "accounts/pages_for_tests.hpp"

#include "foundation/html/html.hpp"

namespace dorfnetz::accounts {

using test::AccountPages;
using web::Role;

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

TEST_F(AccountPages, whoever_signs_out_where_somebody_elses_text_waits_leaves_it_to_them)
{
    come_in(Role::coordinator);
    const auto left = site.submit("/redaktion", "/abmelden", {{"behalten", "1"}});
    EXPECT_EQ(left.status, 303);
    EXPECT_EQ(left.headers.find("clear-site-data"), "");
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

TEST_F(AccountPages, a_lead_editor_who_invites_sees_no_link_and_not_whether_the_account_was_there)
{
    const auto known = create("anna@beispiel.example", Role::lead_editor, "v2");
    Door elsewhere{test::cheap};
    ASSERT_TRUE(set_password_by_link(elsewhere, site.environment(), network, test::token_of(known.link_path),
                                     password, test::home));
    create("berta@beispiel.example", Role::lead_editor, "v2"); // was invited, and has no password yet
    come_in(Role::lead_editor, "v1");
    const auto invite = [&](const std::string& email) {
        return site.submit(
            "/redaktion/zugaenge", "/redaktion/zugaenge",
            {{"name", "Neu Beispiel"}, {"email", email}, {"verein", "Beispiel: Chor"}, {"bis", ""}});
    };
    const auto unknown = invite("neu@beispiel.example");
    EXPECT_EQ(unknown.status, 303) << unknown.body;
    for (const auto* email : {"anna@beispiel.example", "berta@beispiel.example"}) {
        const auto answer = invite(email);
        EXPECT_EQ(answer.status, unknown.status) << email;
        EXPECT_EQ(answer.location(), unknown.location()) << email;
        EXPECT_EQ(answer.body, unknown.body) << email;
    }
    const auto list = site.get("/redaktion/zugaenge");
    EXPECT_TRUE(list.says("anna@beispiel.example"));
    for (const auto* told : {"Erika Beispiel</th>", "aktiv", "eingeladen"})
        EXPECT_FALSE(list.says(told)) << told;
    EXPECT_FALSE(unknown.says("/passwort/"));
    EXPECT_TRUE(site.get(unknown.location()).says("Die Einladung ist unterwegs."));
    EXPECT_FALSE(site.get("/redaktion").says("/passwort/"));
}

TEST_F(AccountPages, let_nobody_in_from_a_browser_that_was_left_signed_in)
{
    come_in(Role::coordinator);
    const auto clerk = create("anton@beispiel.example", Role::lead_editor, "v1").id.text();
    const std::string path = "/redaktion/zugaenge";
    const auto form = site.get(path).body;
    site.clock.advance(std::chrono::minutes(20));
    const auto asked = "/anmelden/bestaetigen?erneut=1&weiter=" + path;
    EXPECT_EQ(site.get(path).location(), asked);
    for (const auto* action : {"/link", "/zettel", "/nachweis"}) {
        const auto token = support::TestSite::token_in(form, path + action);
        EXPECT_EQ(site.post(path + action, "_token=" + token + "&konto=" + clerk).location(), asked)
            << action;
    }
    const auto invited = site.post(path, "_token=" + support::TestSite::token_in(form, path) +
                                             "&name=Neu&email=neu%40beispiel.example&aufgabe=coordinator");
    EXPECT_EQ(invited.status, 422);
    EXPECT_TRUE(invited.says("value=\"neu@beispiel.example\"")) << "what was typed is not lost";
    EXPECT_FALSE(site.pool().read([&](db::Reader& reader) {
        return find_user_by_login(reader, network.id, "neu@beispiel.example").has_value();
    }));
}

TEST_F(AccountPages, of_two_clubs_with_one_name_give_the_one_that_was_chosen)
{
    come_in(Role::coordinator);
    const auto invite = [&](const std::string& club) {
        return site.submit("/redaktion/zugaenge", "/redaktion/zugaenge",
                           {{"name", "Anton Beispiel"},
                            {"email", "anton@beispiel.example"},
                            {"aufgabe", "organisation_editor"},
                            {"verein", club}});
    };
    EXPECT_EQ(invite("Beispiel: Kirmesverein").status, 422) << "which one?";
    EXPECT_EQ(invite("Beispiel: Kirmesverein (Musterdorf)").status, 200);
    const auto user = user_of("anton@beispiel.example");
    const auto grants = site.pool().read(
        [&](db::Reader& reader) { return grants_not_ended(reader, network.id, site.clock.now()); });
    EXPECT_TRUE(std::any_of(grants.begin(), grants.end(), [&](const StoredGrant& stored) {
        return stored.user == user && stored.grant.subject == "o3";
    }));
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
