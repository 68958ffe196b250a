#include "features/meetings/ways_back.hpp"

#include "features/meetings/documents.hpp"
#include "features/meetings/invitations.hpp"
#include "features/meetings/meetings_for_tests.hpp"

namespace dorfnetz::meetings {

namespace {

class WaysBack : public WithMeetings
{
protected:
    WaysBack()
    {
        site.environment().public_address = "https://heide.example";
        site.given([&](db::Tx& tx) -> Result<Done> {
            add_account(tx, "aue@example.org", {web::Role::lead_editor, aue.text()});
            return Done{};
        });
        meeting = given(advent());
        site.sign_in_as(web::Role::coordinator);
    }

    std::string page(std::string_view end = {}) { return desk_path_of(stored(meeting)).append(end); }

    void invite_all()
    {
        const auto here = context();
        site.given([&](db::Tx& tx) -> Result<Done> {
            TRY(invite(tx, here, meeting, stored(meeting).version, {}));
            return Done{};
        });
    }

    void begin_it()
    {
        const auto here = context();
        site.clock.advance(std::chrono::minutes(1));
        site.given([&](db::Tx& tx) { return begin(tx, here, meeting); });
    }

    void call_off()
    {
        const auto here = context();
        site.clock.advance(std::chrono::minutes(1));
        site.given([&](db::Tx& tx) {
            return cancel(tx, here, meeting, stored(meeting).version, "Zu viel Schnee.");
        });
    }

    Result<Done> removed(const std::vector<BeforeStep>& before = {})
    {
        const auto here = context();
        return written([&](db::Tx& tx) { return remove(tx, here, meeting, before); });
    }

    std::int64_t count_deeds(std::string_view action)
    {
        return read([&](db::Reader& reader) {
            return reader.count(R"sql(SELECT COUNT(*) FROM audit_log WHERE action = :action)sql",
                                {{"action", action}});
        });
    }

    MeetingId meeting;
};

Result<Done> never(db::Tx&, const web::Context&, const Meeting&)
{
    return Error{.kind = Err::conflict, .text = "Nein."_de};
}

} // namespace

TEST_F(WaysBack, lead_from_a_beginning_to_an_invitation)
{
    invite_all();
    begin_it();
    EXPECT_TRUE(site.get(page("/anwesenheit")).says("Doch noch nicht begonnen"));
    ASSERT_EQ(site.submit(page("/anwesenheit"), page("/doch-nicht-begonnen"), {}).status, 303);
    EXPECT_EQ(stored(meeting).state, State::invited);
    EXPECT_TRUE(voters(meeting).empty());
    EXPECT_EQ(count_deeds("meeting.not_begun"), 1);
    begin_it();
    EXPECT_EQ(voters(meeting).size(), 3U) << "and it begins again, as if nothing had been";
}

TEST_F(WaysBack, lead_from_a_beginning_without_an_invitation_to_a_plan)
{
    begin_it();
    ASSERT_EQ(site.submit(page("/anwesenheit"), page("/doch-nicht-begonnen"), {}).status, 303);
    EXPECT_EQ(stored(meeting).state, State::planning);
    EXPECT_FALSE(stored(meeting).invited_at);
    site.clock.set(*timestamp_from_iso("2026-12-09T08:04:00Z"));
    begin_it();
    ASSERT_EQ(site.submit(page("/anwesenheit"), page("/doch-nicht-begonnen"), {}).status, 303);
    EXPECT_EQ(stored(meeting).state, State::planning) << "recorded days afterwards, too";
}

TEST_F(WaysBack, are_closed_once_somebody_is_there)
{
    begin_it();
    const auto token =
        support::TestSite::token_in(site.get(page("/anwesenheit")).body, page("/doch-nicht-begonnen"));
    const auto undo = [&] { return site.post(page("/doch-nicht-begonnen"), "_token=" + token); };
    ASSERT_TRUE(represent(meeting, aue, {.presence = Presence::delegate}));
    EXPECT_FALSE(site.get(page("/anwesenheit")).says("Doch noch nicht begonnen"));
    EXPECT_TRUE(undo().says("Es ist schon jemand als anwesend eingetragen."));
    EXPECT_EQ(voters(meeting).size(), 3U) << "those who are not there keep their votes";
    ASSERT_TRUE(represent(meeting, aue, {}));
    const auto here = context();
    site.given([&](db::Tx& tx) -> Result<Done> {
        TRY(add_attendee(tx, here, meeting, "Petra Probe", ""));
        return Done{};
    });
    EXPECT_TRUE(undo().says("Es ist schon jemand als anwesend eingetragen."));
    EXPECT_TRUE(stored(meeting).is_running());
}

TEST_F(WaysBack, ask_what_else_hangs_on_a_beginning)
{
    begin_it();
    const auto here = context();
    const auto refused = written([&](db::Tx& tx) { return take_back_beginning(tx, here, meeting, {never}); });
    EXPECT_EQ(refused.error().text, "Nein."_de);
    EXPECT_TRUE(stored(meeting).is_running());
}

TEST_F(WaysBack, tell_those_who_were_told_that_it_is_off)
{
    invite_all();
    call_off();
    EXPECT_EQ(mails()["aue@example.org"], "Fällt aus: Treffen im Advent");
    EXPECT_TRUE(site.get(page()).says("Findet doch statt"));
    const auto question = site.submit(page(), page("/findet-statt"), {});
    EXPECT_TRUE(question.says("Alle, die eingeladen sind, bekommen eine Mail"));
    EXPECT_EQ(stored(meeting).state, State::cancelled);
    const auto sequence = stored(meeting).sequence;
    const auto version = std::to_string(stored(meeting).version);
    const auto token = support::TestSite::token_in(site.get(page()).body, page("/findet-statt"));
    const auto yes = [&] {
        return site.post(page("/findet-statt"), "sicher=1&version=" + version + "&_token=" + token);
    };
    ASSERT_EQ(yes().status, 303);
    EXPECT_EQ(mails()["aue@example.org"], "Findet doch statt: Treffen im Advent");
    EXPECT_EQ(stored(meeting).state, State::invited);
    EXPECT_GT(stored(meeting).sequence, sequence);
    EXPECT_TRUE(stored(meeting).cancelled_why.empty());
    const auto told = count_deeds("meeting.takes_place");
    EXPECT_TRUE(site.get(yes().location()).says("Das ist schon geschehen"));
    EXPECT_EQ(count_deeds("meeting.takes_place"), told) << "once, however often the question is answered";
}

TEST_F(WaysBack, do_not_lead_to_a_day_that_has_passed)
{
    call_off();
    site.clock.set(*stored(meeting).ends_at + std::chrono::minutes(1));
    EXPECT_FALSE(site.get(page()).says("Findet doch statt"));
    const auto here = context();
    const auto late = written(
        [&](db::Tx& tx) { return take_back_calling_off(tx, here, meeting, stored(meeting).version); });
    EXPECT_EQ(late.error().kind, Err::conflict);
}

TEST_F(WaysBack, delete_what_nobody_has_heard_of_after_a_question)
{
    const auto here = context();
    site.given([&](db::Tx& tx) -> Result<Done> {
        const auto item = TRY(add_item(tx, here, meeting, {.title = "Zelt"}, ItemStatus::on));
        TRY(add_document(tx, here,
                         {.meeting = meeting,
                          .item = item,
                          .title = "Angebot",
                          .file_name = "angebot.pdf",
                          .content_type = "application/pdf",
                          .size = 3},
                         "abc"));
        return Done{};
    });
    const auto path = page("/loeschen");
    const auto question = site.submit(page(), path, {});
    EXPECT_TRUE(question.says("Auf der Tagesordnung steht ein Punkt. Eine Unterlage ist hochgeladen."));
    EXPECT_EQ(stored(meeting).draft, advent());
    EXPECT_EQ(site.submit(page(), path, {{"sicher", "1"}}).status, 303);
    EXPECT_FALSE(read([&](db::Reader& reader) { return meeting_by_id(reader, network.id, meeting); }));
    EXPECT_EQ(count_deeds("meeting.deleted"), 1);
}

TEST_F(WaysBack, delete_nothing_to_which_somebody_was_invited_or_on_which_something_hangs)
{
    EXPECT_EQ(removed({never}).error().text, "Nein."_de);
    invite_all();
    EXPECT_FALSE(site.get(page()).says("/loeschen\""));
    EXPECT_EQ(removed().error().kind, Err::conflict);
    call_off();
    EXPECT_EQ(removed().error().kind, Err::conflict) << "they were told that it is off";
    EXPECT_EQ(stored(meeting).state, State::cancelled);
}

} // namespace dorfnetz::meetings
