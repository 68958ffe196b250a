#include "features/mandates/mandates_for_tests.hpp"

namespace dorfnetz::mandates {

TEST_F(Mandates, the_village_page_shows_the_lead_club_or_the_free_place)
{
    EXPECT_TRUE(site.get("/doerfer/niederheide").says("Hier könnte euer Verein stehen"));
    ASSERT_TRUE(appoint_now(lower, singers, "2022-03-01", "Einwohnerversammlung"));
    const auto page = site.get("/doerfer/niederheide");
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(page.says("Beispiel: Gesangverein"));
    EXPECT_TRUE(page.says("Einwohnerversammlung"));
    EXPECT_FALSE(page.says("Hier könnte euer Verein stehen"));
    EXPECT_TRUE(site.get("/doerfer").says("sucht einen Netzwerkverein")) << "the other village has none";
    EXPECT_TRUE(site.get("/en/doerfer").says("looking for a lead club"));
}

TEST_F(Mandates, what_is_past_ends_on_its_last_day)
{
    ASSERT_TRUE(appoint_now(lower, singers, "2022-03-01"));
    ASSERT_TRUE(appoint_now(lower, gardeners, "2026-01-01"));
    EXPECT_TRUE(site.get("/doerfer/niederheide").says("März 2022 bis Dezember 2025"));
}

TEST_F(Mandates, the_coordinator_hands_over_in_the_browser)
{
    ASSERT_TRUE(appoint_now(lower, singers, "2022-03-01"));
    const std::string path = "/redaktion/doerfer/niederheide/netzwerkverein";
    site.sign_in_as(web::Role::coordinator);
    const auto done = site.submit(
        path, path,
        {{"verein", gardeners.text()}, {"ab", "1.6.2026"}, {"beschluss", "Treffen"}, {"sicher", "1"}});
    EXPECT_EQ(done.status, 303);
    EXPECT_EQ(lead_on("2026-06-01", lower), gardeners);
    const auto refused =
        site.submit(path, path, {{"verein", singers.text()}, {"ab", "1.1.2020"}, {"beschluss", "Treffen"}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(refused.says("erst nach dem Beginn des jetzigen"));
    EXPECT_TRUE(refused.says("value=\"Treffen\"")) << "what was typed stays";
}

TEST_F(Mandates, what_cannot_be_taken_back_is_asked_first_and_says_what_happens_to_accounts)
{
    ASSERT_TRUE(appoint_now(lower, singers, "2022-03-01"));
    const std::string path = "/redaktion/doerfer/niederheide/netzwerkverein";
    site.sign_in_as(web::Role::coordinator);
    const auto question = site.submit(
        path, path, {{"verein", gardeners.text()}, {"ab", "1.6.2026"}, {"beschluss", "Treffen <b>"}});
    EXPECT_EQ(question.status, 200);
    EXPECT_TRUE(question.says("Beispiel: Gesangverein"));
    EXPECT_TRUE(question.says("Beispiel: Gartenverein"));
    EXPECT_TRUE(question.says("value=\"Treffen &lt;b&gt;\"")) << "nothing is typed twice";
    EXPECT_TRUE(question.says("href=\"/redaktion/zugaenge\""));
    EXPECT_EQ(lead_on("2026-06-01", lower), singers) << "so far it is only a question";

    const auto ending = site.submit(path, path + "/ende", {{"bis", "1.6.2026"}});
    EXPECT_EQ(ending.status, 200);
    EXPECT_TRUE(ending.says("Beispiel: Gesangverein"));
    EXPECT_TRUE(ending.says("href=\"/redaktion/zugaenge\""));
    EXPECT_EQ(lead_on("2026-06-01", lower), singers);
    EXPECT_EQ(site.submit(path, path + "/ende", {{"bis", "1.6.2026"}, {"sicher", "1"}}).status, 303);
    EXPECT_EQ(lead_on("2026-06-01", lower), std::nullopt);
}

TEST_F(Mandates, the_present_club_is_not_among_those_of_before)
{
    ASSERT_TRUE(appoint_now(lower, singers, "2022-03-01"));
    ASSERT_TRUE(appoint_now(lower, gardeners, "2026-01-01"));
    site.sign_in_as(web::Role::coordinator);
    const auto page = site.get("/redaktion/doerfer/niederheide/netzwerkverein");
    const auto present = page.body.find("Wer das Dorf jetzt vertritt");
    const auto before = page.body.find("<h2>Bisher</h2>");
    ASSERT_NE(present, std::string::npos);
    ASSERT_NE(before, std::string::npos);
    EXPECT_LT(present, page.body.find("Beispiel: Gartenverein</", present));
    EXPECT_EQ(page.body.find("Gartenverein", before), std::string::npos);
    EXPECT_NE(page.body.find("Gesangverein", before), std::string::npos);
}

TEST_F(Mandates, the_coordinator_enters_what_was_before_the_list_began)
{
    ASSERT_TRUE(appoint_now(lower, singers, "2022-03-01"));
    const std::string handover = "/redaktion/doerfer/niederheide/netzwerkverein";
    const std::string past = handover + "/frueher";
    site.sign_in_as(web::Role::coordinator);
    EXPECT_TRUE(site.get(handover).says(past));
    const auto refused = site.submit(
        past, past,
        {{"verein", gardeners.text()}, {"von", "1.1.2020"}, {"bis", "1.3.2022"}, {"beschluss", "Treffen"}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(refused.says("schon ein anderer Netzwerkverein eingetragen: Beispiel: Gesangverein."));
    EXPECT_TRUE(refused.says("value=\"Treffen\"")) << "what was typed stays";
    const auto done = site.submit(
        past, past,
        {{"verein", gardeners.text()}, {"von", "1.1.2020"}, {"bis", "28.2.2022"}, {"beschluss", "Treffen"}});
    EXPECT_EQ(done.status, 303);
    EXPECT_TRUE(site.get(handover).says("28. Februar 2022"));
    site.sign_out();
    EXPECT_TRUE(site.get("/doerfer/niederheide").says("Beispiel: Gartenverein"));
}

TEST_F(Mandates, a_lead_editor_is_offered_only_the_own_village)
{
    site.sign_in_as(web::Role::lead_editor, lower.text());
    const auto list = site.get("/redaktion/doerfer");
    EXPECT_TRUE(list.says("Oberheide"));
    EXPECT_TRUE(list.says("href=\"/redaktion/doerfer/niederheide\""));
    EXPECT_FALSE(list.says("href=\"/redaktion/doerfer/oberheide\""));
    EXPECT_FALSE(list.says("netzwerkverein\""));
}

TEST_F(Mandates, a_lead_editor_cannot_appoint_and_a_visitor_is_asked_to_sign_in)
{
    const std::string path = "/redaktion/doerfer/niederheide/netzwerkverein";
    EXPECT_EQ(site.get(path).status, 303);
    site.sign_in_as(web::Role::lead_editor, lower.text());
    EXPECT_EQ(site.get(path).status, 403);
}

} // namespace dorfnetz::mandates
