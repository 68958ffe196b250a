#include "accounts/audit.hpp"
#include "features/people/consents.hpp"
#include "features/people/people_for_tests.hpp"
#include "foundation/pdf/paper_for_tests.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::people {
namespace {

using Agreed = Given::Agreed;
using web::Role;

std::size_t views(Given& given, const PersonId& id)
{
    return given.site.pool().read([&](db::Reader& reader) {
        std::size_t count = 0;
        for (const auto& entry :
             accounts::audit_of_subject(reader, given.site.network(), "person", id.text()))
            count += entry.action == "contact.viewed" ? 1 : 0;
        return count;
    });
}

std::vector<std::pair<std::string, std::string>> filled(const Given& given,
                                                        const std::string& family = "Neuling")
{
    return {{"vorname", "Petra"},          {"nachname", family},       {"dorf", given.birkenau.text()},
            {"telefon", "03493 55 55 55"}, {"weise", "phone"},         {"zugestimmt_am", "20.11.2026"},
            {"zwecke", "register"},        {"zwecke", "lead_contact"}, {"zustimmung_notiz", "Anruf"},
            {"fuer", "sie selbst"},        {"aufgaben", "cooking"}};
}

TEST(PeoplePages, a_visitor_sees_nothing)
{
    Given given;
    const auto id = given.person(given.draft(given.birkenau));
    for (const auto& path : {std::string("/redaktion/engagierte"), given.show(id)}) {
        EXPECT_EQ(given.site.get(path).status, 303) << path;
        EXPECT_FALSE(given.site.get(path).says("Beispiel")) << path;
    }
}

TEST(PeoplePages, the_coordinator_sees_all)
{
    Given given;
    given.person(given.draft(given.birkenau, "Sichtbar"));
    given.person(given.draft(given.weidenhof, "Gesperrt"), Agreed::no);
    given.site.sign_in_as(Role::coordinator);
    const auto list = given.site.get("/redaktion/engagierte");
    EXPECT_EQ(list.status, 200);
    EXPECT_TRUE(list.says("Sichtbar"));
    EXPECT_TRUE(list.says("Gesperrt"));
    EXPECT_FALSE(list.says("123456")) << "contact data stand in no list";
}

TEST(PeoplePages, a_lead_editor_sees_who_agreed_and_helps_in_the_village)
{
    Given given;
    const auto own = given.person(given.draft(given.birkenau, "Nachbar"));
    const auto locked = given.person(given.draft(given.birkenau, "Gesperrt"), Agreed::no);
    const auto other = given.person(given.draft(given.weidenhof, "Fremd"));
    auto everywhere = given.draft(given.weidenhof, "Ueberall");
    everywhere.area.whole_network = true;
    const auto all_over = given.person(everywhere);
    given.site.sign_in_as(Role::lead_editor, given.birkenau.text());
    const auto list = given.site.get("/redaktion/engagierte");
    EXPECT_TRUE(list.says("Nachbar"));
    EXPECT_TRUE(list.says("Ueberall"));
    EXPECT_FALSE(list.says("Gesperrt"));
    EXPECT_FALSE(list.says("Fremd"));
    EXPECT_EQ(given.site.get(given.show(own)).status, 200);
    EXPECT_EQ(given.site.get(given.show(all_over)).status, 200);
    EXPECT_EQ(given.site.get(given.show(locked)).status, 404);
    EXPECT_EQ(given.site.get(given.show(other)).status, 404);
    EXPECT_EQ(given.site.get(given.show(other) + "/bearbeiten").status, 404);
    EXPECT_EQ(given.site.get(given.show(other) + "/verlauf").status, 404);
    const auto nobody = given.site.get(given.show(PersonId("33333333-0000-7000-8000-000000000001")));
    EXPECT_EQ(given.site.get(given.show(other)).body.size(), nobody.body.size())
        << "who may not be seen looks like somebody who does not exist";
}

TEST(PeoplePages, contact_data_are_shown_after_the_view_is_written_down)
{
    Given given;
    const auto id = given.person(given.draft(given.birkenau));
    given.site.sign_in_as(Role::lead_editor, given.birkenau.text());
    EXPECT_FALSE(given.site.get(given.show(id)).says("03493 123456"));
    EXPECT_EQ(views(given, id), 0U);
    const auto shown = given.site.submit(given.show(id), given.show(id) + "/kontakt", {});
    EXPECT_EQ(shown.status, 200);
    EXPECT_TRUE(shown.says("03493 123456"));
    EXPECT_TRUE(shown.says("karl@example.org"));
    EXPECT_EQ(views(given, id), 1U);
}

TEST(PeoplePages, somebody_is_entered_with_the_consent_given_by_telephone)
{
    Given given;
    given.site.sign_in_as(Role::lead_editor, given.birkenau.text());
    const auto answer =
        given.site.submit("/redaktion/engagierte/neu", "/redaktion/engagierte/neu", filled(given));
    EXPECT_EQ(answer.status, 303) << answer.body;
    EXPECT_EQ(given.counted(), 1);
    EXPECT_TRUE(given.site.get("/redaktion/engagierte").says("Neuling"));
}

TEST(PeoplePages, a_lead_editor_enters_nobody_of_another_village)
{
    Given given;
    given.site.sign_in_as(Role::lead_editor, given.weidenhof.text());
    const auto answer =
        given.site.submit("/redaktion/engagierte/neu", "/redaktion/engagierte/neu", filled(given));
    EXPECT_EQ(answer.status, 422);
    EXPECT_EQ(given.counted(), 0);
}

TEST(PeoplePages, a_refused_form_keeps_what_was_typed)
{
    Given given;
    given.site.sign_in_as(Role::coordinator);
    auto fields = filled(given, "<script>alert(1)</script>");
    fields.emplace_back("felder", "health");
    const auto answer = given.site.submit("/redaktion/engagierte/neu", "/redaktion/engagierte/neu", fields);
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(answer.says("nur mit einem eigenen Ja"));
    EXPECT_TRUE(answer.says("&lt;script&gt;"));
    EXPECT_FALSE(answer.says("<script>alert"));
    EXPECT_EQ(given.counted(), 0);
}

TEST(PeoplePages, a_likely_duplicate_is_shown_only_to_who_may_see_it)
{
    Given given;
    auto known = given.draft(given.weidenhof, "Neuling");
    known.given_name = "Petra";
    known.phone = "03493 55 55 55";
    known.area.villages = {given.weidenhof};
    given.person(known);

    given.site.sign_in_as(Role::coordinator);
    const auto asked =
        given.site.submit("/redaktion/engagierte/neu", "/redaktion/engagierte/neu", filled(given));
    EXPECT_EQ(asked.status, 409);
    EXPECT_TRUE(asked.says("Gibt es diesen Menschen schon?"));

    given.site.sign_in_as(Role::lead_editor, given.birkenau.text());
    const auto silent =
        given.site.submit("/redaktion/engagierte/neu", "/redaktion/engagierte/neu", filled(given));
    EXPECT_EQ(silent.status, 303);
    EXPECT_FALSE(given.site.get("/redaktion/engagierte").says("Gibt es diesen Menschen"));

    given.site.sign_in_as(Role::coordinator);
    given.work();
    EXPECT_TRUE(given.site.get("/redaktion/doppelte").says("Petra Neuling"));
}

TEST(PeoplePages, two_entries_are_merged_from_the_review_list)
{
    Given given;
    const auto one = given.person(given.draft(given.birkenau));
    const auto other = given.person(given.draft(given.birkenau));
    given.site.sign_in_as(Role::coordinator);
    EXPECT_TRUE(given.site.get("/redaktion/doppelte").says("Karl Beispiel"));
    const auto path = "/redaktion/doppelte/" + one.text() + "/" + other.text();
    EXPECT_EQ(given.site.submit(path, path, {{"was", "behalten"}}).status, 303);
    EXPECT_EQ(given.counted(), 1);
    EXPECT_TRUE(given.site.get("/redaktion/doppelte").says("Alles sauber."));
}

TEST(PeoplePages, a_withdrawn_consent_hides_the_person_at_the_next_request)
{
    Given given;
    const auto id = given.person(given.draft(given.birkenau, "Verschwindet"));
    given.site.sign_in_as(Role::lead_editor, given.birkenau.text());
    EXPECT_EQ(given.site.get(given.show(id)).status, 200);

    given.site.sign_out();
    const auto path = withdrawal_path(given.site.environment(), given.site.network(), id);
    EXPECT_EQ(given.site.get(path).status, 200);
    EXPECT_EQ(given.counted(), 1) << "looking at the link alone changes nothing";
    EXPECT_EQ(given.site.submit(path, path, {}).status, 303);

    given.site.sign_in_as(Role::lead_editor, given.birkenau.text());
    EXPECT_EQ(given.site.get(given.show(id)).status, 404);
    EXPECT_FALSE(given.site.get("/redaktion/engagierte").says("Verschwindet"));
}

TEST(PeoplePages, a_forged_withdrawal_link_opens_nothing)
{
    Given given;
    const auto id = given.person(given.draft(given.birkenau));
    EXPECT_EQ(given.site.get("/einwilligung/" + id.text()).status, 404);
    EXPECT_EQ(given.site.get("/einwilligung/" + id.text() + ".0123456789abcdef0123456789abcdef").status, 404);
    auto path = withdrawal_path(given.site.environment(), given.site.network(), id);
    given.site.add_network("ander", "ander.example");
    given.site.host = "ander.example";
    EXPECT_EQ(given.site.get(path).status, 404) << "a link of another network";
}

TEST(PeoplePages, locked_people_are_asked_by_letter_and_mail_and_answer)
{
    Given given;
    auto by_letter = given.draft(given.birkenau, "Briefmensch");
    by_letter.email = {};
    by_letter.street = "Dorfstraße 1";
    by_letter.postal_code = "00000";
    by_letter.town = "Birkenau";
    const auto letter = given.person(by_letter, Agreed::no);
    const auto mail = given.person(given.draft(given.weidenhof, "Mailmensch"), Agreed::no);
    given.site.sign_in_as(Role::coordinator);
    const std::string path = "/redaktion/engagierte/gesperrt";
    EXPECT_TRUE(given.site.get(path).says("Briefe drucken (1)"));
    const auto printed = given.site.submit(path, path + "/briefe", {});
    EXPECT_TRUE(printed.body.starts_with("%PDF"));
    EXPECT_EQ(given.site.submit(path, path + "/mails", {}).status, 303);
    EXPECT_TRUE(given.site.get(path).says("Briefe drucken (0)"));

    const auto number_of = [&](const PersonId& id) {
        return given.site.pool().read([&](db::Reader& reader) {
            return reader
                .value<std::string>(R"sql(
                    SELECT number FROM consent_requests WHERE network_id = :network AND person_id = :id)sql",
                                    {{"network", given.site.network()}, {"id", id}})
                .value();
        });
    };
    const auto yes =
        given.site.submit(path, path + "/ruecklauf",
                          {{"nummer", number_of(letter)}, {"antwort", "ja"}, {"datum", "21.11.2026"}});
    EXPECT_EQ(yes.status, 303) << yes.body;
    EXPECT_FALSE(given.stored(letter)->is_locked());
    given.site.sign_out();
    const auto answer = "/einwilligung/antwort/" + number_of(mail);
    EXPECT_EQ(given.site.submit(answer, answer, {{"antwort", "nein"}}).status, 303);
    EXPECT_FALSE(given.stored(mail)) << "who says no is gone";
}

TEST(PeoplePages, letters_are_printed_again_with_the_same_numbers_as_long_as_nobody_answered)
{
    Given given;
    auto by_letter = given.draft(given.birkenau, "Briefmensch");
    by_letter.email = {};
    by_letter.street = "Dorfstraße 1";
    const auto letter = given.person(by_letter, Agreed::no);
    given.site.sign_in_as(Role::coordinator);
    const std::string path = "/redaktion/engagierte/gesperrt";
    EXPECT_FALSE(given.site.get(path).says("Noch einmal drucken"));
    given.site.submit(path, path + "/briefe", {});
    given.site.clock.advance(std::chrono::hours(48));
    const auto printed = given.site.get(path).body;
    EXPECT_NE(printed.find("ein Brief ohne Antwort"), std::string::npos);
    const auto from = printed.find("name=\"gedruckt\" value=\"") + 23;
    const auto moment = printed.substr(from, printed.find('"', from) - from);
    const auto again = given.site.submit(path, path + "/briefe/noch-einmal", {{"gedruckt", moment}});
    ASSERT_TRUE(again.body.starts_with("%PDF"));
    const auto text = pdf::test::PaperFile(again.body, "letter").text();
    EXPECT_NE(text.find("Dorfstraße 1\nBirkenau"), std::string::npos) << "nobody typed a town\n" << text;
    EXPECT_NE(text.find("22. November 2026"), std::string::npos) << "the day from which the time runs";
    const auto requests = given.site.pool().read(
        [&](db::Reader& reader) { return requests_to(reader, given.site.network(), letter); });
    EXPECT_EQ(requests.size(), 1U) << "nobody is asked a second time";

    given.site.given([&](db::Tx& tx) {
        return record_consent(tx, given.site.network(), letter, given.consent(tx), given.author());
    });
    EXPECT_FALSE(given.site.get(path).says("Noch einmal drucken"));
    const auto token = support::TestSite::token_in(printed, path + "/briefe/noch-einmal");
    const auto over = given.site.post(path + "/briefe/noch-einmal",
                                      "_token=" + token + "&gedruckt=" + http::percent_encode(moment));
    EXPECT_EQ(over.status, 303);
}

TEST(PeoplePages, a_letter_has_a_town_or_the_village_and_is_not_printed_without)
{
    Given given;
    auto elsewhere = given.draft(given.birkenau, "Auswärts");
    elsewhere.email = {};
    elsewhere.village = {};
    elsewhere.street = "Dorfstraße 1";
    elsewhere.postal_code = "00000";
    given.person(elsewhere, Agreed::no);
    given.site.sign_in_as(Role::coordinator);
    const std::string path = "/redaktion/engagierte/gesperrt";
    EXPECT_TRUE(given.site.get(path).says("Briefe drucken (0)"));
    auto here = elsewhere;
    here.family_name = "Daheim";
    here.village = given.birkenau;
    given.person(here, Agreed::no);
    EXPECT_TRUE(given.site.get(path).says("Briefe drucken (1)"));
}

TEST(PeoplePages, only_the_coordinator_takes_the_list_along_and_that_is_written_down)
{
    Given given;
    given.person(given.draft(given.birkenau, "=Formel"));
    given.person(given.draft(given.birkenau, "Gesperrt"), Agreed::no);
    given.site.sign_in_as(Role::lead_editor, given.birkenau.text());
    EXPECT_NE(given.site.get("/redaktion/engagierte/ausgabe/csv").status, 200);
    given.site.sign_in_as(Role::coordinator);
    const auto csv = given.site.get("/redaktion/engagierte/ausgabe/csv");
    EXPECT_TRUE(csv.says("'=Formel"));
    EXPECT_FALSE(csv.says("Gesperrt"));
    EXPECT_TRUE(
        given.site.get("/redaktion/engagierte/ausgabe/vcf").says("TEL;TYPE=voice;VALUE=text:+493493123456"));
    EXPECT_TRUE(given.site.get("/redaktion/engagierte/ausgabe/pdf").body.starts_with("%PDF"));
    EXPECT_TRUE(given.site.get("/redaktion/engagierte/ausgabe/xlsx").body.starts_with("PK"));
    EXPECT_EQ(given.site.get("/redaktion/engagierte/ausgabe/exe").status, 404);
    const auto entries = given.site.pool().read([&](db::Reader& reader) {
        return accounts::audit_of_subject(reader, given.site.network(), "network",
                                          given.site.network().text());
    });
    EXPECT_EQ(entries.size(), 4U);
}

TEST(PeoplePages, the_log_says_which_list_was_taken_along_without_the_name_that_was_searched)
{
    Given given;
    given.site.sign_in_as(Role::coordinator);
    given.site.get("/redaktion/engagierte/ausgabe/csv?q=Neuling&aufgabe=garden&gesperrt=ja");
    const auto entries = given.site.pool().read([&](db::Reader& reader) {
        return accounts::audit_of_subject(reader, given.site.network(), "network",
                                          given.site.network().text());
    });
    ASSERT_EQ(entries.size(), 1U);
    // Whoever is erased later would still stand there.
    EXPECT_EQ(
        entries.front().entry->details,
        "0 Einträge als csv, nach einem Namen gesucht, Hilft bei: Garten und Grün, Einwilligung: fehlt");
}

TEST(PeoplePages, the_list_is_found_by_name_and_filters)
{
    Given given;
    given.person(given.draft(given.birkenau, "Müller"));
    auto cook = given.draft(given.weidenhof, "Koch");
    cook.tasks = {"cooking"};
    given.person(cook);
    given.site.sign_in_as(Role::coordinator);
    const auto by_name = given.site.get("/redaktion/engagierte?q=muel");
    EXPECT_TRUE(by_name.says("Müller"));
    EXPECT_FALSE(by_name.says("Karl Koch"));
    const auto by_task = given.site.get("/redaktion/engagierte?aufgabe=cooking&dorf=weidenhof");
    EXPECT_TRUE(by_task.says("Karl Koch"));
    EXPECT_FALSE(by_task.says("Müller"));
    const auto hostile = given.site.get("/redaktion/engagierte?q=%25_%27%3B--&tag=%27&feld=%25");
    EXPECT_EQ(hostile.status, 200);
}

TEST(PeoplePages, an_entry_is_edited_and_the_second_editor_is_asked)
{
    Given given;
    const auto id = given.person(given.draft(given.birkenau));
    given.site.sign_in_as(Role::coordinator);
    const auto path = given.show(id) + "/bearbeiten";
    const std::vector<std::pair<std::string, std::string>> fields{
        {"vorname", "Karl"}, {"nachname", "Umbenannt"}, {"dorf", given.birkenau.text()}, {"version", "1"}};
    EXPECT_EQ(given.site.submit(path, path, fields).status, 303);
    EXPECT_EQ(given.stored(id)->data.family_name, "Umbenannt");
    const auto late = given.site.submit(path, path, fields);
    EXPECT_EQ(late.status, 409);
    EXPECT_TRUE(late.says("Umbenannt"));
    EXPECT_TRUE(given.site.get(given.show(id) + "/verlauf").says("Umbenannt"));
}

TEST(PeoplePages, ids_of_another_network_do_not_exist)
{
    Given given;
    const auto id = given.person(given.draft(given.birkenau, "Nachbarin"));
    given.site.add_network("ander", "ander.example");
    given.site.host = "ander.example";
    given.site.sign_in_as(Role::coordinator);
    EXPECT_EQ(given.site.get(given.show(id)).status, 404);
    EXPECT_EQ(given.site.get(given.show(id) + "/bearbeiten").status, 404);
    EXPECT_FALSE(given.site.get("/redaktion/engagierte").says("Nachbarin"));
}

TEST(PeoplePages, erasing_leaves_nothing)
{
    Given given;
    const auto id = given.person(given.draft(given.birkenau));
    given.site.sign_in_as(Role::coordinator);
    const auto path = given.show(id) + "/loeschen";
    EXPECT_EQ(given.site.submit(path, path, {}).status, 303);
    EXPECT_FALSE(given.stored(id));
    given.site.pool().read([&](db::Reader& reader) {
        EXPECT_EQ(reader.count(R"sql(SELECT COUNT(*) FROM person_history)sql", {}), 0);
        EXPECT_EQ(reader.count(R"sql(SELECT COUNT(*) FROM person_name_parts)sql", {}), 0);
        EXPECT_EQ(reader.count(R"sql(SELECT COUNT(*) FROM consents)sql", {}), 0);
        EXPECT_EQ(reader.count(R"sql(SELECT COUNT(*) FROM consent_texts)sql", {}), 2) << "wordings are kept";
        EXPECT_TRUE(accounts::audit_of_subject(reader, given.site.network(), "person", id.text()).empty());
    });
}

} // namespace
} // namespace dorfnetz::people
