#include "features/minutes/minutes_for_tests.hpp"

#include "foundation/core/digest.hpp"
#include "foundation/pdf/paper_for_tests.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <gtest/gtest.h>

namespace dorfnetz::minutes {

namespace {

class MinutesPages : public WithMinutes
{
protected:
    MinutesPages() { lead_editor(); }

    void lead_editor() { site.sign_in_as(web::Role::lead_editor, aue.text()); }

    void coordinator() { site.sign_in_as(web::Role::coordinator); }

    // As a form without JavaScript sends it that was fetched when `based_on` was the newest.
    support::Answer write(const std::string& tab, int based_on, const std::string& text)
    {
        return site.submit(desk_page(), desk_page(),
                           {{"punkt", pond.text()},
                            {"tab", tab},
                            {"nummer", "1"},
                            {"fassung", std::to_string(based_on)},
                            {"fertig", "1"},
                            {"text", text}});
    }

    support::Answer state(int known, const std::string& tab = "x")
    {
        return site.get(desk_page() + fmt::format("/stand.json?kennt={}&tab={}", known, tab));
    }

    // As the script sends it.
    support::Answer send(const std::string& tab, int number, int based_on, const std::string& text)
    {
        const auto body = state(0).body;
        const std::string mark = R"("token":")";
        const auto begin = body.find(mark) + mark.size();
        return site.post(desk_page() + "/speichern",
                         fmt::format("_token={}&punkt={}&tab={}&nummer={}&fassung={}&text={}",
                                     body.substr(begin, body.find('"', begin) - begin), pond.text(), tab,
                                     number, based_on, http::percent_encode(text)));
    }

    // As the page that shows now what is sent says it, unless `fields` know of something else.
    support::Answer step(const std::string& from, const std::string& end,
                         std::vector<std::pair<std::string, std::string>> fields = {{"sicher", "1"}})
    {
        if (std::ranges::none_of(fields, [](const auto& field) { return field.first == "gelesen"; }))
            fields.emplace_back("gelesen", minutes().value_or(Minutes{}).digest);
        return site.submit(from, desk_page() + end, fields);
    }

    void send_minutes()
    {
        if (stored(id).state != meetings::State::held)
            close();
        coordinator();
        EXPECT_EQ(step(public_page(), "/verschicken").status, 303);
    }

    void approve_minutes()
    {
        send_minutes();
        EXPECT_EQ(step(public_page(), "/genehmigen").status, 303);
    }
};

} // namespace

TEST_F(MinutesPages, each_matter_is_a_form_that_works_without_a_script)
{
    const auto empty = site.get(desk_page());
    EXPECT_TRUE(empty.says("1. Teich"));
    EXPECT_TRUE(empty.says("2. Bank"));
    EXPECT_TRUE(empty.says("<strong>Schlamm</strong>"));
    // Whoever has sent a form writes no longer.
    EXPECT_TRUE(empty.says(R"(name="fertig" value="1")"));
    EXPECT_EQ(write("a", 0, "Er wird\r\nentschlammt <bald>").status, 303);
    EXPECT_TRUE(site.get(desk_page()).says("Er wird\nentschlammt &lt;bald&gt;</textarea>"));
}

TEST_F(MinutesPages, the_second_of_two_forms_is_kept_beside_and_put_together)
{
    write("a", 0, "Der Teich");
    const auto second = write("b", 0, "Die Bank");
    EXPECT_NE(second.location().find("meldung="), std::string::npos) << second.location();
    const auto page = site.get(desk_page());
    EXPECT_TRUE(page.says("Daneben liegt Text von"));
    ASSERT_EQ(besides().size(), 1U);
    const auto apart = desk_page() + "/daneben/" + besides()[0].id.text();
    const auto both = site.get(apart);
    EXPECT_TRUE(both.says("Der Teich\nDie Bank</textarea>"));
    EXPECT_EQ(
        site.submit(apart, apart, {{"text", "Teich und Bank"}, {"fassung", "0"}, {"nummer", "1"}}).status,
        409);
    EXPECT_EQ(
        site.submit(apart, apart, {{"text", "Teich und Bank"}, {"fassung", "1"}, {"nummer", "1"}}).status,
        303);
    EXPECT_EQ(text().text, "Teich und Bank");
    EXPECT_EQ(site.get(apart).status, 404);
}

TEST_F(MinutesPages, what_lies_beside_is_thrown_away_only_after_a_question)
{
    write("a", 0, "Der Teich");
    write("b", 0, "Die Bank");
    const auto apart = desk_page() + "/daneben/" + besides()[0].id.text();
    EXPECT_TRUE(
        site.submit(apart, apart + "/verwerfen", {{"fassung", "1"}, {"nummer", "1"}}).says("Ja, verwerfen"));
    EXPECT_EQ(besides().size(), 1U);
    EXPECT_EQ(
        site.submit(apart, apart + "/verwerfen", {{"fassung", "1"}, {"nummer", "1"}, {"sicher", "1"}}).status,
        303);
    EXPECT_TRUE(besides().empty());
    EXPECT_EQ(text().text, "Der Teich");
}

TEST_F(MinutesPages, the_script_hears_what_others_write_and_who_is_writing)
{
    EXPECT_TRUE(send("a", 1, 0, "Der \"Teich\"").says(R"("verdict":"taken","version":1,"beside":false)"));
    const auto others = state(0);
    EXPECT_TRUE(others.says(R"("text":"Der \"Teich\"")")) << others.body;
    EXPECT_TRUE(others.says(R"("own":false,"held_ms":60000)")) << others.body;
    EXPECT_TRUE(state(0, "a").says(R"("own":true)"));
    EXPECT_TRUE(send("b", 1, 0, "Die Bank").says(R"("verdict":"beside","version":1,"beside":true)"));
    EXPECT_TRUE(state(1, "b").says(R"("besides":[{"name":"jemand","own":true)"));
}

TEST_F(MinutesPages, the_script_hears_nothing_twice)
{
    send("a", 1, 0, "Der Teich");
    EXPECT_TRUE(state(0).says("Der Teich"));
    EXPECT_TRUE(state(1).says(R"("texts":[])"));
    // A stand from before a restored backup: everything is told.
    EXPECT_TRUE(state(99).says("Der Teich"));
}

TEST_F(MinutesPages, the_script_hears_when_the_agenda_is_another_one_than_the_page_shows)
{
    const auto mark = [&] {
        const auto page = site.get(desk_page()).body;
        const std::string name = "data-agenda=\"";
        const auto begin = page.find(name) + name.size();
        return page.substr(begin, page.find('"', begin) - begin);
    };
    const auto before = mark();
    EXPECT_TRUE(state(0).says(R"("agenda":")" + before + '"'));
    const auto context = here();
    site.given([&](db::Tx& tx) -> Result<Done> {
        TRY(meetings::add_item(tx, context, id, {.title = "Zelt"}, meetings::ItemStatus::on));
        return Done{};
    });
    EXPECT_FALSE(state(0).says(before));
    EXPECT_TRUE(state(0).says(mark()));
}

TEST_F(MinutesPages, too_much_text_is_refused)
{
    EXPECT_EQ(send("a", 1, 0, std::string(longest_text + 1, 'a')).status, 422);
}

TEST_F(MinutesPages, are_written_by_who_takes_part_alone)
{
    site.sign_in_as(web::Role::organisation_editor, choir.text());
    EXPECT_EQ(site.get(desk_page()).status, 404);
    EXPECT_EQ(state(0).status, 404);
    site.sign_out();
    EXPECT_EQ(site.get(desk_page()).status, 303);
    EXPECT_EQ(state(0).status, 303);
}

TEST_F(MinutesPages, a_draft_is_read_by_who_takes_part_and_after_the_sending_by_all_who_see_the_meeting)
{
    write("a", 0, "Er wird **entschlammt**.");
    EXPECT_TRUE(site.get(public_page()).says("<strong>entschlammt</strong>"));
    site.sign_out();
    EXPECT_EQ(site.get(public_page()).status, 404);
    EXPECT_EQ(site.get(public_page() + ".pdf").status, 404);
    send_minutes();
    site.sign_out();
    EXPECT_TRUE(site.get(public_page()).says("<strong>entschlammt</strong>"));
    EXPECT_TRUE(site.get(public_page() + ".pdf").body.starts_with("%PDF"));
    EXPECT_EQ(site.get(public_page() + ".txt").status, 404);
}

TEST_F(MinutesPages, names_of_people_are_seen_by_who_takes_part_alone)
{
    EXPECT_TRUE(
        represent(id, aue, {.presence = meetings::Presence::delegate, .represented_by = "Petra Probe"}));
    EXPECT_TRUE(represent(id, berg, {.presence = meetings::Presence::proxy, .proxy = aue}));
    const auto context = here();
    site.given([&](db::Tx& tx) -> Result<Done> {
        TRY(meetings::add_attendee(tx, context, id, "Gerd Gast", "Gemeinde"));
        return Done{};
    });
    const auto own = site.get(public_page());
    EXPECT_TRUE(own.says("Petra Probe (Aue)"));
    EXPECT_TRUE(own.says("Gerd Gast (Gemeinde)"));
    approve_minutes();
    site.sign_out();
    const auto shown = site.get(public_page());
    EXPECT_TRUE(shown.says("Da waren: Aue (Beispiel: Chor Aue)."));
    EXPECT_TRUE(shown.says("Vertreten: Berg durch Aue."));
    EXPECT_TRUE(shown.says("Nicht da: Tal."));
    EXPECT_TRUE(shown.says("Beschlussfähig: 2 von 3 Stimmen, nötig sind 2."));
    for (const auto& page : {shown.body, site.get(public_page() + ".txt").body}) {
        EXPECT_EQ(page.find("Petra"), std::string::npos);
        EXPECT_EQ(page.find("Gerd"), std::string::npos);
    }
}

TEST_F(MinutesPages, everybody_can_take_the_digest_of_approved_minutes_themselves)
{
    write("a", 0, "Er wird entschlammt.");
    approve_minutes();
    site.sign_out();
    const auto file = site.get(public_page() + ".txt").body;
    EXPECT_TRUE(site.get(public_page()).says(sha256(file)));
    EXPECT_FALSE(site.get(public_page()).says("Die Prüfsumme passt nicht"));
    EXPECT_EQ(site.get("/en" + public_page() + ".txt").body, file);
}

TEST_F(MinutesPages, are_printed_with_their_digest_and_lines_to_sign_on)
{
    write("a", 0, "Er wird **entschlammt**.\n\n- Aue\n- Berg");
    approve_minutes();
    const pdf::test::PaperFile paper(site.get(public_page() + ".pdf").body, "minutes");
    const auto text = paper.text("-layout");
    for (const std::string& words : {std::string("Protokoll: Treffen im Advent"), std::string("Genehmigt am"),
                                     std::string("Er wird entschlammt."), std::string("- Aue\n- Berg"),
                                     std::string("Leitung des Treffens"), minutes()->digest})
        EXPECT_NE(text.find(words), std::string::npos) << words << " in\n" << text;
}

TEST_F(MinutesPages, whoever_writes_on_after_the_sending_is_led_to_the_page)
{
    send_minutes();
    lead_editor();
    EXPECT_EQ(site.get(desk_page()).location(), public_page());
}

TEST_F(MinutesPages, only_who_leads_sends_and_approves_and_both_are_asked_first)
{
    close();
    coordinator();
    EXPECT_TRUE(step(public_page(), "/verschicken", {}).says("Ja, verschicken"));
    EXPECT_FALSE(minutes());
    send_minutes();
    EXPECT_TRUE(step(public_page(), "/genehmigen", {}).says("Ja, genehmigt"));
    lead_editor();
    EXPECT_FALSE(site.get(public_page()).says("/genehmigen"));
}

// Two lead; one of them calls the minutes back and sends another text while the other one is reading.
TEST_F(MinutesPages, what_was_sent_meanwhile_is_shown_before_anybody_approves_it)
{
    write("a", 0, "Er wird entschlammt.");
    send_minutes();
    const auto read = minutes()->digest;
    const auto question = step(public_page(), "/genehmigen", {});
    EXPECT_TRUE(question.says(R"(name="gelesen" value=")" + read));
    EXPECT_EQ(step(public_page(), "/zuruecknehmen").status, 303);
    lead_editor();
    write("b", 1, "Er bleibt.");
    send_minutes();
    for (const auto& fields : {std::vector<std::pair<std::string, std::string>>{{"gelesen", read}},
                               {{"gelesen", read}, {"sicher", "1"}}}) {
        const auto refused = step(public_page(), "/genehmigen", fields);
        EXPECT_EQ(refused.status, 409);
        EXPECT_TRUE(refused.says("Inzwischen ist ein anderer Text verschickt."));
        EXPECT_TRUE(refused.says("Er bleibt."));
        EXPECT_TRUE(refused.says(R"(name="gelesen" value=")" + minutes()->digest));
    }
    EXPECT_EQ(minutes()->state, State::sent);
    EXPECT_EQ(step(public_page(), "/genehmigen").status, 303);
    EXPECT_EQ(minutes()->state, State::approved);
}

TEST_F(MinutesPages, sent_minutes_are_printed_as_they_were_sent)
{
    write("a", 0, "Er wird entschlammt.");
    send_minutes();
    rename_aue();
    EXPECT_TRUE(site.get(public_page()).says("Nicht da: Aue, Berg, Tal."));
    const pdf::test::PaperFile paper(site.get(public_page() + ".pdf").body, "minutes");
    EXPECT_NE(paper.text().find("Nicht da: Aue, Berg, Tal."), std::string::npos);
    EXPECT_NE(paper.text().find(minutes()->digest), std::string::npos);
}

TEST_F(MinutesPages, without_a_script_too_much_beside_is_refused_with_the_text_still_there)
{
    write("a", 0, "Der Teich");
    for (std::int64_t number = 1; number <= most_besides; ++number)
        write("b" + std::to_string(number), 0, "Die Bank");
    const auto refused = write("c", 0, "Die Bank ist <neu>");
    EXPECT_EQ(refused.status, 409);
    EXPECT_TRUE(refused.says("Neben diesem Protokoll liegt schon zu viel von dir."));
    EXPECT_TRUE(refused.says("Die Bank ist &lt;neu&gt;</textarea>"));
    EXPECT_TRUE(send("d", 1, 0, "Die Bank").says(R"("verdict":"too_many")"));
}

TEST_F(MinutesPages, without_a_script_text_for_what_was_approved_meanwhile_comes_back_to_be_copied)
{
    const auto form = site.get(desk_page()).body;
    approve_minutes();
    lead_editor();
    const auto answer =
        site.post(desk_page(), fmt::format("_token={}&punkt={}&tab=a&nummer=1&fassung=0&fertig=1&text={}",
                                           support::TestSite::token_in(form, desk_page()), pond.text(),
                                           http::percent_encode("Die Bank ist <neu>")));
    EXPECT_EQ(answer.status, 409);
    EXPECT_TRUE(answer.says("inzwischen genehmigt"));
    EXPECT_TRUE(answer.says("Die Bank ist &lt;neu&gt;</textarea>"));
}

TEST_F(MinutesPages, without_a_script_text_for_what_was_put_together_meanwhile_comes_back_to_be_copied)
{
    write("a", 0, "Der Teich");
    write("b", 0, "Die Bank");
    const auto page = desk_page() + "/daneben/" + besides().at(0).id.text();
    const auto form = site.get(page).body;
    ASSERT_EQ(site.submit(page, page, {{"text", "Teich und Bank"}, {"fassung", "1"}, {"nummer", "1"}}).status,
              303);
    const auto answer =
        site.post(page, fmt::format("_token={}&fassung=1&nummer=1&text={}",
                                    support::TestSite::token_in(form, page), "Beides%20und%20mehr"));
    EXPECT_EQ(answer.status, 409);
    EXPECT_TRUE(answer.says("Beides und mehr</textarea>"));
}

TEST_F(MinutesPages, delegates_object_who_leads_answers_and_nobody_else_reads_it)
{
    send_minutes();
    lead_editor();
    EXPECT_EQ(step(public_page(), "/einwand", {{"text", "Es waren <drei> Bänke."}}).status, 303);
    EXPECT_TRUE(site.get(public_page()).says("Es waren &lt;drei&gt; Bänke."));
    coordinator();
    const auto waits = [&] {
        const auto context = here();
        const auto all = read([&](db::Reader& reader) { return site.site().waiting(context, reader); });
        return std::ranges::any_of(
            all, [](const web::Waiting& one) { return one.heading.starts_with("Einwand zum Protokoll"); });
    };
    as(web::Role::coordinator);
    EXPECT_TRUE(waits()) << "for who leads";
    const auto note =
        read([&](db::Reader& reader) { return store::notes_of(reader, network.id, id); }).front();
    EXPECT_TRUE(step(public_page(), "/genehmigen", {}).says("Ein Einwand hat noch keine Antwort."));
    EXPECT_EQ(step(public_page(), "/einwand/" + note.id.text(), {{"text", "Das stimmt."}}).status, 303);
    EXPECT_TRUE(site.get(public_page()).says("Das stimmt."));
    EXPECT_FALSE(waits());
    EXPECT_EQ(step(public_page(), "/genehmigen").status, 303);
    EXPECT_EQ(step(public_page(), "/anmerkung", {{"text", "Es waren vier."}}).status, 303);
    site.sign_out();
    const auto shown = site.get(public_page());
    EXPECT_FALSE(shown.says("drei"));
    EXPECT_TRUE(shown.says("Es waren vier."));
}

TEST_F(MinutesPages, the_meeting_leads_to_its_minutes)
{
    const auto meeting = meetings::path_of(stored(id));
    site.sign_out();
    EXPECT_FALSE(site.get(meeting).says(public_page()));
    lead_editor();
    EXPECT_TRUE(site.get(meetings::desk_path_of(stored(id))).says(desk_page()));
    EXPECT_TRUE(site.get(meeting).says(desk_page()));
    send_minutes();
    site.sign_out();
    EXPECT_TRUE(site.get(meeting).says(public_page()));
}

TEST_F(MinutesPages, name_no_club_that_is_not_public)
{
    EXPECT_TRUE(represent(id, aue, {.presence = meetings::Presence::delegate}));
    EXPECT_TRUE(represent(id, berg, {.presence = meetings::Presence::delegate}));
    site.given([&](db::Tx& tx) -> Result<Done> {
        tx.exec(R"sql(UPDATE meetings SET led_by = :club WHERE network_id = :network AND id = :id)sql",
                {{"club", choir}, {"network", network.id}, {"id", id}});
        return Done{};
    });
    EXPECT_TRUE(site.get(public_page()).says("Leitung: Beispiel: Chor Aue"));
    hide(choir);
    // What is approved is for everybody and for good, whoever approves it.
    approve_minutes();
    const auto shown = site.get(public_page());
    EXPECT_TRUE(shown.says("Da waren: Aue, Berg (Beispiel: Chor Berg).")) << shown.body;
    EXPECT_FALSE(site.get(public_page() + ".txt").says("Chor Aue"));
}

TEST_F(MinutesPages, name_the_meeting_that_approved_them_only_to_who_sees_it)
{
    auto next = advent();
    next.title = "Klausur der Koordination";
    next.audience = meetings::Audience::members;
    next.when = meetings::LocalSpan{local("2027-01-12T18:00"), local("2027-01-12T20:00")};
    const auto next_id = given(next);
    send_minutes();
    const auto context = here();
    site.given([&](db::Tx& tx) { return meetings::begin(tx, context, next_id); });
    EXPECT_EQ(step(public_page(), "/genehmigen").status, 303);
    EXPECT_TRUE(site.get(public_page()).says("Klausur der Koordination"));
    site.sign_out();
    EXPECT_TRUE(site.get(public_page()).says("Genehmigt am"));
    EXPECT_FALSE(site.get(public_page()).says("Klausur der Koordination"));
}

} // namespace dorfnetz::minutes
