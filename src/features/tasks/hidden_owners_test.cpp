#include "features/tasks/tasks_for_tests.hpp"

// Who sees a task, and of whom it says that they do it.
namespace dorfnetz::tasks {

namespace {

using web::Role;

class TaskOwners : public WithTasks
{
protected:
    web::Context as_coordinator()
    {
        auto here = context();
        here.actor = {.user = web::UserId("u"),
                      .name = "Koordination",
                      .session = {},
                      .grants = {{Role::coordinator, ""}}};
        return here;
    }

    // What comes up for a meeting, as the coordination is offered it.
    std::vector<std::string> offered(const meetings::MeetingDraft& draft)
    {
        const auto here = as_coordinator();
        const auto meeting = stored(WithMeetings::given(draft));
        std::vector<std::string> all;
        for (const auto& matter :
             read([&](db::Reader& reader) { return agenda_source().matters(reader, here, meeting); }))
            all.push_back(matter.heading + ": " + matter.text);
        return all;
    }

    // What everybody reads in the list and on its page.
    std::string read_by_all(const Task& task)
    {
        return site.get("/aufgaben").body + site.get(path_of(task)).body;
    }
};

} // namespace

TEST_F(TaskOwners, who_entered_a_task_changes_it_as_long_as_they_could_give_it)
{
    site.sign_in_as(Role::lead_editor, aue.text());
    ASSERT_EQ(enter("", {{"titel", "Bänke streichen"}}).status, 303);
    const auto edit =
        read([&](db::Reader& reader) { return edit_path(store::by_number(reader, network.id, 1).value()); });
    EXPECT_EQ(site.get(edit).status, 200);
    EXPECT_TRUE(site.get("/aufgaben/1").says("Aufgabe ändern"));
    site.sign_in_as(Role::organisation_editor, singers.text());
    EXPECT_EQ(site.get(edit).status, 404) << "the same account, without the role";
    EXPECT_FALSE(site.get("/aufgaben/1").says("Aufgabe ändern"));
}

TEST_F(TaskOwners, who_entered_a_task_of_a_meeting_sees_it_as_long_as_they_see_the_meeting)
{
    auto closed = advent();
    closed.audience = meetings::Audience::members;
    const auto meeting = WithMeetings::given(closed);
    site.sign_in_as(Role::lead_editor, aue.text());
    ASSERT_EQ(enter("?treffen=" + meeting.text(), {{"titel", "Haushalt prüfen"}, {"treffen", meeting.text()}})
                  .status,
              303);
    EXPECT_EQ(site.get("/aufgaben/1").status, 200);
    site.sign_in_as(Role::organisation_editor, singers.text());
    EXPECT_EQ(site.get("/aufgaben/1").status, 404);
}

TEST_F(TaskOwners, are_named_on_no_agenda_whoever_puts_the_task_there)
{
    given({.title = "Schlüssel holen", .owner = karl});
    EXPECT_EQ(offered(advent()), std::vector<std::string>{"Aufgabe: Schlüssel holen: jemand aus Aue"});
}

TEST_F(TaskOwners, of_a_narrower_circle_come_onto_no_agenda_of_a_wider_one)
{
    auto closed = advent();
    closed.audience = meetings::Audience::members;
    given({.title = "Haushalt prüfen", .meeting = WithMeetings::given(closed)});
    given({.title = "Liste führen", .audience = Audience::network});
    EXPECT_EQ(offered(advent()), std::vector<std::string>());
    EXPECT_EQ(offered(closed).size(), 2U);
}

TEST_F(TaskOwners, whose_entry_is_locked_are_nobody)
{
    const auto task = given({.title = "Schlüssel holen", .owner = karl});
    site.given([&](db::Tx& tx) {
        return people::withdraw_consent(tx, network.id, karl, {.purpose = people::Purpose::register_},
                                        author());
    });
    EXPECT_NE(read_by_all(task).find("noch niemand"), std::string::npos);
    EXPECT_EQ(read_by_all(task).find("jemand aus Aue"), std::string::npos);
}

TEST_F(TaskOwners, that_are_not_public_are_named_to_who_is_signed_in_alone)
{
    const auto task = given({.title = "Bänke streichen", .owner = choir});
    EXPECT_NE(read_by_all(task).find("Chor Aue"), std::string::npos);
    hide(choir);
    EXPECT_NE(read_by_all(task).find("jemand aus dem Netzwerk"), std::string::npos);
    EXPECT_EQ(read_by_all(task).find("Chor Aue"), std::string::npos)
        << "nor in what the list can be narrowed to";
    EXPECT_FALSE(site.get("/aufgaben?wer=beispiel-chor-aue").says("Bänke"));
    site.sign_in_as(Role::lead_editor, berg.text());
    EXPECT_NE(read_by_all(task).find("Chor Aue"), std::string::npos);
}

TEST_F(TaskOwners, who_were_erased_leave_a_link_that_opens_nothing)
{
    const auto task = given({.title = "Schlüssel holen", .owner = karl});
    const auto path = answer_path_of(task);
    EXPECT_EQ(site.get(path).status, 200);
    site.given([&](db::Tx& tx) -> Result<Done> {
        people::erase(tx, network.id, karl, {kept_tasks()});
        return Done{};
    });
    EXPECT_EQ(site.get(path).status, 404);
}

TEST_F(TaskOwners, are_found_by_their_whole_name_and_by_nothing_less)
{
    site.sign_in_as(Role::lead_editor, aue.text());
    for (const auto* part : {"Karl", "Beispiel", "Karl Beispie", "Beispiel Karl", "Karl Karl Beispiel"})
        EXPECT_EQ(enter("", {{"titel", "Schlüssel holen"}, {"mensch", part}}).status, 422) << part;
    EXPECT_EQ(enter("", {{"titel", "Schlüssel holen"}, {"mensch", " KARL beispiel "}}).status, 303);
}

} // namespace dorfnetz::tasks
