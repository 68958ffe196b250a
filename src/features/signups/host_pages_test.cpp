#include "accounts/audit.hpp"
#include "features/signups/signups_for_tests.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>

namespace dorfnetz::signups {

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

class HostPages : public WithShifts
{
protected:
    HostPages() { site.sign_in_as(web::Role::organisation_editor, club.text()); }

    std::vector<std::string> logged(const std::string& action)
    {
        std::vector<std::string> subjects;
        read([&](db::Reader& reader) {
            for (const auto& record : accounts::audit_page(reader, network.id, {.actions = {action}}, 100, 0))
                subjects.push_back(record.entry->subject);
        });
        return subjects;
    }

    std::string step(const SignupId& id, const std::string& end)
    {
        return "/redaktion/zusagen/" + id.text() + end;
    }

    std::string of_date()
    {
        const auto date = read(
            [&](db::Reader& reader) { return activities::dates_of(reader, network.id, festival).front(); });
        return date.id.text();
    }

    const ShiftId grill = shift(festival, role("Grillstand"), 3, hours(0, 2));
    const ShiftId fire = shift(festival, by_host("Brandwache"), 2, hours(0, 2));
    const std::string list = "/redaktion/termine/" + festival.text() + "/zusagen";
};

} // namespace

TEST_F(HostPages, show_names_to_the_host_and_no_way_to_reach_anybody)
{
    promise(of(grill, "Karla Muster", "karla@example.org"));
    const auto page = site.get(list);
    EXPECT_TRUE(page.says("Karla Muster") && page.says("Grillstand"));
    EXPECT_FALSE(page.says("karla@example.org"));
    site.sign_in_as(web::Role::organisation_editor, "another-club");
    EXPECT_EQ(site.get(list).status, 404);
}

TEST_F(HostPages, say_yes_and_no_and_write_it_down)
{
    const auto yes = promise(of(fire, "Anna", "anna@example.org"));
    const auto no = promise(of(fire, "Berta", "berta@example.org"));
    EXPECT_EQ(site.submit(list, step(yes, "/ja"), {}).status, 303);
    EXPECT_EQ(status(yes), Status::confirmed);
    EXPECT_TRUE(site.submit(list, step(no, "/nein"), {}).says("Berta absagen?"));
    EXPECT_EQ(status(no), Status::requested);
    EXPECT_EQ(site.submit(list, step(no, "/nein"), {{"sicher", "1"}}).status, 303);
    EXPECT_EQ(status(no), Status::declined);
    EXPECT_EQ(logged("signup.accepted"), std::vector{yes.text()});
    EXPECT_EQ(logged("signup.declined"), std::vector{no.text()});
}

TEST_F(HostPages, show_how_to_reach_one_person_after_that_was_written_down)
{
    const auto id = promise(of(grill, "Karla Muster", "karla@example.org"));
    const auto page = site.submit(list, step(id, "/kontakt"), {});
    EXPECT_TRUE(page.says("karla@example.org"));
    EXPECT_EQ(logged("contact.viewed"), std::vector{id.text()});
    site.clock.set(*timestamp_from_iso("2027-01-10T10:00:00Z"));
    EXPECT_FALSE(site.get(list).says("Karla Muster")) << "thirty days after the date it is nobody's business";
}

TEST_F(HostPages, enter_somebody_who_said_yes_on_the_telephone)
{
    const auto page = list + "/neu?tag=" + of_date();
    EXPECT_EQ(site.submit(page, list + "/neu",
                          {{"schicht", fire.text()},
                           {"name", "Opa Beispiel"},
                           {"kontakt", "03493 12 34 56"},
                           {"anzahl", "1"},
                           {"tag", of_date()}})
                  .status,
              303);
    const auto all = read([&](db::Reader& reader) { return signups_of_shift(reader, network.id, fire); });
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].status, Status::confirmed) << "the host has said yes by entering them";
    EXPECT_EQ(logged("signup.entered"), std::vector{all[0].id.text()});
}

TEST_F(HostPages, enter_somebody_from_the_register_only_if_they_may_be_seen)
{
    const auto person = given.person(given.draft(given.birkenau, "Muster"));
    const auto page = list + "/neu?tag=" + of_date() + "&person=" + person.text();
    EXPECT_FALSE(site.get(page).says("Karl Muster")) << "a club sees nobody of the register";
    site.sign_in_as(web::Role::lead_editor, given.birkenau.text());
    EXPECT_TRUE(site.get(page).says("Karl Muster"));
    EXPECT_EQ(
        site.submit(
                page, list + "/neu",
                {{"schicht", grill.text()}, {"person", person.text()}, {"anzahl", "1"}, {"tag", of_date()}})
            .status,
        303);
    const auto all = read([&](db::Reader& reader) { return signups_of_shift(reader, network.id, grill); });
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].person, person);
    EXPECT_EQ(all[0].name, "Karl Muster");
    EXPECT_EQ(new_mails().at(0).to.address, "karl@example.org");
}

TEST_F(HostPages, type_in_a_paper_list_all_or_nothing)
{
    const auto page = list + "/zettel?tag=" + of_date();
    const auto send = [&](const std::string& lines) {
        return site.submit(page, list + "/zettel",
                           {{"schicht", grill.text()}, {"zeilen", lines}, {"tag", of_date()}});
    };
    const auto refused = send("Anna, 03493 11 11 11\nBerta, was\n");
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(refused.says("Zeile 2"));
    EXPECT_EQ(taken(grill), 0);
    EXPECT_EQ(send("Anna, 03493 11 11 11\nBerta, 2\nCarla\n").status, 303);
    EXPECT_EQ(taken(grill), 3);
    const auto all = read([&](db::Reader& reader) { return signups_of_shift(reader, network.id, grill); });
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[2].status, Status::waitlisted);
    EXPECT_EQ(all[0].origin, Origin::paper);
}

TEST_F(HostPages, list_whom_to_call_and_remember_who_was_told)
{
    site.sign_out();
    const auto form = "/mitmachen/" + grill.text();
    site.submit(form, form, {{"name", "Anna"}, {"kontakt", "03493 11 11 11"}, {"anzahl", "3"}});
    site.submit(form, form, {{"name", "Berta"}, {"kontakt", "03493 22 22 22"}, {"anzahl", "1"}});
    const auto all = read([&](db::Reader& reader) { return signups_of_shift(reader, network.id, grill); });
    ASSERT_TRUE(take_back(all[0].id));
    site.sign_in_as(web::Role::organisation_editor, club.text());
    const Fields tag{{"tag", of_date()}};
    const auto calls = site.submit(list, list + "/anrufe", tag);
    EXPECT_TRUE(calls.says("03493 222222") || calls.says("03493 22 22 22")) << calls.body;
    EXPECT_TRUE(calls.says("Ist dabei, so ist es jetzt"));
    EXPECT_FALSE(calls.says("Anna")) << "she said it herself";
    EXPECT_EQ(logged("signups.listed"), std::vector{festival.text()});
    const auto token = support::TestSite::token_in(calls.body, list + "/gesagt");
    EXPECT_EQ(
        site.post(list + "/gesagt", "_token=" + token + "&tag=" + of_date() + "&gesagt=" + all[1].id.text())
            .status,
        303);
    EXPECT_TRUE(site.submit(list, list + "/anrufe", tag).says("Alle wissen Bescheid."));
    EXPECT_EQ(logged("signup.told"), std::vector{all[1].id.text()});
}

TEST_F(HostPages, enter_what_somebody_without_mail_chose_on_the_telephone)
{
    const auto wash = shift(festival, role("Abwasch"), 3, hours(1, 2));
    const auto by_phone = [&](const ShiftId& where) {
        return promise({.shift = where, .name = "Anna", .phone = "+493493111111"});
    };
    const auto first = by_phone(grill);
    const auto second = by_phone(wash);
    EXPECT_TRUE(stored(second).is_choice());
    EXPECT_EQ(site.submit(list, step(second, "/wahl"), {{"was", "dies"}}).status, 303);
    EXPECT_EQ(status(first), Status::cancelled);
    EXPECT_EQ(status(second), Status::confirmed);
    auto chosen = logged("signup.chosen");
    std::sort(chosen.begin(), chosen.end());
    EXPECT_EQ(chosen, (std::vector{first.text(), second.text()})) << "the other one may be another host's";
}

TEST_F(HostPages, put_what_waits_on_the_desk_of_the_host)
{
    promise(of(fire, "Anna", "anna@example.org"));
    auto here = context();
    here.actor = {.user = web::UserId{"u"},
                  .name = "Erika",
                  .session = "s",
                  .grants = {{web::Role::organisation_editor, club.text()}}};
    const auto waiting = read([&](db::Reader& reader) { return site.site().waiting(here, reader); });
    ASSERT_FALSE(waiting.empty());
    EXPECT_EQ(waiting[0].heading, "Zusagen, die auf euer Ja warten");
    here.actor.grants = {{web::Role::organisation_editor, "another-club"}};
    EXPECT_TRUE(read([&](db::Reader& reader) { return site.site().waiting(here, reader); }).empty());
}

} // namespace dorfnetz::signups
