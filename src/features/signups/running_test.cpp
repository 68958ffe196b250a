#include "features/signups/signups_for_tests.hpp"

namespace dorfnetz::signups {

namespace {

class Running : public WithShifts
{
protected:
    Running() { site.environment().public_address = "https://heide.example"; }

    activities::DateChange as_it_is(const activities::ActivityDate& date)
    {
        return {.when = {.begin = *calendar::local_time_from_iso("2026-12-05T10:00"),
                         .end = *calendar::local_time_from_iso("2026-12-05T18:00")},
                .place_name = date.place_name,
                .note = date.note};
    }

    void change_the_date(const std::function<void(activities::DateChange&)>& how)
    {
        const auto date = read(
            [&](db::Reader& reader) { return activities::dates_of(reader, network.id, festival).front(); });
        auto change = as_it_is(date);
        how(change);
        ASSERT_TRUE(written([&](db::Tx& tx) {
            return activities::change_date(tx, network, date.id, date.sequence, change, author());
        }));
    }

    const ShiftId grill = shift(festival, role("Grillstand"), 3, hours(0, 2));
    const ShiftId wash = shift(festival, role("Abwasch"), 3, hours(4, 2));
};

} // namespace

TEST_F(Running, reminds_once_at_the_chosen_time)
{
    promise(of(grill, "Karla Muster", "karla@example.org"));
    new_mails();
    site.clock.set(*timestamp_from_iso("2026-12-04T08:59:00Z"));
    work();
    EXPECT_TRUE(new_mails().empty()) << "it begins at nine UTC, and a day before is asked for";
    site.clock.set(*timestamp_from_iso("2026-12-04T09:00:00Z"));
    work();
    work();
    const auto mails = new_mails();
    ASSERT_EQ(mails.size(), 1U);
    EXPECT_EQ(mails[0].subject, "Bald ist es so weit: Teichfest: Grillstand");
    EXPECT_EQ(mails[0].urgency, mail::Urgency::may_be_lost);
}

TEST_F(Running, wakes_nobody_by_the_device_either)
{
    auto wanted = of(grill, "Karla Muster", "karla@example.org");
    wanted.remind_hours = 36;
    const auto id = promise(wanted);
    site.given([&](db::Tx& tx) -> Result<Done> {
        tx.exec(R"sql(
            INSERT INTO push_devices (network_id, id, about, about_id, endpoint, point, auth, added_at)
            VALUES (:network, 'phone', 'signup', :id, 'https://push.example.net/a', 'p', 'a', :now))sql",
                {{"network", network.id}, {"id", id}, {"now", site.clock.now()}});
        return Done{};
    });
    site.clock.set(*timestamp_from_iso("2026-12-03T21:00:00Z")); // ten in the evening
    work();
    const auto due = read([](db::Reader& reader) {
        return reader.value<Timestamp>(R"sql(SELECT next_attempt_at FROM push_messages)sql", {});
    });
    ASSERT_TRUE(due);
    EXPECT_EQ(to_iso(*due), "2026-12-04T07:00:00Z");
}

TEST_F(Running, reminds_nobody_who_has_just_promised_or_wants_no_reminder)
{
    auto without = of(grill, "Anna", "anna@example.org");
    without.remind_hours.reset();
    promise(without);
    site.clock.set(*timestamp_from_iso("2026-12-04T20:00:00Z"));
    promise(of(grill, "Karla Muster", "karla@example.org"));
    new_mails();
    work();
    EXPECT_TRUE(new_mails().empty());
}

TEST_F(Running, tells_once_and_in_one_mail_of_a_date_that_moved_and_of_its_calendar_entry)
{
    promise(of(grill, "Karla Muster", "karla@example.org"));
    promise(of(wash, "Karla Muster", "karla@example.org"));
    new_mails();
    change_the_date([](activities::DateChange& change) { change.when.begin += std::chrono::hours(1); });
    work();
    work();
    const auto mails = new_mails();
    ASSERT_EQ(mails.size(), 1U);
    EXPECT_EQ(mails[0].subject, "Neues zu deinen Zusagen");
    EXPECT_EQ(mails[0].attachments.size(), 2U);
    EXPECT_NE(mails[0].attachments[0].bytes.find("METHOD:REQUEST"), std::string::npos);
}

TEST_F(Running, tells_nobody_of_what_does_not_concern_them)
{
    promise(of(grill, "Karla Muster", "karla@example.org"));
    new_mails();
    const auto now = read(
        [&](db::Reader& reader) { return activities::activity_by_id(reader, network.id, festival).value(); });
    auto draft = now.draft;
    draft.description = "Ein Tippfehler weniger.";
    ASSERT_TRUE(written(
        [&](db::Tx& tx) { return activities::update(tx, network, festival, now.version, draft, author()); }));
    work();
    EXPECT_TRUE(new_mails().empty());
}

TEST_F(Running, tells_of_what_is_called_off_and_of_what_takes_place_after_all)
{
    const auto id = promise(of(grill, "Karla Muster", "karla@example.org"));
    new_mails();
    change_the_date(
        [](activities::DateChange& change) { change.status = activities::DateStatus::cancelled; });
    work();
    auto mails = new_mails();
    ASSERT_EQ(mails.size(), 1U);
    EXPECT_EQ(mails[0].subject, "Fällt aus: Teichfest: Grillstand");
    EXPECT_NE(mails[0].calendar.find("METHOD:CANCEL"), std::string::npos);
    change_the_date([](activities::DateChange& change) { change.status = activities::DateStatus::planned; });
    work();
    mails = new_mails();
    ASSERT_EQ(mails.size(), 1U);
    EXPECT_EQ(mails[0].subject, "Findet doch statt: Teichfest: Grillstand");
    EXPECT_EQ(status(id), Status::confirmed);
}

TEST_F(Running, asks_what_shall_hold_when_a_date_moves_onto_another_promise)
{
    const auto concert = activity("Konzert", "2026-12-05T20:00", "2026-12-05T22:00", given.erlental);
    const auto chairs = shift(concert, role("Stühle"), 3);
    promise(of(chairs, "Karla Muster", "karla@example.org"));
    const auto moved = promise(of(wash, "Karla Muster", "karla@example.org"));
    EXPECT_EQ(status(moved), Status::confirmed);
    new_mails();
    change_the_date([](activities::DateChange& change) {
        change.when.begin += std::chrono::hours(5);
        change.when.end += std::chrono::hours(5);
    });
    work();
    EXPECT_TRUE(stored(moved).is_choice());
    EXPECT_EQ(new_mails().at(0).subject, "Was soll gelten? Teichfest: Abwasch");
}

TEST_F(Running, tells_later_what_could_not_be_told_at_once)
{
    auto world = surroundings();
    world.sends_mail = false;
    ASSERT_TRUE(written(
        [&](db::Tx& tx) { return sign_up(tx, world, of(grill, "Karla Muster", "karla@example.org")); }));
    EXPECT_TRUE(new_mails().empty());
    work();
    work();
    EXPECT_EQ(new_mails().size(), 1U);
}

TEST_F(Running, lets_go_of_names_thirty_days_after_the_date_and_keeps_the_hours)
{
    const auto id = promise(
        {.shift = grill, .name = "Karla Muster", .email = "karla@example.org", .phone = "+493493123456"});
    site.clock.set(*timestamp_from_iso("2026-12-05T12:00:00Z"));
    ASSERT_TRUE(written([&](db::Tx& tx) -> Result<Done> {
        TRY(check_in(tx, network.id, id, site.clock.now()));
        return record_minutes(tx, network.id, id, 120, site.clock.now());
    }));
    site.clock.set(*timestamp_from_iso("2027-01-04T16:59:00Z"));
    EXPECT_EQ(tidy_up(site.environment(), network.id), 0);
    site.clock.set(*timestamp_from_iso("2027-01-04T17:00:00Z"));
    EXPECT_EQ(tidy_up(site.environment(), network.id), 1);
    const auto left = stored(id);
    EXPECT_TRUE(left.name.empty() && left.email.empty() && left.phone.empty());
    EXPECT_EQ(left.status, Status::attended);
    EXPECT_EQ(left.minutes, 120);
    EXPECT_EQ(site.get(link(id)).status, 404);
}

TEST_F(Running, lets_go_of_who_took_it_back_a_month_later_however_far_the_date_is)
{
    const auto next_year = activity("Maifest", "2027-05-01T10:00", "2027-05-01T18:00", given.birkenau);
    const auto bar = shift(next_year, role("Ausschank"), 3);
    const auto gone = promise(of(bar, "Karla Muster", "karla@example.org"));
    const auto by_phone = promise({.shift = bar, .name = "Anna", .phone = "+493493111111"});
    const auto stays = promise(of(bar, "Berta", "berta@example.org"));
    ASSERT_TRUE(take_back(gone));
    const auto world = surroundings();
    ASSERT_TRUE(written([&](db::Tx& tx) { return decide(tx, world, by_phone, Decision::no); }));
    site.clock.advance(std::chrono::days(29));
    EXPECT_EQ(tidy_up(site.environment(), network.id), 0) << "it may be asked about";
    site.clock.advance(std::chrono::days(2));
    EXPECT_EQ(tidy_up(site.environment(), network.id), 2);
    EXPECT_TRUE(stored(gone).name.empty() && stored(gone).email.empty());
    EXPECT_TRUE(stored(by_phone).phone.empty());
    EXPECT_EQ(stored(stays).name, "Berta");
}

TEST_F(Running, keeps_the_hours_of_who_is_in_the_register_theirs)
{
    auto draft = given.draft(given.birkenau, "Muster");
    draft.given_name = "Karla";
    draft.email = "karla@example.org";
    const auto person = given.person(draft);
    site.given([&](db::Tx& tx) -> Result<Done> {
        people::confirm_mailbox(tx, network.id, person);
        return Done{};
    });
    const auto theirs = promise(of(grill, "Karla Muster", "Karla@example.org"));
    const auto of_somebody_else = promise(of(wash, "Petra Muster", "karla@example.org"));
    tidy_up(site.environment(), network.id);
    EXPECT_EQ(stored(theirs).person, person);
    EXPECT_FALSE(stored(of_somebody_else).person) << "a mailbox may be that of two";
    EXPECT_EQ(read([&](db::Reader& reader) { return promises_of_person(reader, network.id, person); }).size(),
              1U);
}

TEST_F(Running, follows_entries_of_the_register_that_were_merged)
{
    auto draft = given.draft(given.birkenau, "Muster");
    const auto kept = given.person(draft);
    auto wanted = of(grill, "Karla Muster", "karla@example.org");
    wanted.person = people::PersonId("22222222-0000-7000-8000-000000000001");
    const auto id = promise(wanted);
    site.given([&](db::Tx& tx) -> Result<Done> {
        tx.exec(
            R"sql(
            INSERT INTO merged_people (network_id, gone_id, kept_id, name, phone, mobile, email, confirmed_email, merged_at)
            VALUES (:network, :gone, :kept, '', '', '', '', '', :now))sql",
            {{"network", network.id}, {"gone", *wanted.person}, {"kept", kept}, {"now", site.clock.now()}});
        return Done{};
    });
    tidy_up(site.environment(), network.id);
    EXPECT_EQ(stored(id).person, kept);
}

// ---- On the day ----

class Attendance : public Running
{
};

TEST_F(Attendance, of_who_was_not_expected_takes_a_place_if_there_is_one_and_counts_anyway)
{
    promise(of(grill, "Anna", "anna@example.org", 2));
    const auto come = [&](const std::string& name, const std::string& key) {
        return written([&](db::Tx& tx) {
            return walk_up(tx, site.environment(), network.id,
                           {.shift = grill, .name = name, .at = site.clock.now(), .form_key = key});
        });
    };
    const auto first = come("Berta", "one");
    const auto second = come("Carla", "two");
    ASSERT_TRUE(first && second);
    EXPECT_TRUE(stored(*first).holds);
    EXPECT_FALSE(stored(*second).holds);
    EXPECT_EQ(stored(*second).status, Status::attended);
    EXPECT_EQ(taken(grill), 3);
    EXPECT_EQ(*come("Berta", "one"), *first) << "synchronised twice";
    EXPECT_EQ(come(std::string(101, 'x'), "three").error().kind, Err::invalid);
    for (const auto& each : {*first, *second})
        ASSERT_TRUE(written([&](db::Tx& tx) { return unmark(tx, network.id, each, site.clock.now()); }));
    EXPECT_EQ(stored(*first).status, Status::confirmed);
    EXPECT_EQ(stored(*second).status, Status::waitlisted) << "nobody is promised a place that there is not";
}

TEST_F(Attendance, can_be_marked_and_taken_back)
{
    const auto id = promise(of(grill, "Anna", "anna@example.org"));
    const auto now = site.clock.now();
    ASSERT_TRUE(written([&](db::Tx& tx) { return check_in(tx, network.id, id, now); }));
    ASSERT_TRUE(written([&](db::Tx& tx) { return check_in(tx, network.id, id, now); })) << "twice is once";
    EXPECT_EQ(status(id), Status::attended);
    ASSERT_TRUE(written([&](db::Tx& tx) { return mark_absent(tx, network.id, id, now); }));
    EXPECT_EQ(status(id), Status::absent);
    EXPECT_FALSE(stored(id).checked_in_at);
    ASSERT_TRUE(written([&](db::Tx& tx) { return unmark(tx, network.id, id, now); }));
    EXPECT_EQ(status(id), Status::confirmed);
    EXPECT_FALSE(written([&](db::Tx& tx) { return record_minutes(tx, network.id, id, 60, now); }));
    EXPECT_EQ(taken(grill), 1);
}

TEST_F(Attendance, of_who_had_cancelled_counts_when_they_are_there_after_all)
{
    const auto id = promise(of(grill, "Anna", "anna@example.org"));
    ASSERT_TRUE(take_back(id));
    EXPECT_FALSE(written([&](db::Tx& tx) { return mark_absent(tx, network.id, id, site.clock.now()); }));
    ASSERT_TRUE(written([&](db::Tx& tx) { return check_in(tx, network.id, id, site.clock.now()); }));
    EXPECT_TRUE(stored(id).holds);
    EXPECT_EQ(taken(grill), 1);
    ASSERT_TRUE(written([&](db::Tx& tx) { return mark_absent(tx, network.id, id, site.clock.now()); }));
    ASSERT_TRUE(written([&](db::Tx& tx) { return unmark(tx, network.id, id, site.clock.now()); }));
    EXPECT_EQ(status(id), Status::cancelled) << "a tap that is taken back promises nothing";
    EXPECT_EQ(taken(grill), 0);
}

} // namespace dorfnetz::signups
