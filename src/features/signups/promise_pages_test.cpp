#include "accounts/audit.hpp"
#include "features/signups/rules.hpp"
#include "features/signups/signups_for_tests.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>

namespace dorfnetz::signups {

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

class PromisePages : public WithShifts
{
protected:
    support::Answer send(const ShiftId& id, const Fields& fields)
    {
        const auto form = "/mitmachen/" + id.text();
        return site.submit(form, form, fields);
    }

    static Fields karla(const std::string& reach = "karla@example.org")
    {
        return {{"name", "Karla Muster"}, {"kontakt", reach}, {"anzahl", "1"}};
    }

    std::string link_in(const mail::Mail& mail)
    {
        const auto from = mail.text.find("/zusage/");
        return mail.text.substr(from, mail.text.find_first_of("\r\n", from) - from);
    }

    std::vector<Signup> all_of(const ShiftId& id)
    {
        return read([&](db::Reader& reader) { return signups_of_shift(reader, network.id, id); });
    }

    const ShiftId grill = shift(festival, role("Grillstand"), 3, hours(0, 2));
    const ShiftId wash = shift(festival, role("Abwasch"), 3, hours(1, 2));
    const ShiftId cake = shift(festival, thing("Kuchen"), 10);
};

} // namespace

TEST_F(PromisePages, take_a_name_and_a_way_to_reach_somebody_and_nothing_else_is_needed)
{
    EXPECT_TRUE(site.get("/mitmachen/" + cake.text()).says("Bring ich mit"));
    const auto answer = send(cake, karla());
    EXPECT_EQ(answer.location(), "/mitmachen/" + cake.text() + "/danke");
    EXPECT_TRUE(site.get(answer.location()).says("vorgemerkt"));
    EXPECT_EQ(all_of(cake).at(0).status, Status::confirmed);
    EXPECT_EQ(all_of(cake).at(0).remind_hours, usual_reminder);
}

TEST_F(PromisePages, of_a_whole_day_say_the_day_and_no_hours)
{
    const auto cleaning = activity("Frühjahrsputz", "2026-12-12T00:00", "2026-12-13T00:00", given.erlental);
    const auto page = site.get("/mitmachen/" + shift(cleaning, role("Fegen"), 3).text());
    EXPECT_TRUE(page.says("Sa., 12. Dezember 2026"));
    EXPECT_FALSE(page.says("0 bis 0 Uhr"));
}

TEST_F(PromisePages, answer_the_same_whatever_the_address_has_promised_before)
{
    const auto stranger = send(wash, {{"name", "Berta"}, {"kontakt", "berta@example.org"}, {"anzahl", "1"}});
    send(grill, karla());
    const auto known = send(wash, karla());
    EXPECT_EQ(known.status, stranger.status);
    EXPECT_EQ(known.location(), stranger.location());
    EXPECT_EQ(known.body, stranger.body);
    EXPECT_TRUE(all_of(wash).back().is_choice());
    EXPECT_EQ(site.get("/mitmachen/" + wash.text()).says("noch ein Platz frei"), true)
        << "both took a place for everybody to see";
}

TEST_F(PromisePages, tell_of_the_waiting_list_by_the_places_that_everybody_sees)
{
    auto group = karla("anna@example.org");
    group[2].second = "3";
    send(grill, group);
    EXPECT_TRUE(site.get("/mitmachen/" + grill.text()).says("Auf die Warteliste"));
    const auto answer = send(grill, {{"name", "Berta"}, {"kontakt", "berta@example.org"}, {"anzahl", "1"}});
    EXPECT_EQ(answer.location(), "/mitmachen/" + grill.text() + "/danke?platz=warteliste");
    EXPECT_TRUE(site.get(answer.location()).says("Warteliste"));
}

TEST_F(PromisePages, show_who_has_only_a_telephone_a_page_to_keep_that_tells_nothing_of_other_promises)
{
    const auto phone = "03493 12 34 56";
    const auto first = send(grill, karla(phone));
    ASSERT_TRUE(first.location().starts_with("/zusage/")) << first.body;
    const auto second = send(wash, karla(phone));
    EXPECT_TRUE(all_of(wash).at(0).is_choice());
    const auto one = site.get(first.location());
    const auto other = site.get(second.location());
    EXPECT_TRUE(one.says("vorgemerkt") && other.says("vorgemerkt"));
    EXPECT_FALSE(other.says("Grillstand")) << "whoever typed the number may not be its owner";
    EXPECT_FALSE(other.says("schon etwas anderes"));
    const auto path = second.location().substr(0, second.location().find('?'));
    EXPECT_FALSE(site.get(path + "/kalender.ics").says("TENTATIVE"));
}

TEST_F(PromisePages, never_lead_to_what_somebody_else_promised_with_that_number)
{
    send(grill, {{"name", "Anna"}, {"kontakt", "anna@example.org"}, {"anzahl", "3"}});
    auto first = karla("03493 12 34 56");
    first.emplace_back("nachricht", "nur für euch");
    const auto mine = send(grill, first);
    const auto theirs = send(grill, karla("03493 12 34 56"));
    EXPECT_NE(mine.location(), theirs.location());
    EXPECT_FALSE(site.get(theirs.location()).says("nur für euch"));
}

TEST_F(PromisePages, refuse_kindly_and_keep_what_was_typed)
{
    const auto answer = send(cake, {{"name", "Karla Muster"}, {"kontakt", "am Zaun"}, {"anzahl", "1"}});
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(answer.says("weder eine Telefonnummer noch eine E-Mail-Adresse"));
    EXPECT_TRUE(answer.says("Karla Muster") && answer.says("am Zaun"));
    const auto many = send(cake, {{"name", "Karla"}, {"kontakt", "karla@example.org"}, {"anzahl", "11"}});
    EXPECT_EQ(many.status, 422);
    EXPECT_TRUE(all_of(cake).empty());
}

TEST_F(PromisePages, take_no_name_of_a_megabyte_and_no_second_line_of_a_header)
{
    const auto long_name =
        send(cake, {{"name", std::string(200'000, 'x')}, {"kontakt", "k@example.org"}, {"anzahl", "1"}});
    EXPECT_EQ(long_name.status, 422);
    const auto megabyte = site.post("/mitmachen/" + cake.text(), "name=" + std::string(1'000'000, 'x'));
    EXPECT_TRUE(megabyte.status == 413 || megabyte.status == 403) << megabyte.status;
    const auto header = send(
        cake, {{"name", "Karla\r\nBcc: alle@example.org"}, {"kontakt", "k@example.org"}, {"anzahl", "1"}});
    EXPECT_EQ(header.status, 303);
    const auto mails = new_mails();
    ASSERT_EQ(mails.size(), 1U);
    EXPECT_EQ(mails[0].to.name, "Karla Bcc: alle@example.org");
    EXPECT_EQ(mails[0].subject.find('\n'), std::string::npos);
}

TEST_F(PromisePages, of_what_is_over_say_so_in_a_plain_sentence)
{
    const auto form = "/mitmachen/" + grill.text();
    site.clock.set(*timestamp_from_iso("2026-12-05T11:30:00Z"));
    EXPECT_TRUE(site.get(form).says("Das ist schon vorbei."));
    EXPECT_EQ(site.get(form).says("name=\"kontakt\""), false);
    EXPECT_TRUE(all_of(grill).empty());
}

TEST_F(PromisePages, look_like_success_to_a_program_and_keep_nothing)
{
    auto fields = karla();
    fields.emplace_back("website", "https://spam.example");
    EXPECT_EQ(send(cake, fields).location(), "/mitmachen/" + cake.text() + "/danke");
    EXPECT_TRUE(all_of(cake).empty());
}

TEST_F(PromisePages, ask_whether_somebody_is_old_enough_where_that_is_needed)
{
    activities::NeedDraft bar = role("Ausschank");
    bar.minimum_age = 18;
    const auto id = shift(festival, bar, 2);
    EXPECT_EQ(send(id, karla()).status, 422);
    auto fields = karla();
    fields.emplace_back("alter", "1");
    EXPECT_EQ(send(id, fields).status, 303);
}

TEST_F(PromisePages, of_a_draft_are_not_there)
{
    activities::ActivityId draft;
    site.given([&](db::Tx& tx) -> Result<Done> {
        draft = TRY(activities::create(tx, network,
                                       {.title = "Geheim",
                                        .kind = "culture",
                                        .hosts = {club},
                                        .first = {.begin = *calendar::local_time_from_iso("2026-12-05T10:00"),
                                                  .end = *calendar::local_time_from_iso("2026-12-05T18:00")}},
                                       author()));
        return Done{};
    });
    EXPECT_EQ(site.get("/mitmachen/" + shift(draft, role("Aufbau"), 2).text()).status, 404);
}

// ---- Behind the link ----

TEST_F(PromisePages, behind_the_link_change_and_cancel_after_a_question)
{
    send(grill, karla());
    const auto path = link_in(new_mails().at(0));
    EXPECT_TRUE(site.get(path).says("Du bist dabei."));
    EXPECT_EQ(site.submit(path, path, {{"name", "Karla Muster"}, {"anzahl", "2"}, {"version", "1"}}).status,
              303);
    EXPECT_EQ(taken(grill), 2);
    const auto asked = site.submit(path, path + "/absagen", {{"warum", ""}});
    EXPECT_TRUE(asked.says("Ja, absagen"));
    EXPECT_EQ(taken(grill), 2) << "only asked";
    EXPECT_EQ(site.submit(path, path + "/absagen", {{"warum", ""}, {"sicher", "1"}}).status, 303);
    EXPECT_EQ(taken(grill), 0);
    EXPECT_TRUE(site.get(path).says("nichts mehr für dich vorgemerkt"));
}

TEST_F(PromisePages, behind_the_link_of_the_mailbox_choose_between_two)
{
    send(grill, karla());
    new_mails();
    send(wash, karla());
    const auto path = link_in(new_mails().at(0));
    const auto page = site.get(path);
    EXPECT_TRUE(page.says("Welche Zusage gilt?") && page.says("Teichfest: Grillstand"));
    EXPECT_EQ(site.submit(path, path + "/wahl", {{"was", "dies"}}).status, 303);
    EXPECT_EQ(taken(grill), 0);
    EXPECT_TRUE(site.get(path).says("Du bist dabei."));
}

TEST_F(PromisePages, behind_the_link_show_everything_that_the_mailbox_promised)
{
    send(grill, karla());
    send(cake, karla());
    EXPECT_TRUE(site.get(link_in(new_mails().back())).says("Teichfest: Grillstand"));
}

TEST_F(PromisePages, behind_the_link_let_somebody_say_that_they_are_late_or_ill)
{
    send(grill, karla());
    const auto path = link_in(new_mails().at(0));
    EXPECT_FALSE(site.get(path).says("Ich komme später")) << "two weeks before, that means nothing";
    site.clock.set(*timestamp_from_iso("2026-12-05T08:00:00Z"));
    EXPECT_EQ(site.submit(path, path + "/bescheid", {{"wort", "late"}}).status, 303);
    EXPECT_EQ(all_of(grill).at(0).word, Word::late);
    EXPECT_EQ(site.submit(path, path + "/absagen", {{"warum", "ill"}, {"sicher", "1"}}).status, 303);
    EXPECT_EQ(all_of(grill).at(0).word, Word::ill);
    EXPECT_EQ(all_of(grill).at(0).status, Status::cancelled);
}

TEST_F(PromisePages, behind_the_link_hand_out_a_file_for_calendars)
{
    send(grill, karla());
    const auto file = site.get(link_in(new_mails().at(0)) + "/kalender.ics");
    EXPECT_EQ(file.status, 200);
    EXPECT_TRUE(file.says("SUMMARY:Teichfest: Grillstand") && file.says("DTSTART:20261205T090000Z"));
}

TEST_F(PromisePages, change_nothing_when_they_are_only_looked_at)
{
    send(grill, karla());
    const auto path = link_in(new_mails().at(0));
    const auto before = site.pool().generation(network.id.text());
    for (const auto* end : {"", "/absagen", "/wahl", "/bescheid", "/kalender.ics"})
        site.get(path + end);
    EXPECT_EQ(site.pool().generation(network.id.text()), before);
}

TEST_F(PromisePages, speak_english_to_who_came_by_the_english_page)
{
    const auto form = "/mitmachen/" + grill.text();
    const auto page = site.get("/en" + form);
    const auto token = support::TestSite::token_in(page.body, "/en" + form);
    site.clock.advance(std::chrono::seconds(3));
    EXPECT_EQ(site.post("/en" + form, "_token=" + token + "&name=Carla&kontakt=carla%40example.org&anzahl=1")
                  .status,
              303);
    const auto mails = new_mails();
    EXPECT_EQ(mails.at(0).subject, "You are in: Teichfest: Grillstand");
    EXPECT_NE(mails.at(0).text.find("/en/zusage/"), std::string::npos);
}

} // namespace dorfnetz::signups
