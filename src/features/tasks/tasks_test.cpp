#include "features/tasks/tasks_for_tests.hpp"

namespace dorfnetz::tasks {

namespace {

using web::Role;

class Tasks : public WithTasks
{
};

} // namespace

TEST_F(Tasks, are_entered_with_who_does_them_and_seen_by_everybody)
{
    site.sign_in_as(Role::lead_editor, aue.text());
    const auto entered =
        enter("", {{"titel", "Bänke streichen"}, {"verein", choir.text()}, {"bis", "10.12.2026"}});
    ASSERT_EQ(entered.status, 303) << entered.body;
    site.sign_out();
    const auto list = site.get("/aufgaben");
    for (const auto* told : {"Bänke streichen", "Beispiel: Chor Aue", "bis Do., 10. Dezember"})
        EXPECT_TRUE(list.says(told)) << told;
    const auto page = site.get("/aufgaben/1");
    EXPECT_TRUE(page.says("offen"));
    EXPECT_FALSE(page.says("Aufgabe ändern"));
}

TEST_F(Tasks, hold_the_meeting_in_which_they_were_agreed)
{
    const auto meeting = WithMeetings::given(advent());
    const auto asked = [&] {
        const auto here = context();
        return written([&](db::Tx& tx) { return before_deleting()(tx, here, stored(meeting)); });
    };
    EXPECT_TRUE(asked());
    given({.title = "Bänke streichen", .meeting = meeting});
    EXPECT_EQ(asked().error().kind, Err::conflict);
}

TEST_F(Tasks, name_a_person_only_to_who_may_see_them)
{
    site.sign_in_as(Role::lead_editor, aue.text());
    ASSERT_EQ(enter("", {{"titel", "Schlüssel holen"}, {"mensch", "karl  beispiel"}}).status, 303);
    EXPECT_TRUE(site.get("/aufgaben").says("Karl Beispiel"));
    site.sign_out();
    for (const auto* path : {"/aufgaben", "/aufgaben/1"}) {
        const auto page = site.get(path);
        EXPECT_TRUE(page.says("jemand aus Aue")) << path;
        EXPECT_FALSE(page.says("Karl")) << path;
    }
    site.sign_in_as(Role::lead_editor, berg.text());
    EXPECT_FALSE(site.get("/aufgaben/1").says("Karl"));
}

TEST_F(Tasks, do_not_tell_by_a_refusal_whether_somebody_is_in_the_register)
{
    site.sign_in_as(Role::lead_editor, berg.text());
    for (const auto* name : {"Karl Beispiel", "Niemand Erfunden"}) {
        const auto refused = enter("", {{"titel", "Schlüssel holen"}, {"mensch", name}});
        EXPECT_EQ(refused.status, 422);
        EXPECT_TRUE(refused.says("Diesen Namen finde ich nicht unter denen, die du siehst.")) << name;
    }
}

TEST_F(Tasks, stay_with_a_person_whom_the_one_who_changes_them_does_not_see)
{
    const auto task = given({.title = "Schlüssel holen", .owner = karl});
    const auto path = "/redaktion/aufgaben/" + task.id.text();
    site.sign_in_as(Role::lead_editor, berg.text());
    EXPECT_EQ(site.get(path).status, 404) << "neither entered it nor does it";
    const auto meeting = WithMeetings::given(advent());
    const auto agreed = given({.title = "Schlüssel bringen", .owner = karl, .meeting = meeting});
    const auto agreed_path = "/redaktion/aufgaben/" + agreed.id.text();
    EXPECT_EQ(site.submit(agreed_path, agreed_path, {{"titel", "Schlüssel zurückbringen"}, {"version", "1"}})
                  .status,
              303);
    EXPECT_EQ(now(agreed).draft.owner, Owner(karl));
    EXPECT_EQ(now(agreed).draft.title, "Schlüssel zurückbringen");
}

TEST_F(Tasks, of_one_club_are_given_by_its_editor_to_no_other)
{
    site.sign_in_as(Role::organisation_editor, choir.text());
    EXPECT_EQ(enter("", {{"titel", "Streichen"}, {"verein", singers.text()}}).status, 422);
    EXPECT_EQ(enter("", {{"titel", "Streichen"}, {"verein", choir.text()}}).status, 303);
}

TEST_F(Tasks, of_a_meeting_are_seen_by_who_sees_the_meeting)
{
    auto closed = advent();
    closed.audience = meetings::Audience::members;
    const auto task = given({.title = "Haushalt prüfen", .meeting = WithMeetings::given(closed)});
    EXPECT_EQ(site.get("/aufgaben/1").status, 404);
    EXPECT_FALSE(site.get("/aufgaben").says("Haushalt"));
    site.sign_in_as(Role::lead_editor, berg.text());
    EXPECT_EQ(site.get("/aufgaben/1").status, 200);
    EXPECT_TRUE(site.get("/aufgaben").says("Haushalt"));
}

TEST_F(Tasks, know_the_matter_and_the_meeting_that_they_came_from)
{
    const auto meeting = given_running();
    const auto here = context();
    const auto item =
        written([&](db::Tx& tx) {
            return meetings::add_item(tx, here, meeting, {.title = "Bänke"}, meetings::ItemStatus::on);
        }).value();
    site.sign_in_as(Role::coordinator);
    const auto form = site.get("/redaktion/aufgaben/neu?punkt=" + item.text());
    EXPECT_TRUE(form.says("Aus „Treffen im Advent“, Tagesordnungspunkt „Bänke“")) << form.body;
    ASSERT_EQ(enter("?punkt=" + item.text(),
                    {{"titel", "Bänke streichen"}, {"punkt", item.text()}, {"verein", choir.text()}})
                  .status,
              303);
    EXPECT_TRUE(site.get("/aufgaben/1").says("Treffen: <a href=\"/treffen/treffen-im-advent\">"));
    const auto lines = read([&](db::Reader& reader) {
        return item_lines().lines(reader, network, i18n::Language::de, stored(meeting));
    });
    EXPECT_EQ(lines.at(item), std::vector<std::string>{"Aufgabe: Bänke streichen (Beispiel: Chor Aue)"});
}

TEST_F(Tasks, that_are_open_come_up_at_the_next_meeting_of_the_same_circle)
{
    const auto network_task = given({.title = "Bänke", .due_on = day(11, 1)});
    auto of_village = advent();
    of_village.kind = meetings::Kind::village;
    of_village.village = aue;
    const auto village_meeting = WithMeetings::given(of_village);
    given({.title = "Nur Aue", .meeting = village_meeting});
    auto done = given({.title = "Erledigtes"});
    auto here = context();
    site.given([&](db::Tx& tx) { return settle(tx, here, done.id, State::done, ""); });
    here.actor = {
        .user = web::UserId("u"), .name = "Koordination", .session = {}, .grants = {{Role::coordinator, ""}}};
    const auto titles = [&](const MeetingId& id) {
        std::vector<std::string> found;
        const auto meeting = stored(id);
        for (const auto& matter :
             read([&](db::Reader& reader) { return agenda_source().matters(reader, here, meeting); }))
            found.push_back(matter.heading + ": " + matter.text);
        return found;
    };
    EXPECT_EQ(
        titles(WithMeetings::given(advent())),
        std::vector<std::string>{"Aufgabe: Bänke: noch niemand, bis So., 1. November 2026, überfällig"});
    EXPECT_EQ(titles(village_meeting), std::vector<std::string>{"Aufgabe: Nur Aue: noch niemand"});
}

TEST_F(Tasks, are_answered_by_the_link_in_the_reminder_and_not_by_looking_at_it)
{
    const auto task = given({.title = "Bänke streichen", .owner = choir, .due_on = day(11, 25)});
    const auto mails = mails_of(1);
    ASSERT_EQ(mails.size(), 1U);
    EXPECT_EQ(mails[0].to.address, "chor@example.org");
    const auto path = answer_path_of(task);
    EXPECT_NE(mails[0].text.find("https://heide.example" + path), std::string::npos) << mails[0].text;
    EXPECT_EQ(site.get(path).status, 200);
    EXPECT_TRUE(now(task).is_open());
    EXPECT_EQ(site.submit(path, path + "/spaeter", {{"bis", "1.11.2026"}}).status, 422);
    EXPECT_EQ(site.submit(path, path + "/spaeter", {{"bis", "20.12.2026"}, {"grund", "Frost"}}).status, 303);
    EXPECT_EQ(now(task).draft.due_on, day(12, 20));
    EXPECT_TRUE(site.get("/aufgaben/1").says("Frost"));
    EXPECT_EQ(site.submit(path, path + "/erledigt", {{"wort", "Alle acht."}}).status, 303);
    EXPECT_EQ(now(task).state, State::done);
    EXPECT_TRUE(site.get(path).says("Diese Aufgabe ist abgeschlossen."));
}

TEST_F(Tasks, given_to_somebody_else_are_not_answered_by_the_old_link)
{
    const auto task = given({.title = "Bänke streichen", .owner = choir});
    const auto old = answer_path_of(task);
    const auto here = context();
    auto draft = task.draft;
    draft.owner = singers;
    site.given([&](db::Tx& tx) { return update(tx, here, task.id, 1, draft); });
    EXPECT_EQ(site.get(old).status, 404);
    EXPECT_EQ(site.get(answer_path_of(now(task))).status, 200);
    EXPECT_EQ(site.get("/aufgabe/00000000000000000000000000000000").status, 404);
}

TEST_F(Tasks, remind_once_before_and_every_two_weeks_after)
{
    const auto task = given({.title = "Bänke streichen", .owner = choir, .due_on = day(12, 10)});
    EXPECT_EQ(mails_of(0).size(), 0U) << "18 days before";
    site.clock.set(*timestamp_from_iso("2026-12-03T08:00:00Z"));
    EXPECT_EQ(mails_of(1).at(0).subject, "Bald zu tun: Bänke streichen");
    EXPECT_EQ(mails_of(0).size(), 0U) << "once";
    site.clock.set(*timestamp_from_iso("2026-12-11T08:00:00Z"));
    EXPECT_EQ(mails_of(1).at(0).subject, "Noch offen: Bänke streichen");
    site.clock.set(*timestamp_from_iso("2026-12-24T08:00:00Z"));
    EXPECT_EQ(mails_of(0).size(), 0U) << "13 days later";
    site.clock.set(*timestamp_from_iso("2026-12-25T08:00:00Z"));
    EXPECT_EQ(mails_of(1).size(), 1U);
    site.clock.set(*timestamp_from_iso("2027-03-11T08:00:00Z"));
    EXPECT_EQ(mails_of(0).size(), 0U) << "three months late";
    EXPECT_EQ(now(task).version, 1) << "a reminder is no change";
}

TEST_F(Tasks, remind_people_of_the_register_who_agreed_and_say_how_to_leave)
{
    const auto task = given({.title = "Schlüssel holen", .owner = karl, .due_on = day(11, 25)});
    const auto mails = mails_of(1);
    ASSERT_EQ(mails.size(), 1U);
    EXPECT_EQ(mails[0].to.address, "karl@example.org");
    EXPECT_NE(mails[0].text.find("/einwilligung/"), std::string::npos);
    site.given([&](db::Tx& tx) {
        return people::withdraw_consent(tx, network.id, karl, {.purpose = people::Purpose::register_},
                                        author());
    });
    site.clock.set(*timestamp_from_iso("2026-11-26T09:00:00Z"));
    EXPECT_EQ(mails_of(0).size(), 0U);
}

TEST_F(Tasks, of_somebody_erased_stay_and_have_nobody)
{
    const auto task = given({.title = "Schlüssel holen", .owner = karl});
    site.given([&](db::Tx& tx) -> Result<Done> {
        people::erase(tx, network.id, karl, {kept_tasks()});
        return Done{};
    });
    EXPECT_EQ(now(task).draft.owner, Owner());
    EXPECT_TRUE(site.get("/aufgaben/1").says("noch niemand"));
}

TEST_F(Tasks, changed_by_two_keep_what_the_second_typed)
{
    site.sign_in_as(Role::coordinator);
    ASSERT_EQ(enter("", {{"titel", "Bänke streichen"}}).status, 303);
    const auto path = "/redaktion/aufgaben/" + read([&](db::Reader& reader) {
                          return store::by_number(reader, network.id, 1).value().id.text();
                      });
    const Fields first{{"titel", "Bänke ölen"}, {"sichtbar", "public"}, {"version", "1"}};
    EXPECT_EQ(site.submit(path, path, first).status, 303);
    const auto second =
        site.submit(path, path, {{"titel", "Tische ölen"}, {"sichtbar", "public"}, {"version", "1"}});
    EXPECT_EQ(second.status, 409);
    EXPECT_TRUE(second.says("Tische ölen"));
    EXPECT_TRUE(second.says("Jemand anderes hat das gerade geändert."));
}

TEST_F(Tasks, that_are_done_say_so_and_can_be_opened_again)
{
    site.sign_in_as(Role::coordinator);
    ASSERT_EQ(enter("", {{"titel", "Bänke streichen"}}).status, 303);
    const auto action =
        "/redaktion/aufgaben/" +
        read([&](db::Reader& reader) { return store::by_number(reader, network.id, 1).value().id.text(); }) +
        "/stand";
    EXPECT_EQ(site.submit("/aufgaben/1", action, {{"stand", "done"}, {"wort", "Alle acht."}}).status, 303);
    const auto done = site.get("/aufgaben/1");
    EXPECT_TRUE(done.says("erledigt"));
    EXPECT_TRUE(done.says("Alle acht."));
    EXPECT_FALSE(site.get("/aufgaben").says("Bänke streichen"));
    EXPECT_TRUE(site.get("/aufgaben?stand=erledigt").says("Bänke streichen"));
    EXPECT_EQ(site.submit("/aufgaben/1", action, {{"stand", "open"}}).status, 303);
    EXPECT_TRUE(site.get("/aufgaben").says("Bänke streichen"));
}

} // namespace dorfnetz::tasks
