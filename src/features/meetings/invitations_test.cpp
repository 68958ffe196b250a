#include "features/meetings/invitations.hpp"

#include "features/meetings/letters.hpp"
#include "features/meetings/meetings_for_tests.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>

namespace dorfnetz::meetings {

namespace {

class Invitations : public WithMeetings
{
protected:
    Invitations()
    {
        site.environment().public_address = "https://heide.example";
        site.given([&](db::Tx& tx) -> Result<Done> {
            add_account(tx, "erika@example.org", {web::Role::coordinator, ""});
            add_account(tx, "aue@example.org", {web::Role::lead_editor, aue.text()});
            add_account(tx, "berg@example.org", {web::Role::lead_editor, berg.text()});
            add_account(tx, "amt@example.org", {web::Role::municipality_officer, ""});
            add_account(tx, "chor@example.org", {web::Role::organisation_editor, choir.text()});
            // Signs in with a name.
            add_account(tx, "tal.tanne", {web::Role::lead_editor, tal.text()});
            return Done{};
        });
        meeting = given(advent());
        site.sign_in_as(web::Role::coordinator);
    }

    using Fields = std::vector<std::pair<std::string, std::string>>;

    std::int64_t count_mails()
    {
        return read([&](db::Reader& reader) {
            return reader.count(R"sql(SELECT COUNT(*) FROM outbox WHERE network_id = :network)sql",
                                {{"network", network.id}});
        });
    }

    Result<std::int64_t> invited(const Guests& guests = {})
    {
        const auto here = context();
        return written(
            [&](db::Tx& tx) { return invite(tx, here, meeting, stored(meeting).version, guests); });
    }

    MeetingId meeting;
};

} // namespace

TEST_F(Invitations, reach_who_speaks_for_a_village_and_nobody_else)
{
    EXPECT_EQ(invited().value(), 3);
    EXPECT_EQ(mails().size(), 3U);
    EXPECT_EQ(mails()["berg@example.org"], "Einladung: Treffen im Advent");
    EXPECT_EQ(stored(meeting).state, State::invited);
    EXPECT_EQ(invited({.municipality = true}).value(), 4);
    EXPECT_TRUE(mails().contains("amt@example.org"));
}

TEST_F(Invitations, are_asked_about_before_they_go_out)
{
    const auto page = desk_path_of(stored(meeting)) + "/einladen";
    const auto question = site.submit(page, page, {{"gemeinde", "1"}});
    EXPECT_EQ(question.status, 200);
    EXPECT_TRUE(question.says("4 Mails gehen hinaus."));
    EXPECT_TRUE(mails().empty());
    EXPECT_TRUE(question.says("name=\"version\" value=\"1\""));
    const auto yes = site.submit(page, page, {{"gemeinde", "1"}, {"sicher", "1"}, {"version", "1"}});
    EXPECT_EQ(yes.status, 303);
    EXPECT_EQ(mails().size(), 4U);
    EXPECT_TRUE(stored(meeting).invites_municipality);
}

TEST_F(Invitations, say_at_night_that_they_wait_for_the_morning)
{
    const auto page = desk_path_of(stored(meeting)) + "/einladen";
    EXPECT_FALSE(site.get(page).says("8 Uhr"));
    site.clock.set(*timestamp_from_iso("2026-11-22T21:30:00Z"));
    EXPECT_TRUE(site.get(page).says("Jetzt ist Nacht: Hinaus geht es um 8 Uhr."));
    const auto yes = site.submit(page, page, {{"sicher", "1"}, {"version", "1"}});
    EXPECT_TRUE(site.get(yes.location()).says("Die Mails gehen um 8 Uhr hinaus."));
}

TEST_F(Invitations, lead_on_to_who_comes_and_not_to_the_same_again)
{
    const auto page = desk_path_of(stored(meeting)) + "/einladen";
    EXPECT_FALSE(site.get(page).says("Ihr habt eingeladen."));
    ASSERT_TRUE(invited());
    const auto shown = site.get(page).body;
    EXPECT_NE(shown.find("class=\"btn\" href=\"" + desk_path_of(stored(meeting)) + "/zusagen\""),
              std::string::npos);
    EXPECT_LT(shown.find("Hat sich etwas geändert?"), shown.find("Noch einmal einladen</button>"))
        << "folded away";
}

TEST_F(Invitations, say_that_nobody_is_reached_and_offer_letters)
{
    auto draft = advent();
    draft.kind = Kind::village;
    draft.village = tal;
    meeting = given(draft);
    site.given([&](db::Tx& tx) -> Result<Done> {
        tx.exec(R"sql(DELETE FROM grants WHERE subject = :village)sql", {{"village", tal}});
        return Done{};
    });
    const auto path = desk_path_of(stored(meeting)) + "/einladen";
    const auto page = site.get(path);
    EXPECT_TRUE(page.says("Per Mail ist niemand zu erreichen"));
    EXPECT_TRUE(page.says("class=\"btn\" href=\"" + desk_path_of(stored(meeting)) + "/einladung.pdf\""));
    EXPECT_FALSE(page.says("0 Mails"));
    EXPECT_TRUE(site.submit(path, path, {}).says("Es geht keine Mail hinaus."));
    const auto yes = site.submit(path, path, {{"sicher", "1"}, {"version", "1"}});
    EXPECT_TRUE(site.get(yes.location()).says("Eine Mail bekommt niemand: Gebt die Briefe ab"));
    EXPECT_EQ(stored(meeting).state, State::invited);
}

TEST_F(Invitations, go_out_once_however_often_the_question_is_answered)
{
    const auto page = desk_path_of(stored(meeting)) + "/einladen";
    const Fields yes{{"sicher", "1"}, {"version", std::to_string(stored(meeting).version)}};
    EXPECT_TRUE(site.get(site.submit(page, page, yes).location()).says("Eingeladen."));
    const auto second = site.submit(page, page, yes);
    EXPECT_TRUE(site.get(second.location()).says("Das ist schon geschehen"));
    EXPECT_EQ(site.submit(page, page, {{"sicher", "1"}}).status, 303) << "of no question at all";
    EXPECT_EQ(count_mails(), 3);
    EXPECT_TRUE(site.submit(page, page, {}).says("name=\"version\" value=\"2\""));
    EXPECT_EQ(site.submit(page, page, {{"sicher", "1"}, {"version", "2"}}).status, 303);
    EXPECT_EQ(count_mails(), 6) << "whoever is asked anew invites once more";
}

TEST_F(Invitations, are_called_off_once_and_not_after_somebody_else_changed_the_meeting)
{
    ASSERT_TRUE(invited());
    const auto page = desk_path_of(stored(meeting)) + "/absagen";
    const auto stale = site.submit(page, page, {{"grund", "Zu viel Schnee."}, {"version", "1"}});
    EXPECT_EQ(stale.status, 409);
    EXPECT_TRUE(stale.says("Zu viel Schnee."));
    EXPECT_EQ(stored(meeting).state, State::invited);
    const Fields off{{"grund", "Zu viel Schnee."}, {"version", "2"}};
    const auto token = support::TestSite::token_in(site.get(page).body, page);
    EXPECT_EQ(site.submit(page, page, off).status, 303);
    EXPECT_EQ(count_mails(), 6);
    const auto second = site.post(page, "grund=Schnee&version=2&_token=" + token);
    EXPECT_TRUE(site.get(second.location()).says("Das Treffen ist schon abgesagt."));
    EXPECT_EQ(count_mails(), 6);
}

TEST_F(Invitations, carry_an_appointment_and_a_change_carries_a_higher_number)
{
    const auto file_of = [&] {
        const auto here = context();
        return read([&](db::Reader& reader) {
            const auto entries = organisations::shared_register(here, reader);
            return calendar::write({.method = calendar::Calendar::Method::request,
                                    .events = {event_of(here, *entries, stored(meeting), Reads::everybody)}});
        });
    };
    ASSERT_TRUE(invited());
    const auto first = file_of();
    EXPECT_NE(first.find("SEQUENCE:0"), std::string::npos) << first;
    EXPECT_NE(first.find("DTSTART:20261205T170000Z"), std::string::npos) << first;
    const auto here = context();
    site.clock.advance(std::chrono::seconds(1));
    ASSERT_TRUE(written([&](db::Tx& tx) {
        return set_date(tx, here, meeting, {local("2026-12-12T18:00"), local("2026-12-12T20:00")});
    }));
    EXPECT_EQ(mails()["aue@example.org"], "Geändert: Treffen im Advent");
    const auto second = file_of();
    EXPECT_NE(second.find("SEQUENCE:1"), std::string::npos) << second;
    EXPECT_NE(second.find("UID:" + meeting.text()), std::string::npos) << "the same appointment";
    site.clock.advance(std::chrono::seconds(1));
    ASSERT_TRUE(written(
        [&](db::Tx& tx) { return cancel(tx, here, meeting, stored(meeting).version, "Zu viel Schnee."); }));
    EXPECT_EQ(mails()["aue@example.org"], "Fällt aus: Treffen im Advent");
    EXPECT_NE(file_of().find("STATUS:CANCELLED"), std::string::npos);
}

TEST_F(Invitations, say_nothing_about_a_plan_that_is_dropped)
{
    const auto here = context();
    ASSERT_TRUE(written([&](db::Tx& tx) { return cancel(tx, here, meeting, stored(meeting).version, ""); }));
    EXPECT_TRUE(mails().empty());
    EXPECT_FALSE(invited());
}

TEST_F(Invitations, remind_once_some_days_before)
{
    ASSERT_TRUE(invited());
    const auto remind_now = [&] { remind(site.environment(), site.site(), network); };
    remind_now();
    EXPECT_EQ(mails()["aue@example.org"], "Einladung: Treffen im Advent") << "it is two weeks before";
    site.clock.set(*timestamp_from_iso("2026-12-02T08:00:00Z"));
    remind_now();
    EXPECT_EQ(mails()["aue@example.org"], "Bald ist es so weit: Treffen im Advent");
    const auto before = count_mails();
    remind_now();
    EXPECT_EQ(count_mails(), before);
}

TEST_F(Invitations, of_examples_remind_nobody)
{
    auto draft = advent();
    draft.is_example = true;
    const auto example = given(draft);
    auto invited_to = stored(example);
    invited_to.state = State::invited;
    const auto context = web::context_of_a_job(site.environment(), site.site(), network);
    EXPECT_FALSE(reminder_due(context, invited_to));
    invited_to.draft.is_example = false;
    EXPECT_TRUE(reminder_due(context, invited_to));
}

TEST_F(Invitations, that_come_late_are_not_followed_by_a_reminder)
{
    site.clock.set(*timestamp_from_iso("2026-12-03T08:00:00Z"));
    ASSERT_TRUE(invited());
    remind(site.environment(), site.site(), network);
    EXPECT_EQ(mails()["aue@example.org"], "Einladung: Treffen im Advent");
}

TEST_F(Invitations, go_nowhere_with_links_to_a_host_that_is_not_ours)
{
    site.environment().public_address.clear();
    const auto refused = invited();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Err::conflict);
    EXPECT_EQ(stored(meeting).state, State::planning);
}

TEST_F(Invitations, are_letters_for_who_has_no_mail)
{
    const auto here = context();
    const auto all = read([&](db::Reader& reader) { return addressees_of(reader, here, stored(meeting)); });
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(std::ranges::count(all, false, &Addressee::gets_mail), 1) << "Tal signs in with a name";
    const auto page = desk_path_of(stored(meeting));
    const auto file = site.get(page + "/einladung.pdf?nur=ohne-mail");
    EXPECT_EQ(file.status, 200);
    EXPECT_TRUE(file.body.starts_with("%PDF-"));
    EXPECT_TRUE(site.get(page + "/einladen").says("Beispiel: Chor Tal"));
}

TEST_F(Invitations, of_a_village_reach_its_clubs)
{
    auto draft = advent();
    draft.kind = Kind::village;
    draft.village = aue;
    meeting = given(draft);
    ASSERT_TRUE(invited());
    EXPECT_EQ(mails().size(), 2U);
    EXPECT_TRUE(mails().contains("chor@example.org"));
    EXPECT_TRUE(mails().contains("aue@example.org"));
}

TEST_F(Invitations, of_a_group_say_to_people_of_the_register_how_they_take_their_consent_back)
{
    const auto karl = given_karl();
    auto draft = advent();
    draft.kind = Kind::group;
    site.given([&](db::Tx& tx) -> Result<Done> {
        draft.group = TRY(groups::create(tx, network.id, {.title = "Wege"}, author()));
        for (const groups::Who& who : {groups::Who(karl), groups::Who(choir)})
            TRY(groups::add_member(tx, network.id, *draft.group, who, groups::Duty::member, author()));
        return Done{};
    });
    meeting = given(draft);
    const auto link = "https://heide.example" + people::withdrawal_path(site.environment(), network.id, karl);
    ASSERT_TRUE(invited());
    auto sent = claimed();
    ASSERT_EQ(sent.size(), 3U) << "Karl, and who speaks for the choir";
    EXPECT_NE(sent["karl@example.org"].text.find(link), std::string::npos) << sent["karl@example.org"].text;
    EXPECT_EQ(sent["karl@example.org"].unsubscribe_url, link);
    EXPECT_EQ(sent["aue@example.org"].text.find("/einwilligung/"), std::string::npos);
    EXPECT_EQ(sent["aue@example.org"].unsubscribe_url, std::nullopt);
    ASSERT_TRUE(invited());
    site.given([&](db::Tx& tx) {
        return people::withdraw_consent(tx, network.id, karl, {.purpose = people::Purpose::register_},
                                        author());
    });
    EXPECT_FALSE(claimed().contains("karl@example.org")) << "what waited to go out is called back";
    ASSERT_TRUE(invited());
    EXPECT_FALSE(claimed().contains("karl@example.org"));
}

} // namespace dorfnetz::meetings
