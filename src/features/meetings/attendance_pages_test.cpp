#include "features/meetings/meetings_for_tests.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <thread>

namespace dorfnetz::meetings {

namespace {

class AttendancePages : public WithMeetings
{
protected:
    AttendancePages()
    {
        meeting = given(advent());
        site.sign_in_as(web::Role::coordinator);
    }

    std::string page(std::string_view end = "/anwesenheit")
    {
        return desk_path_of(stored(meeting)).append(end);
    }

    void begin_it()
    {
        const auto here = context();
        site.given([&](db::Tx& tx) { return begin(tx, here, meeting); });
    }

    MeetingId meeting;
};

} // namespace

TEST_F(AttendancePages, ask_before_a_meeting_begins_on_another_day)
{
    const auto question = site.submit(page(), page("/beginnen"), {});
    EXPECT_EQ(question.status, 200);
    EXPECT_TRUE(question.says("Wirklich jetzt?"));
    EXPECT_FALSE(stored(meeting).began_at);
    site.clock.set(*timestamp_from_iso("2026-12-05T17:02:00Z"));
    EXPECT_EQ(site.submit(page(), page("/beginnen"), {}).status, 303);
    EXPECT_TRUE(stored(meeting).is_running());
}

TEST_F(AttendancePages, of_a_meeting_that_is_recorded_afterwards_say_when_it_was_planned)
{
    site.clock.set(*timestamp_from_iso("2026-12-09T08:04:00Z"));
    EXPECT_TRUE(site.submit(page(), page("/beginnen"), {}).says("Geplant war das Treffen"));
    EXPECT_EQ(site.submit(page(), page("/beginnen"), {{"sicher", "1"}}).status, 303);
    EXPECT_EQ(stored(meeting).began_at, stored(meeting).starts_at);
    EXPECT_TRUE(site.get(page()).says("Tagesordnung und Anträge")) << "one gets on from here";
    EXPECT_EQ(site.submit(page(), page("/beenden"), {{"sicher", "1"}}).status, 303);
    EXPECT_EQ(stored(meeting).closed_at, stored(meeting).ends_at);
}

TEST_F(AttendancePages, take_a_village_by_one_tap_and_a_proxy_by_a_form)
{
    begin_it();
    EXPECT_TRUE(site.get(page()).says("Da sind 0 von 3 Stimmen."));
    EXPECT_EQ(site.submit(page(), page("/anwesenheit/aue"), {{"wer", "delegate"}, {"kurz", "1"}}).status,
              303);
    const auto form = page("/anwesenheit/berg");
    EXPECT_TRUE(site.get(form).says("Aue stimmt mit ab (Vollmacht)"));
    EXPECT_EQ(site.submit(form, form, {{"wer", "proxy:" + aue.text()}}).status, 303);
    EXPECT_TRUE(site.get(page()).says("Da sind 2 von 3 Stimmen. Ihr seid beschlussfähig."));
    EXPECT_FALSE(site.get(page("/anwesenheit/tal")).says("Vollmacht)")) << "Aue carries one already";
    const auto refused = site.submit(form, page("/anwesenheit/berg"), {{"wer", "proxy:" + tal.text()}});
    EXPECT_EQ(refused.status, 409);
    EXPECT_TRUE(refused.says("Aus Tal ist selbst niemand da."));
    const auto with_name = page("/anwesenheit/tal");
    EXPECT_EQ(site.submit(with_name, with_name, {{"wer", "delegate"}, {"name", "Uwe Probe"}}).status, 303);
    EXPECT_TRUE(site.get(page()).says("da: Uwe Probe"));
}

TEST_F(AttendancePages, let_a_delegate_say_on_the_own_phone_that_they_are_there)
{
    begin_it();
    site.sign_in_as(web::Role::lead_editor, berg.text());
    EXPECT_EQ(site.get(page()).status, 404) << "the list is for who leads";
    EXPECT_EQ(site.submit(page(""), page("/ich-bin-da"), {{"dorf", berg.text()}}).status, 303);
    EXPECT_TRUE(voters(meeting)[1].has_voice());
    EXPECT_FALSE(site.get(page("")).says("Ich bin da für")) << "nothing left to say";
}

TEST_F(AttendancePages, let_a_delegate_take_back_a_slip_but_not_what_others_entered)
{
    begin_it();
    site.sign_in_as(web::Role::lead_editor, berg.text());
    ASSERT_EQ(site.submit(page(""), page("/ich-bin-da"), {{"dorf", berg.text()}}).status, 303);
    EXPECT_TRUE(site.get(page("")).says("Doch nicht: Ich bin nicht da für Berg"));
    EXPECT_EQ(site.submit(page(""), page("/ich-bin-da"), {{"dorf", berg.text()}, {"doch_nicht", "1"}}).status,
              303);
    EXPECT_FALSE(voters(meeting)[1].has_voice());
    EXPECT_TRUE(site.get(page("")).says("Ich bin da für Berg")) << "and says it anew";

    ASSERT_EQ(site.submit(page(""), page("/ich-bin-da"), {{"dorf", berg.text()}}).status, 303);
    const auto token = support::TestSite::token_in(site.get(page("")).body, page("/ich-bin-da"));
    const auto here = context();
    site.given([&](db::Tx& tx) {
        return set_representation(tx, here, meeting, berg,
                                  {.presence = Presence::delegate, .represented_by = "Uwe Probe"}, {});
    });
    EXPECT_FALSE(site.get(page("")).says("Doch nicht"));
    const auto refused =
        site.post(page("/ich-bin-da"), fmt::format("_token={}&dorf={}&doch_nicht=1", token, berg.text()));
    EXPECT_EQ(refused.status, 409);
    EXPECT_TRUE(voters(meeting)[1].has_voice());
}

TEST_F(AttendancePages, do_not_let_a_delegate_speak_for_another_village)
{
    begin_it();
    site.sign_in_as(web::Role::lead_editor, berg.text());
    EXPECT_EQ(site.submit(page(""), page("/ich-bin-da"), {{"dorf", aue.text()}}).status, 404);
    EXPECT_FALSE(voters(meeting)[0].has_voice());
}

TEST_F(AttendancePages, take_down_the_others_and_strike_them_out)
{
    begin_it();
    EXPECT_EQ(site.submit(page(), page("/teilnehmende"), {{"name", ""}}).status, 422);
    EXPECT_EQ(site.submit(page(), page("/teilnehmende"), {{"name", "Petra <b>"}, {"fuer", "Rathaus"}}).status,
              303);
    EXPECT_TRUE(site.get(page()).says("Petra &lt;b&gt;"));
    const auto all = read([&](db::Reader& reader) { return attendees_of(reader, network.id, meeting); });
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(site.submit(page(), page("/teilnehmende/") + all.front().id.text() + "/loeschen", {}).status,
              303);
    EXPECT_FALSE(site.get(page()).says("Petra"));
}

TEST_F(AttendancePages, ask_before_a_meeting_ends_and_then_nothing_changes_any_more)
{
    begin_it();
    EXPECT_TRUE(site.submit(page(), page("/beenden"), {}).says("Treffen beenden?"));
    EXPECT_EQ(site.submit(page(), page("/beenden"), {{"sicher", "1"}}).status, 303);
    EXPECT_EQ(stored(meeting).state, State::held);
    EXPECT_FALSE(site.get(page()).says("/anwesenheit/aue")) << "no button";
}

TEST_F(AttendancePages, show_no_names_to_who_does_not_take_part)
{
    begin_it();
    const auto here = context();
    site.given([&](db::Tx& tx) -> Result<Done> {
        TRY(add_attendee(tx, here, meeting, "Petra Probe", "Rathaus"));
        return set_representation(tx, here, meeting, aue,
                                  {.presence = Presence::delegate, .represented_by = "Uwe Probe"}, {});
    });
    site.sign_out();
    EXPECT_FALSE(site.get(path_of(stored(meeting))).says("Probe"));
}

// Of two that carry the vote of the same delegate away at one moment, one is refused; so is one of two
// beginnings.
TEST_F(AttendancePages, at_one_moment_the_second_is_refused)
{
    const auto here = context();
    const auto both = [&](auto&& first, auto&& second) {
        Result<Done> one = Done{};
        Result<Done> other = Done{};
        std::thread thread([&] { other = written(second); });
        one = written(first);
        thread.join();
        return std::pair(one.has_value(), other.has_value());
    };
    const auto beginning = [&](db::Tx& tx) { return begin(tx, here, meeting); };
    const auto begun = both(beginning, beginning);
    EXPECT_NE(begun.first, begun.second);
    ASSERT_EQ(voters(meeting).size(), 3U);
    ASSERT_TRUE(represent(meeting, aue, {.presence = Presence::delegate}));
    const auto by_aue = [&](const VillageId& village) {
        return [&, village](db::Tx& tx) {
            return set_representation(tx, here, meeting, village, {.presence = Presence::proxy, .proxy = aue},
                                      {});
        };
    };
    const auto carried = both(by_aue(berg), by_aue(tal));
    EXPECT_NE(carried.first, carried.second);
    EXPECT_EQ(quorum_of(stored(meeting), voters(meeting)).present, 2);
}

} // namespace dorfnetz::meetings
