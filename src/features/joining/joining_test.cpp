#include "features/joining/api.hpp"
#include "features/joining/feature.hpp"
#include "features/joining/papers.hpp"
#include "features/people/people_for_tests.hpp"
#include "foundation/core/text.hpp"
#include "foundation/mail/outbox.hpp"
#include "foundation/pdf/paper_for_tests.hpp"

#include <algorithm>
#include <gtest/gtest.h>

namespace dorfnetz::joining {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;
using web::Role;

constexpr const char* form = "/mitmachen/eintragen";

class Joining : public testing::Test
{
protected:
    Joining() : given({people::register_alone, register_feature}), site(given.site) {}

    Fields filled(const std::string& email = "neu@example.org")
    {
        return {{"vorname", "Petra"},
                {"nachname", "Neuling"},
                {"dorf", given.birkenau.text()},
                {"telefon", "03493 555555"},
                {"mail", email},
                {"weg", "phone"},
                {"aufgaben", "garden"},
                {"aufgaben", "cooking"},
                {"zeiten", "sat.morning"},
                {"alter", "16"},
                {"einwilligung", "1"},
                {"ja_lead_contact", "1"}};
    }

    support::Answer send(const Fields& fields) { return site.submit(form, form, fields); }

    // Whom the form names, as somebody who is in the register.
    people::PersonDraft petra()
    {
        auto known = given.draft(given.birkenau, "Neuling");
        known.given_name = "Petra";
        known.email = "neu@example.org";
        return known;
    }

    using Rows = std::map<std::string, std::int64_t>;

    Rows rows()
    {
        Rows rows;
        site.pool().read([&](db::Reader& reader) {
            reader.each(R"sql(
                SELECT 'offers', COUNT(*) FROM offers
                UNION ALL SELECT 'outbox', COUNT(*) FROM outbox
                UNION ALL SELECT 'job_queue', COUNT(*) FROM job_queue
                UNION ALL SELECT 'audit_log', COUNT(*) FROM audit_log
                UNION ALL SELECT 'people', COUNT(*) FROM people
                UNION ALL SELECT 'person_name_parts', COUNT(*) FROM person_name_parts
                UNION ALL SELECT 'person_history', COUNT(*) FROM person_history
                UNION ALL SELECT 'consents', COUNT(*) FROM consents
                UNION ALL SELECT 'duplicate_reviews', COUNT(*) FROM duplicate_reviews)sql",
                        {}, [&](db::Row& row) {
                            auto table = row.take<std::string>();
                            rows[std::move(table)] = row.take<std::int64_t>();
                        });
        });
        return rows;
    }

    // How many rows more there are of each kind afterwards.
    Rows grown_by(const std::function<void()>& work)
    {
        const auto before = rows();
        work();
        auto after = rows();
        for (auto& [table, count] : after)
            count -= before.at(table);
        return after;
    }

    // All that were put into the outbox so far.
    const std::vector<mail::Mail>& mails()
    {
        const mail::ClaimRules rules{.sender = {.address = "netz@example.org"}, .per_minute = 1000};
        while (auto claimed = mail::claim_next(site.pool(), rules, site.clock, site.random))
            m_mails.push_back(std::move(claimed->mail));
        return m_mails;
    }

    // The path of the link in the newest mail.
    std::string link(const std::string& beginning)
    {
        const auto text = mails().back().text;
        const auto from = text.find(beginning);
        return text.substr(from, text.find_first_of("\r\n", from) - from);
    }

    std::int64_t offers()
    {
        return site.pool().read(
            [](db::Reader& reader) { return reader.count(R"sql(SELECT COUNT(*) FROM offers)sql", {}); });
    }

    std::string print_number()
    {
        PaperForm paper;
        site.given([&](db::Tx& tx) -> Result<Done> {
            paper.number = "BI-2026-0001";
            tx.exec(R"sql(
                INSERT INTO paper_forms (network_id, number, village_id, printed_at)
                VALUES (:network, :number, :village, :now))sql",
                    {{"network", site.network()},
                     {"number", paper.number},
                     {"village", given.birkenau},
                     {"now", site.clock.now()}});
            for (const auto& [purpose, hash] : given.consent(tx).to)
                tx.exec(R"sql(
                    INSERT INTO paper_form_consents (network_id, number, purpose, text_hash)
                    VALUES (:network, :number, :purpose, :hash))sql",
                        {{"network", site.network()},
                         {"number", paper.number},
                         {"purpose", people::to_text(purpose)},
                         {"hash", hash}});
            return Done{};
        });
        return paper.number;
    }

    Fields typed()
    {
        auto fields = filled();
        fields.emplace_back("unterschrift", "1");
        fields.emplace_back("unterschrieben_am", "20.11.2026");
        return fields;
    }

    people::Given given;
    support::TestSite& site;

private:
    std::vector<mail::Mail> m_mails;
};

TEST_F(Joining, with_a_mail_address_the_click_in_the_mail_makes_the_entry)
{
    EXPECT_EQ(send(filled()).location(), "/mitmachen/danke");
    EXPECT_EQ(given.counted(), 0) << "nobody stands in the register before the click";
    const auto path = link("/mitmachen/bestaetigen/");
    EXPECT_EQ(site.get(path).status, 200);
    EXPECT_EQ(given.counted(), 0) << "a program that follows links confirms nothing";
    EXPECT_EQ(site.submit(path, path, {}).location(), "/mitmachen/dabei");
    EXPECT_EQ(given.counted(), 1);
    EXPECT_EQ(offers(), 0);
    EXPECT_EQ(site.get(path).status, 404) << "the link works once";
}

TEST_F(Joining, the_welcome_mail_takes_the_consent_back)
{
    send(filled());
    const auto confirm = link("/mitmachen/bestaetigen/");
    site.submit(confirm, confirm, {});
    const auto withdraw = link("/einwilligung/");
    site.submit(withdraw, withdraw, {});
    EXPECT_EQ(given.counted(), 0);
}

TEST_F(Joining, a_link_is_too_old_after_seven_days)
{
    send(filled());
    const auto path = link("/mitmachen/bestaetigen/");
    site.clock.advance(std::chrono::days(7));
    EXPECT_EQ(site.get(path).status, 404);
    site.given([&](db::Tx& tx) -> Result<Done> {
        EXPECT_EQ(delete_expired_offers(tx, site.network(), Awaits::call, site.clock.now()), 0);
        EXPECT_EQ(delete_expired_offers(tx, site.network(), Awaits::mail, site.clock.now()), 1);
        return Done{};
    });
    EXPECT_EQ(offers(), 0);
}

TEST_F(Joining, no_mail_carries_a_link_to_a_host_that_somebody_else_named)
{
    site.host = "fremd.example";
    EXPECT_EQ(send(filled()).location(), "/mitmachen/danke");
    EXPECT_TRUE(mails().empty());
    EXPECT_EQ(offers(), 1) << "somebody calls instead";
    site.environment().public_address = "https://heide.example";
    EXPECT_EQ(send(filled()).location(), "/mitmachen/danke");
    ASSERT_EQ(mails().size(), 1U);
    EXPECT_NE(mails().back().text.find("https://heide.example/mitmachen/bestaetigen/"), std::string::npos);
}

TEST_F(Joining, nobody_learns_whether_somebody_is_registered)
{
    const auto unknown = send(filled());
    given.person(petra());
    const auto registered = send(filled());
    EXPECT_EQ(registered.status, unknown.status);
    EXPECT_EQ(registered.body, unknown.body);
    EXPECT_EQ(registered.location(), unknown.location());
    auto without_mail = filled("");
    EXPECT_EQ(send(without_mail).location(), unknown.location());

    const auto path = link("/mitmachen/bestaetigen/");
    EXPECT_EQ(site.submit(path, path, {}).location(), "/mitmachen/dabei");
    site.sign_in_as(Role::coordinator);
    EXPECT_FALSE(site.get("/redaktion/doppelte").says("Petra Neuling")) << "not in the time of the answer";
    given.work();
    EXPECT_TRUE(site.get("/redaktion/doppelte").says("Petra Neuling"));
}

// An answer takes as long as what is done for it; so that must be the same, too.
TEST_F(Joining, the_same_is_done_for_who_is_registered_and_who_is_not)
{
    const auto offered_by_a_stranger = grown_by([&] { send(filled()); });
    const auto strangers_link = link("/mitmachen/bestaetigen/");
    const auto confirmed_by_a_stranger = grown_by([&] { site.submit(strangers_link, strangers_link, {}); });
    given.work();
    given.person(petra());
    given.person(petra());
    const auto offered_by_one_of_us = grown_by([&] { send(filled()); });
    const auto our_link = link("/mitmachen/bestaetigen/");
    const auto confirmed_by_one_of_us = grown_by([&] { site.submit(our_link, our_link, {}); });
    EXPECT_EQ(offered_by_one_of_us, offered_by_a_stranger);
    EXPECT_EQ(confirmed_by_one_of_us, confirmed_by_a_stranger);
    EXPECT_EQ(confirmed_by_one_of_us.at("duplicate_reviews"), 0);
    EXPECT_GT(grown_by([&] { given.work(); }).at("duplicate_reviews"), 0)
        << "the comparison comes afterwards";
}

TEST_F(Joining, a_lead_editor_learns_of_nobody_by_how_long_the_typing_in_takes)
{
    auto elsewhere = petra();
    elsewhere.village = given.weidenhof;
    given.person(elsewhere);
    const auto path = "/redaktion/papier/" + print_number();
    site.sign_in_as(Role::lead_editor, given.birkenau.text());
    const auto typed_in = grown_by([&] { EXPECT_EQ(site.submit(path, path, typed()).status, 303); });
    EXPECT_EQ(typed_in.at("people"), 1);
    EXPECT_EQ(typed_in.at("duplicate_reviews"), 0);
    EXPECT_EQ(grown_by([&] { given.work(); }).at("duplicate_reviews"), 1);
}

TEST_F(Joining, what_hardly_anybody_fills_in_is_folded_away_until_something_stands_there)
{
    const auto fresh = site.get(form).body;
    EXPECT_EQ(fresh.find("<details class=\"fold form-fold\" open"), std::string::npos);
    EXPECT_LT(fresh.find("name=\"aufgaben\""), fresh.find("<details class=\"fold form-fold\""));
    EXPECT_GT(fresh.find("name=\"strasse\""), fresh.find("<details class=\"fold form-fold\""));
    auto fields = filled();
    fields.emplace_back("umkreis_km", "weit");
    std::erase(fields, std::pair<std::string, std::string>("zeiten", "sat.morning"));
    std::erase(fields, std::pair<std::string, std::string>("weg", "phone"));
    const auto wrong = send(fields);
    EXPECT_EQ(wrong.status, 422);
    EXPECT_EQ(pdf::test::count(wrong.body, "<details class=\"fold form-fold\" open"), 1U)
        << "only the part with the mistake";
    EXPECT_TRUE(wrong.says("value=\"weit\""));
}

TEST_F(Joining, without_consent_nothing_is_kept)
{
    auto fields = filled();
    std::erase(fields, std::pair<std::string, std::string>("einwilligung", "1"));
    const auto answer = send(fields);
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(answer.says("Ohne dein Ja dürfen wir nichts aufheben."));
    EXPECT_TRUE(answer.says("Neuling")) << "what was typed is not lost";
    EXPECT_EQ(offers(), 0);
}

TEST_F(Joining, who_is_under_sixteen_names_a_parent_and_waits_for_the_yes)
{
    auto fields = filled();
    std::replace(fields.begin(), fields.end(), std::pair<std::string, std::string>("alter", "16"),
                 std::pair<std::string, std::string>("alter", "unter16"));
    EXPECT_EQ(send(fields).status, 422) << "without a parent";
    fields.emplace_back("eltern_name", "Paula Neuling");
    fields.emplace_back("eltern_mail", "eltern@example.org");
    const auto thanks = send(fields).location();
    EXPECT_TRUE(site.get(thanks).says("fragen wir auch deine Eltern"));
    EXPECT_FALSE(site.get("/mitmachen/danke").says("Eltern")) << "who is older reads nothing of parents";
    const auto confirm = link("/mitmachen/bestaetigen/");
    const auto welcome = site.submit(confirm, confirm, {}).location();
    EXPECT_TRUE(site.get(welcome).says("Jetzt fragen wir noch deine Eltern."));
    EXPECT_FALSE(site.get("/mitmachen/dabei").says("Eltern"));
    const auto told = std::find_if(mails().begin(), mails().end(),
                                   [](const mail::Mail& sent) { return sent.purpose == "welcome"; });
    ASSERT_NE(told, mails().end());
    EXPECT_NE(told->text.find("Jetzt fragen wir noch deine Eltern."), std::string::npos) << told->text;
    EXPECT_EQ(given.counted(), 0) << "nobody uses the entry before the parent has agreed";

    const auto mail = std::find_if(mails().begin(), mails().end(),
                                   [](const mail::Mail& sent) { return sent.purpose == "ask_parent"; });
    ASSERT_NE(mail, mails().end());
    EXPECT_EQ(mail->to.address, "eltern@example.org");
    const auto from = mail->text.find("/einwilligung/eltern/");
    const auto path = mail->text.substr(from, mail->text.find_first_of("\r\n", from) - from);
    EXPECT_TRUE(site.get(path).says("Petra Neuling"));
    EXPECT_EQ(given.counted(), 0) << "a program that follows links agrees to nothing";
    EXPECT_EQ(site.submit(path, path, {{"antwort", "ja"}}).location(), "/einwilligung/erlaubt");
    EXPECT_EQ(given.counted(), 1);
    site.pool().read([&](db::Reader& reader) {
        EXPECT_EQ(reader.count(R"sql(
            SELECT COUNT(*) FROM consents WHERE parent_name = 'Paula Neuling')sql",
                               {}),
                  2);
    });
}

TEST_F(Joining, a_parent_who_says_no_leaves_nothing)
{
    auto fields = filled("");
    std::replace(fields.begin(), fields.end(), std::pair<std::string, std::string>("alter", "16"),
                 std::pair<std::string, std::string>("alter", "unter16"));
    fields.emplace_back("eltern_name", "Paula Neuling");
    fields.emplace_back("eltern_mail", "eltern@example.org");
    send(fields);
    site.sign_in_as(Role::coordinator);
    const auto list = site.get("/redaktion/anrufe").body;
    const auto action = list.substr(list.find("/redaktion/anrufe/"), 18 + 36);
    const auto shown = site.submit("/redaktion/anrufe", action, {});
    const auto token = support::TestSite::token_in(shown.body, action + "/ja");
    EXPECT_EQ(site.post(action + "/ja", "_token=" + token + "&zugestimmt=1&notiz=Anruf").status, 303);
    site.sign_out();
    const auto path = link("/einwilligung/eltern/");
    EXPECT_EQ(site.submit(path, path, {{"antwort", "nein"}}).location(), "/einwilligung/geloescht");
    EXPECT_EQ(rows().at("people"), 0);
}

TEST_F(Joining, fields_of_a_special_category_need_a_yes_of_their_own)
{
    auto fields = filled();
    fields.emplace_back("felder", "church");
    const auto refused = send(fields);
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(refused.says("nur mit einem eigenen Ja"));
    EXPECT_EQ(offers(), 0);
    fields.emplace_back("ja_special_fields", "1");
    EXPECT_EQ(send(fields).location(), "/mitmachen/danke");
    const auto path = link("/mitmachen/bestaetigen/");
    site.submit(path, path, {});
    EXPECT_EQ(given.counted(), 1);
}

TEST_F(Joining, no_box_is_ticked_before_somebody_does)
{
    const auto page = site.get(form).body;
    EXPECT_EQ(page.find("checked"), std::string::npos);
    EXPECT_NE(page.find("name=\"ja_lead_contact\""), std::string::npos);
}

TEST_F(Joining, who_does_not_want_the_lead_club_to_know_is_called_by_the_coordinator)
{
    auto fields = filled("");
    std::erase(fields, std::pair<std::string, std::string>("ja_lead_contact", "1"));
    send(fields);
    site.sign_in_as(Role::lead_editor, given.birkenau.text());
    EXPECT_FALSE(site.get("/redaktion/anrufe").says("Neuling"));
    site.sign_in_as(Role::coordinator);
    EXPECT_TRUE(site.get("/redaktion/anrufe").says("Neuling"));
}

TEST_F(Joining, a_mail_program_takes_the_consent_back_with_one_click)
{
    send(filled());
    const auto confirm = link("/mitmachen/bestaetigen/");
    site.submit(confirm, confirm, {});
    const auto url = mails().back().unsubscribe_url.value_or("");
    const auto path = url.substr(std::min(url.find("/einwilligung/"), url.size()));
    EXPECT_EQ(site.post(path, "something=else").status, 403);
    EXPECT_EQ(given.counted(), 1);
    EXPECT_EQ(site.post(path, "List-Unsubscribe=One-Click").status, 303);
    EXPECT_EQ(given.counted(), 0);
}

TEST_F(Joining, hostile_input_is_refused_or_harmless)
{
    auto long_name = filled();
    long_name[1].second = std::string(100'000, 'x');
    EXPECT_EQ(send(long_name).status, 422);
    auto script = filled("a@example.org\r\nBcc: b@example.org");
    script[1].second = "<script>alert(1)</script>";
    const auto answer = send(script);
    EXPECT_EQ(answer.status, 422);
    EXPECT_FALSE(answer.says("<script>alert"));
    auto foreign = filled();
    foreign[2].second = "22222222-0000-7000-8000-000000000001";
    EXPECT_EQ(send(foreign).status, 422);
    EXPECT_EQ(offers(), 0);
}

TEST_F(Joining, a_program_that_fills_the_trap_sees_success_and_changes_nothing)
{
    auto fields = filled();
    fields.emplace_back("website", "https://spam.example");
    EXPECT_EQ(send(fields).location(), "/mitmachen/danke");
    EXPECT_EQ(offers(), 0);
}

TEST_F(Joining, a_mailbox_cannot_be_filled)
{
    for (const auto* spelling : {"neu@example.org", "NEU@example.org", "Neu@Example.org", "neU@example.org",
                                 "nEu@EXAMPLE.org", "neu@example.ORG", "neu+noch@example.org"})
        send(filled(spelling));
    EXPECT_EQ(mails().size(), 3U);
}

TEST_F(Joining, a_name_carries_no_advertisement_to_somebody_elses_mailbox)
{
    auto fields = filled();
    fields[1].second = "gewinnt: https://spam.example/x";
    EXPECT_TRUE(send(fields).says("Schreib hier nur Namen"));
    EXPECT_TRUE(mails().empty());
}

TEST_F(Joining, without_a_mail_address_the_lead_club_of_the_village_calls)
{
    send(filled(""));
    site.sign_in_as(Role::lead_editor, given.weidenhof.text());
    EXPECT_FALSE(site.get("/redaktion/anrufe").says("Neuling"));
    site.sign_in_as(Role::lead_editor, given.birkenau.text());
    const auto list = site.get("/redaktion/anrufe");
    EXPECT_TRUE(list.says("Petra Neuling"));
    EXPECT_FALSE(list.says("555555")) << "contact data only after the view is written down";

    const auto action = list.body.substr(list.body.find("/redaktion/anrufe/"), 18 + 36);
    const auto shown = site.submit("/redaktion/anrufe", action, {});
    EXPECT_TRUE(shown.says("03493 555555"));
    const auto token = support::TestSite::token_in(shown.body, action + "/ja");
    const auto entered = site.post(action + "/ja", "_token=" + token + "&zugestimmt=1&notiz=Anruf+heute");
    EXPECT_EQ(entered.status, 303) << entered.body;
    EXPECT_EQ(given.counted(), 1);
    EXPECT_FALSE(site.get("/redaktion/anrufe").says("Neuling"));
}

TEST_F(Joining, a_hundred_who_wait_for_a_call_stand_on_pages_and_are_counted_for_who_calls_them)
{
    for (int i = 0; i < 60; ++i) {
        auto fields = filled("");
        fields[1].second = "Neuling" + std::to_string(100 + i);
        site.clock.advance(std::chrono::minutes(10));
        send(fields);
    }
    auto elsewhere = filled("");
    elsewhere[1].second = "Anderswo";
    elsewhere[2].second = given.weidenhof.text();
    send(elsewhere);
    site.sign_in_as(Role::lead_editor, given.birkenau.text());
    const auto first = site.get("/redaktion/anrufe");
    EXPECT_TRUE(first.says("Neuling100"));
    EXPECT_FALSE(first.says("Neuling150"));
    const auto second = site.get("/redaktion/anrufe?seite=2");
    EXPECT_TRUE(second.says("Neuling159"));
    EXPECT_FALSE(second.says("Neuling149"));
    EXPECT_FALSE(second.says("Anderswo"));
    site.sign_in_as(Role::coordinator);
    EXPECT_TRUE(site.get("/redaktion/anrufe?seite=2").says("Anderswo"));
}

TEST_F(Joining, each_sheet_of_paper_has_a_number_of_its_own)
{
    EXPECT_TRUE(site.get("/mitmachen/papier").says("/mitmachen/papier/birkenau.pdf"));
    const auto first = site.get("/mitmachen/papier/birkenau.pdf");
    EXPECT_TRUE(first.body.starts_with("%PDF"));
    EXPECT_NE(first.headers.find("content-disposition").find("BI-2026-0001"), std::string_view::npos);
    const auto second = site.get("/mitmachen/papier/birkenau.pdf");
    EXPECT_NE(second.headers.find("content-disposition").find("BI-2026-0002"), std::string_view::npos);
    EXPECT_EQ(site.get("/mitmachen/papier/nirgendwo.pdf").status, 404);
    EXPECT_EQ(site.get("/mitmachen/papier/birkenau.exe").status, 404);
}

TEST_F(Joining, the_paper_is_one_sheet_with_every_field_of_the_web_page)
{
    site.given([&](db::Tx& tx) -> Result<Done> {
        for (const char* name :
             {"Birkenwalde", "Eichgrund", "Kleinerlen", "Lindhof", "Moorau", "Weidenbruch"})
            villages::put_place(tx, site.network(),
                                {.id = new_id<villages::VillageId>(site.clock, site.random),
                                 .slug = to_lower_ascii(name),
                                 .name = name},
                                site.clock.now());
        return Done{};
    });
    for (const std::string language : {"", "/en"}) {
        const pdf::test::PaperFile file(site.get(language + "/mitmachen/papier/birkenau.pdf").body, "join");
        EXPECT_NE(file.info().find("Pages:           2"), std::string::npos) << file.info();
        EXPECT_NE(file.codes().find("/redaktion/papier/BI-2026-000"), std::string::npos);
    }
    const auto paper = site.get("/mitmachen/papier/birkenau.pdf").body;
    const auto text = squeeze(pdf::test::PaperFile(paper, "join").text());
    for (const char* label : {"Vorname",
                              "Nachname",
                              "Weidenbruch",
                              "Telefon",
                              "Handy",
                              "E-Mail",
                              "Straße und Hausnummer",
                              "Postleitzahl",
                              "Netzwerkverein",
                              "Garten und Grün",
                              "Sport und Bewegung",
                              "Was kannst du besonders gut?",
                              "Was sollen wir noch wissen?",
                              "km um mein Dorf",
                              "Im ganzen Netzwerk",
                              "braucht Mitfahrt",
                              "Gebärdensprache",
                              "nachmittags",
                              "Stunden im Monat",
                              "jederzeit",
                              "mindestens 16",
                              "Unterschrift"})
        EXPECT_NE(text.find(label), std::string::npos) << label << " in " << text;
}

TEST_F(Joining, numbers_cannot_be_used_up_by_one_visitor)
{
    int printed = 0;
    for (int i = 0; i < 25; ++i)
        printed += site.get("/mitmachen/papier/birkenau.pdf").status == 200 ? 1 : 0;
    EXPECT_EQ(printed, 20);
}

TEST_F(Joining, a_sheet_is_typed_in_once)
{
    print_number();
    site.sign_in_as(Role::lead_editor, given.birkenau.text());
    const auto found = site.submit("/redaktion/papier", "/redaktion/papier", {{"nummer", "bi 2026 1"}});
    EXPECT_EQ(found.location(), "/redaktion/papier/BI-2026-0001");
    const auto path = found.location();
    const auto mask = site.get(path);
    EXPECT_TRUE(mask.says("Unterschrift liegt vor"));
    EXPECT_EQ(site.submit(path, path, typed()).status, 303);
    EXPECT_EQ(given.counted(), 1);
    EXPECT_EQ(site.get(path).status, 409);
    const auto token = support::TestSite::token_in(mask.body, path);
    std::string body = "_token=" + token;
    for (const auto& [name, value] : typed())
        body += "&" + name + "=" + http::percent_encode(value);
    EXPECT_EQ(site.post(path, body).status, 409);
    EXPECT_EQ(given.counted(), 1);
}

// It ended on a page without a way on.
TEST_F(Joining, who_takes_up_a_sheet_for_the_second_time_finds_the_way_to_the_next_one)
{
    const auto path = "/redaktion/papier/" + print_number();
    site.sign_in_as(Role::lead_editor, given.birkenau.text());
    EXPECT_EQ(site.submit(path, path, typed()).status, 303);
    const auto again = site.get(path);
    EXPECT_EQ(again.status, 409);
    EXPECT_TRUE(again.says("BI-2026-0001"));
    EXPECT_TRUE(again.says("class=\"btn\" href=\"/redaktion/papier\""));
    EXPECT_TRUE(again.says("href=\"/redaktion/engagierte\""));
    EXPECT_TRUE(again.says("href=\"/redaktion\""));
}

// Not every village has a lead club, and the answer is the same for all.
TEST_F(Joining, nobody_is_promised_a_call_by_a_club_that_is_not_there)
{
    EXPECT_TRUE(site.get("/mitmachen/danke").says("dein Netzwerkverein oder die Koordination"));
    EXPECT_TRUE(site.get(form).says("Dein Netzwerkverein oder die Koordination ruft dich an."));
    EXPECT_TRUE(site.get("/mitmachen/papier").says("deinem Netzwerkverein oder der Koordination"));
}

TEST_F(Joining, a_sheet_without_signature_is_not_entered)
{
    const auto path = "/redaktion/papier/" + print_number();
    site.sign_in_as(Role::coordinator);
    auto fields = typed();
    std::erase(fields, std::pair<std::string, std::string>("unterschrift", "1"));
    const auto answer = site.submit(path, path, fields);
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(answer.says("Ohne Unterschrift dürfen wir nichts aufheben."));
    EXPECT_EQ(given.counted(), 0);
}

TEST_F(Joining, a_sheet_of_another_village_does_not_exist_for_a_lead_editor)
{
    const auto path = "/redaktion/papier/" + print_number();
    site.sign_in_as(Role::lead_editor, given.weidenhof.text());
    EXPECT_EQ(site.get(path).status, 404);
    EXPECT_EQ(site.submit("/redaktion/papier", "/redaktion/papier", {{"nummer", "BI-2026-0001"}}).status,
              422);
}

} // namespace
} // namespace dorfnetz::joining
