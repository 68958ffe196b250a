#include "accounts/audit.hpp"
#include "features/signups/rules.hpp"
#include "features/signups/signups_for_tests.hpp"
#include "foundation/core/text.hpp"
#include "tests/support/sent_forms.hpp"

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

    // As a browser sends the form of a page that lies open, with what is hidden in it.
    support::Answer send_drawn(const std::string& page, const Fields& typed)
    {
        const auto forms = support::forms_of(page);
        const auto form = std::find_if(forms.begin(), forms.end(), [](const support::DrawnForm& each) {
            return each.action.starts_with("/mitmachen/");
        });
        std::string body;
        const auto add = [&](const std::string& name, const std::string& value) {
            body +=
                (body.empty() ? "" : "&") + http::percent_encode(name) + '=' + http::percent_encode(value);
        };
        for (const auto& [name, value] : typed)
            add(name, value);
        for (const auto& field : form->fields)
            if (std::none_of(typed.begin(), typed.end(),
                             [&](const auto& each) { return each.first == field.name; }) &&
                field.name != "erinnern")
                add(field.name, field.value);
        return site.post(form->action, body);
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

TEST_F(PromisePages, never_lead_to_what_was_promised_on_another_page_that_was_fetched_in_the_same_second)
{
    const auto mine = site.get("/mitmachen/" + grill.text()).body;
    const auto theirs = site.get("/mitmachen/" + grill.text()).body;
    site.clock.advance(std::chrono::seconds(10));
    const auto first = send_drawn(mine, karla("03493 12 34 56"));
    ASSERT_TRUE(first.location().starts_with("/zusage/")) << first.body;
    EXPECT_EQ(send_drawn(mine, karla("03493 12 34 56")).location(), first.location()) << "a double tap";
    EXPECT_NE(send_drawn(theirs, karla("03493 12 34 56")).location(), first.location())
        << "whoever guesses what somebody typed must not get their link";
}

TEST_F(PromisePages, tell_who_typed_a_number_nothing_when_it_begins_and_nobody_chose)
{
    send(grill, karla("03493 12 34 56"));
    const auto guess = send(wash, karla("03493 12 34 56"));
    const auto free = send(wash, {{"name", "Berta"}, {"kontakt", "03493 99 99 99"}, {"anzahl", "1"}});
    ASSERT_TRUE(all_of(wash).at(0).is_choice());
    const auto path_of = [](const support::Answer& answer) {
        return answer.location().substr(0, answer.location().find('?'));
    };
    site.clock.set(*timestamp_from_iso("2026-12-05T10:05:00Z"));
    work();
    EXPECT_TRUE(site.get(path_of(free)).says("vorgemerkt"));
    EXPECT_TRUE(site.get(path_of(guess)).says("Du bist vorgemerkt"))
        << "that it went says that the number has another promise at this time";
}

TEST_F(PromisePages, write_nothing_to_a_mailbox_that_a_stranger_made_up)
{
    send(grill, {{"name", "Gewinn unter 0900 boese"},
                 {"kontakt", "opfer@example.org"},
                 {"anzahl", "2"},
                 {"mit", "Jetzt abholen bei boese.example"},
                 {"nachricht", "http://boese.example"}});
    const auto mails = new_mails();
    ASSERT_EQ(mails.size(), 1U);
    EXPECT_EQ(mails[0].text.find("boese"), std::string::npos) << mails[0].text;
    EXPECT_EQ(mails[0].to.name.find("boese"), std::string::npos);
    EXPECT_NE(mails[0].text.find("Personen: 2"), std::string::npos);
}

TEST_F(PromisePages, slow_down_mails_to_one_mailbox_however_it_is_written)
{
    const auto many = shift(festival, role("Parkplatz"), 100);
    for (int i = 0; i < 20; ++i)
        send(many, {{"name", "Karla Muster"},
                    {"kontakt", "karla+" + std::to_string(i) + "@example.org"},
                    {"anzahl", "1"}});
    EXPECT_LE(new_mails().size(), 13U);
}

TEST_F(PromisePages, let_nobody_take_all_places_of_all_clubs_in_a_minute)
{
    std::vector<ShiftId> shifts;
    for (int i = 0; i < 10; ++i)
        shifts.push_back(shift(festival, role("Aufgabe " + std::to_string(i)), 50));
    std::int64_t held = 0;
    for (const auto& id : shifts) {
        send(id, {{"name", "Max"}, {"kontakt", id.text() + "@example.org"}, {"anzahl", "50"}});
        held += taken(id);
    }
    EXPECT_LE(held, 150);
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

TEST_F(PromisePages, take_no_name_that_is_an_advertisement_in_somebody_elses_mailbox)
{
    for (const auto* name :
         {"HTTPS://spam.example", "Dein Gewinn: www.spam.example", "spam.example/gewinn"}) {
        auto fields = karla("victim@example.org");
        fields[0].second = name;
        EXPECT_EQ(send(cake, fields).status, 422) << name;
        fields = karla("victim@example.org");
        fields.emplace_back("mit", name);
        EXPECT_EQ(send(grill, fields).status, 422) << name;
    }
    auto fields = karla();
    fields[0].second = "Dr. Karla Muster u. Sohn";
    EXPECT_EQ(send(cake, fields).status, 303);
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
    EXPECT_EQ(mails[0].to.name, "");
    EXPECT_TRUE(mails[0].text.starts_with("Hallo,\n"));
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
