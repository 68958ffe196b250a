#include "features/newsletter/newsletter_for_tests.hpp"

#include "features/pages/api.hpp"
#include "foundation/pdf/paper_for_tests.hpp"

#include <fmt/format.h>

namespace dorfnetz::newsletter {

namespace {

class Issues : public NewsletterSite
{
protected:
    std::vector<std::string> titles_in_draft()
    {
        std::vector<std::string> titles;
        site.pool().read([&](db::Reader& reader) {
            static const http::Request no_request;
            const web::Context context{.environment = site.environment(),
                                       .site = site.site(),
                                       .request = no_request,
                                       .network = network,
                                       .generation = site.pool().generation(network.id.text())};
            for (const auto& item : items_of(context, reader, issue()))
                titles.push_back(item.de.title);
        });
        return titles;
    }

    std::string key(const std::string& title)
    {
        const auto page = site.get(desk()).body;
        const auto label = page.find("Höher: " + title);
        const auto value = page.rfind("value=\"hoch.", label);
        return page.substr(value + 12, page.find('"', value + 12) - value - 12);
    }

    void decide_about(const std::string& title, const std::string& decision)
    {
        site.sign_in_as(web::Role::coordinator);
        EXPECT_EQ(site.submit(desk(), desk("/teil"), {{"was", decision + '.' + key(title)}}).status, 303);
        site.sign_out();
    }

    pages::Draft news(const std::string& slug, const std::string& title)
    {
        pages::Draft draft{.kind = pages::Kind::news, .slug = slug, .shown_on = date_from_iso("2026-11-20")};
        draft.texts[i18n::Language::de] = {.title = title, .summary = "Kurz gesagt.", .body = "Text"};
        return draft;
    }

    void given_news(const std::string& slug, const std::string& title)
    {
        site.given([&](db::Tx& tx) {
            return pages::load_text(tx, network.id, news(slug, title),
                                    {.clock = site.clock, .random = site.random, .name = "Erika"});
        });
    }
};

} // namespace

TEST_F(Issues, are_drafted_on_their_day_and_also_if_the_program_slept_then)
{
    site.clock.set(*timestamp_from_iso("2026-11-19T22:30:00Z")); // still the 19th at the place
    EXPECT_FALSE(make_draft_if_due(site.environment(), network));
    site.clock.set(*timestamp_from_iso("2026-11-27T10:00:00Z"));
    EXPECT_TRUE(make_draft_if_due(site.environment(), network));
    EXPECT_EQ(issue().status, IssueStatus::draft);
    EXPECT_FALSE(make_draft_if_due(site.environment(), network)) << "one each month";
    network.settings.emplace(day_setting, "0");
    site.clock.set(*timestamp_from_iso("2026-12-27T10:00:00Z"));
    EXPECT_FALSE(make_draft_if_due(site.environment(), network)) << "by hand";
}

TEST_F(Issues, gather_what_is_on_in_the_month_what_is_new_and_nothing_else)
{
    given_concert_and_film();
    given_date("Im Januar", choir, aue, "2027-01-02T18:00", "2027-01-02T20:00");
    given_news("steg", "Der Steg ist fertig");
    given_draft();
    EXPECT_EQ(titles_in_draft(),
              (std::vector<std::string>{"Konzert am Teich", "Film im Saal", "Der Steg ist fertig",
                                        "Beispiel Chor", "Beispiel Kino"}));
}

TEST_F(Issues, say_a_series_once_with_its_days)
{
    site.given([&](db::Tx& tx) -> Result<Done> {
        const auto id =
            TRY(activities::create(tx, network,
                                   {.title = "Bücherei",
                                    .kind = "culture",
                                    .hosts = {choir},
                                    .villages = {aue},
                                    .first = {.begin = *calendar::local_time_from_iso("2026-12-08T16:00"),
                                              .end = *calendar::local_time_from_iso("2026-12-08T18:00")},
                                    .rule = "FREQ=WEEKLY"},
                                   author()));
        return activities::publish(tx, network, id, author());
    });
    given_draft();
    site.sign_in_as(web::Role::coordinator);
    const auto page = site.get(desk());
    EXPECT_TRUE(page.says("Di., 8. Dezember, 16 bis 18 Uhr, auch am 15., 22. und 29.")) << page.body;
}

TEST_F(Issues, let_editors_leave_out_and_move)
{
    given_concert_and_film();
    given_draft();
    decide_about("Film im Saal", "hoch");
    decide_about("Beispiel Kino", "weglassen");
    EXPECT_EQ(titles_in_draft(),
              (std::vector<std::string>{"Film im Saal", "Konzert am Teich", "Beispiel Chor"}));
    site.sign_in_as(web::Role::coordinator);
    EXPECT_TRUE(site.get(desk()).says("weggelassen"));
}

TEST_F(Issues, do_not_repeat_what_was_told_or_left_out_last_month)
{
    given_draft();
    decide_about("Beispiel Kino", "weglassen");
    press_send();
    site.given([&](db::Tx& tx) -> Result<Done> {
        make_draft(tx, site.environment(), network.id, "2027-01");
        return Done{};
    });
    site.sign_in_as(web::Role::coordinator);
    const auto page = site.get("/redaktion/rundbrief/" + issue("2027-01").id.text());
    EXPECT_TRUE(page.says("Für diesen Monat steht noch nichts da.")) << page.body;
}

TEST_F(Issues, go_to_each_reader_as_they_wished)
{
    given_concert_and_film();
    given_reader("alle@example.org");
    given_reader("aue@example.org", {{"doerfer", aue.text()}});
    given_draft();
    save_words("Ein **schöner** Advent, siehe [Kontakt](/kontakt).");
    press_send();
    work();
    const auto all = mails_to("alle@example.org", "newsletter");
    const auto some = mails_to("aue@example.org", "newsletter");
    ASSERT_EQ(all.size(), 1U);
    ASSERT_EQ(some.size(), 1U);
    EXPECT_NE(all.front().text.find("Film im Saal"), std::string::npos);
    EXPECT_EQ(some.front().text.find("Film im Saal"), std::string::npos);
    EXPECT_NE(some.front().text.find("Konzert am Teich"), std::string::npos);
    EXPECT_NE(some.front().text.find("schöner Advent"), std::string::npos);
    EXPECT_NE(some.front().text.find("https://heide.example/termine/2026/12/konzert-am-teich"),
              std::string::npos);
    const auto markup = markup_to("aue@example.org");
    EXPECT_NE(markup.find("<strong>schöner</strong>"), std::string::npos) << markup;
    EXPECT_NE(markup.find("https://heide.example/kontakt"), std::string::npos) << markup;
    EXPECT_NE(markup.find("https://heide.example/termine/2026/12/konzert-am-teich"), std::string::npos);
    EXPECT_EQ(some.front().urgency, mail::Urgency::may_be_lost);
    ASSERT_TRUE(some.front().unsubscribe_url);
    EXPECT_EQ(issue().status, IssueStatus::sent);
    EXPECT_EQ(issue().recipients, 2);
}

TEST_F(Issues, reach_nobody_twice_whenever_the_program_ends)
{
    given_concert_and_film();
    constexpr int count = 130;
    site.given([&](db::Tx& tx) -> Result<Done> {
        for (int i = 0; i < count; ++i) {
            const auto agreed = people::remember_consent_texts(tx,
                                                               {.network = network.id,
                                                                .network_name = network.name,
                                                                .language = i18n::Language::de,
                                                                .now = site.clock.now()},
                                                               std::array{people::Purpose::newsletter});
            tx.exec(R"sql(
                INSERT INTO newsletter_subscriptions (network_id, id, email, language, text_hash, purpose, asked_at,
                                                      confirmed_at)
                VALUES (:network, :id, :email, 'de', :text, 'newsletter', :now, :now))sql",
                    {{"network", network.id},
                     {"id", new_uuid_v7(site.clock, site.random)},
                     {"email", fmt::format("leserin{}@example.org", i)},
                     {"text", agreed.front().hash},
                     {"now", site.clock.now()}});
        }
        return Done{};
    });
    given_draft();
    press_send();
    // Ends after the first fifty, is begun again by two workers, and once more when all is done.
    int steps = 0;
    send_issues(site.environment(), site.site(), network, [&] { return steps++ < 1; });
    EXPECT_EQ(issue().recipients, 50);
    work();
    work();
    std::map<std::string, int> letters;
    for (const auto& mail : mails())
        if (mail.purpose == "newsletter")
            ++letters[mail.to.address];
    EXPECT_EQ(letters.size(), static_cast<std::size_t>(count));
    EXPECT_TRUE(std::all_of(letters.begin(), letters.end(), [](const auto& one) { return one.second == 1; }));
    EXPECT_EQ(issue().recipients, count);
    site.sign_in_as(web::Role::coordinator);
    EXPECT_FALSE(site.get(desk()).says("/senden")) << "it cannot go out once more";
}

TEST_F(Issues, do_not_reach_who_ends_it_while_the_letter_waits_to_go_out)
{
    given_concert_and_film();
    given_reader("lina@example.org");
    given_reader("mia@example.org");
    const auto link =
        path_in(mails_to("lina@example.org", "newsletter_welcome").back(), "/rundbrief/abbestellen/");
    given_draft();
    press_send();
    work();
    site.sign_out();
    EXPECT_EQ(site.post(link, "List-Unsubscribe=One-Click").location(), "/rundbrief/abbestellt");
    EXPECT_TRUE(mails_to("lina@example.org", "newsletter").empty());
    EXPECT_EQ(mails_to("mia@example.org", "newsletter").size(), 1U);
}

TEST_F(Issues, with_nothing_for_somebody_send_them_no_empty_mail)
{
    given_date("Film im Saal", cinema, lohe, "2026-12-12T19:00", "2026-12-12T21:00");
    given_reader("aue@example.org", {{"doerfer", aue.text()}});
    given_draft();
    decide_about("Beispiel Chor", "weglassen");
    press_send();
    work();
    EXPECT_TRUE(mails_to("aue@example.org", "newsletter").empty());
    EXPECT_EQ(issue().status, IssueStatus::sent);
}

TEST_F(Issues, wait_for_an_address_that_links_can_lead_to)
{
    given_concert_and_film();
    given_reader("alle@example.org");
    given_draft();
    press_send();
    site.environment().public_address.clear();
    work();
    EXPECT_EQ(issue().status, IssueStatus::sending);
    EXPECT_TRUE(mails_to("alle@example.org", "newsletter").empty());
}

TEST_F(Issues, are_public_once_they_go_out_and_only_what_still_is)
{
    given_concert_and_film();
    given_news("steg", "Der Steg ist fertig");
    given_draft();
    EXPECT_EQ(site.get("/rundbrief/2026/12").status, 404);
    press_send();
    const auto page = site.get("/rundbrief/2026/12");
    EXPECT_TRUE(page.says("Der Steg ist fertig"));
    EXPECT_TRUE(page.says("Film im Saal"));
    const auto in_aue = site.get("/rundbrief/2026/12?dorf=aue");
    EXPECT_TRUE(in_aue.says("Konzert am Teich"));
    EXPECT_FALSE(in_aue.says("Film im Saal"));
    site.given([&](db::Tx& tx) { return organisations::archive(tx, network.id, cinema, author()); });
    EXPECT_FALSE(site.get("/rundbrief/2026/12").says("Beispiel Kino</a>"));
    EXPECT_TRUE(site.get("/rundbrief").says("/rundbrief/2026/12"));
    EXPECT_EQ(site.get("/en/rundbrief/2026/12").status, 200);
}

TEST_F(Issues, come_as_a_sheet_for_each_village)
{
    given_concert_and_film();
    given_draft();
    save_words("Einen schönen Advent.");
    press_send();
    const auto sheet = site.get("/rundbrief/2026/12/aue.pdf");
    ASSERT_EQ(sheet.status, 200);
    const pdf::test::PaperFile file(sheet.body, "sheet");
    const auto text = file.text("-layout");
    EXPECT_NE(text.find("Konzert am Teich"), std::string::npos) << text;
    EXPECT_NE(text.find("schönen Advent"), std::string::npos);
    EXPECT_EQ(text.find("Film im Saal"), std::string::npos);
    EXPECT_NE(file.codes().find("https://heide.example/rundbrief/2026/12"), std::string::npos);
    EXPECT_EQ(site.get("/rundbrief/2026/12/nowhere.pdf").status, 404);
    EXPECT_EQ(site.get("/rundbrief/2026/12/aue").status, 404);
}

TEST_F(Issues, are_asked_about_before_they_go_out_and_keep_what_another_editor_wrote)
{
    given_concert_and_film();
    given_draft();
    site.sign_in_as(web::Role::coordinator);
    const auto question = site.submit(desk(), desk("/senden"), {});
    EXPECT_TRUE(question.says("Der Rundbrief geht an 0 Adressen"));
    EXPECT_EQ(issue().status, IssueStatus::draft);
    // Meanwhile somebody saves other words.
    EXPECT_EQ(site.submit(desk(), desk(), {{"worte", "Neu"}, {"version", "1"}}).status, 303);
    EXPECT_EQ(site.submit(desk(), desk(), {{"worte", "Älter"}, {"version", "1"}}).status, 409);
    EXPECT_EQ(site.submit(desk(), desk("/senden"), {{"sicher", "1"}, {"version", "1"}}).status, 409);
    EXPECT_EQ(issue().status, IssueStatus::draft);
    EXPECT_EQ(issue().intro.de, "Neu");
}

TEST_F(Issues, are_no_business_of_visitors_and_lead_editors)
{
    given_draft();
    EXPECT_NE(site.get(desk()).status, 200);
    site.sign_in_as(web::Role::lead_editor, aue.text());
    EXPECT_NE(site.get(desk()).status, 200);
}

TEST_F(Issues, are_seen_beforehand_as_somebody_else_gets_them)
{
    given_concert_and_film();
    given_draft();
    site.sign_in_as(web::Role::coordinator);
    const auto in_lohe = site.get(desk("/vorschau?dorf=lohe&sprache=en"));
    EXPECT_TRUE(in_lohe.says("Film im Saal"));
    EXPECT_FALSE(in_lohe.says("Konzert am Teich"));
    EXPECT_TRUE(in_lohe.says("What is on")) << in_lohe.body;
    EXPECT_EQ(site.get(desk("/blatt/aue")).status, 200);
}

} // namespace dorfnetz::newsletter
