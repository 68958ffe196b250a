#include "features/activities/activities_for_tests.hpp"

#include <algorithm>

namespace dorfnetz::activities {

namespace {

class Activities : public WithActivities
{
protected:
    std::vector<std::string> on(std::string_view first, std::string_view last, Filter filter = {})
    {
        filter.from = *date_from_iso(first);
        filter.until = *date_from_iso(last);
        std::vector<std::string> titles;
        for (const auto& listed :
             read([&](db::Reader& reader) { return dates_between(reader, network.id, filter); }))
            titles.push_back(listed.title);
        return titles;
    }
};

using Titles = std::vector<std::string>;

} // namespace

TEST_F(Activities, that_take_place_once_have_one_date_with_an_address_without_a_day)
{
    const auto found = dates(given(concert()));
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(path_of(found[0]), "/termine/2026/12/konzert-am-teich");
    EXPECT_EQ(to_iso(found[0].starts_at), "2026-12-05T17:00:00Z");
}

TEST_F(Activities, of_a_series_have_dates_for_eighteen_months_each_with_its_day_in_the_address)
{
    const auto found = dates(given(library()));
    EXPECT_EQ(found.size(), 76u);
    EXPECT_EQ(path_of(found.front()), "/termine/2026/12/buecherei-8");
    EXPECT_EQ(to_iso(found.back().first_day), "2028-05-16");
}

TEST_F(Activities, of_one_title_in_one_month_get_addresses_of_their_own)
{
    given(concert());
    EXPECT_EQ(path_of(dates(given(concert())).front()), "/termine/2026/12/konzert-am-teich-2");
}

TEST_F(Activities, are_listed_by_day_village_host_and_kind_and_never_as_drafts)
{
    given(concert());
    given(library());
    auto secret = concert();
    secret.title = "Überraschung";
    given(secret, false);
    EXPECT_EQ(on("2026-12-05", "2026-12-08"), (Titles{"Konzert am Teich", "Bücherei"}));
    EXPECT_EQ(on("2026-12-06", "2026-12-07"), Titles{});
    EXPECT_EQ(on("2026-12-05", "2026-12-05", {.village = aue}), Titles{"Konzert am Teich"});
    EXPECT_EQ(on("2026-12-05", "2026-12-05", {.village = VillageId("elsewhere")}), Titles{});
    EXPECT_EQ(on("2026-12-05", "2026-12-05", {.host = chapel}), Titles{"Konzert am Teich"});
    EXPECT_EQ(on("2026-12-05", "2026-12-05", {.village = aue, .host = OrganisationId("elsewhere")}),
              Titles{});
    EXPECT_EQ(on("2026-12-05", "2026-12-05", {.field = "no-such-field"}), Titles{});
    EXPECT_EQ(on("2026-12-05", "2026-12-05", {.host = chapel}), Titles{"Konzert am Teich"});
    EXPECT_EQ(on("2026-12-05", "2026-12-05", {.kind = "market"}), Titles{});
    EXPECT_EQ(on("2026-12-05", "2026-12-05", {.drafts = Filter::Drafts::yes}).size(), 2u);
}

TEST_F(Activities, of_several_days_are_on_on_each_of_them)
{
    auto fair = concert();
    fair.title = "Kirmes";
    fair.all_day = true;
    fair.first = {.begin = local("2026-12-04T00:00"), .end = local("2026-12-06T23:59")};
    given(fair);
    for (const auto* day : {"2026-12-04", "2026-12-05", "2026-12-06"})
        EXPECT_EQ(on(day, day), Titles{"Kirmes"}) << day;
    EXPECT_EQ(on("2026-12-07", "2026-12-09"), Titles{});
}

TEST_F(Activities, keep_their_old_address_when_they_move_to_another_month)
{
    const auto id = given(concert());
    auto later = concert();
    later.first = {.begin = local("2027-01-09T18:00"), .end = local("2027-01-09T20:00")};
    ASSERT_TRUE(changed(id, later, activity(id).version));
    const auto moved = dates(id).front();
    EXPECT_EQ(path_of(moved), "/termine/2027/01/konzert-am-teich");
    EXPECT_GT(moved.sequence, 0) << "calendars have to hear of it";
    const auto by_old = read([&](db::Reader& reader) {
        return date_by_address(reader, network.id, "2026-12", "konzert-am-teich");
    });
    ASSERT_TRUE(by_old);
    EXPECT_EQ(by_old->date.id, moved.id);
}

TEST_F(Activities, get_a_new_address_with_a_new_title_only_while_nobody_knows_the_old_one)
{
    const auto draft = given(concert(), false);
    auto renamed = concert();
    renamed.title = "Sommerkonzert";
    ASSERT_TRUE(changed(draft, renamed, 1));
    EXPECT_EQ(path_of(dates(draft).front()), "/termine/2026/12/sommerkonzert");
    const auto open = given(concert());
    ASSERT_TRUE(changed(open, renamed, activity(open).version));
    EXPECT_EQ(path_of(dates(open).front()), "/termine/2026/12/konzert-am-teich");
}

TEST_F(Activities, whose_rule_loses_a_day_say_that_it_is_off_unless_nobody_has_seen_it)
{
    auto thursdays = library();
    thursdays.rule = "FREQ=WEEKLY;BYDAY=TH";
    const auto open = given(library());
    ASSERT_TRUE(changed(open, thursdays, activity(open).version));
    const auto found = dates(open);
    EXPECT_EQ(std::count_if(found.begin(), found.end(),
                            [](const auto& date) { return date.status == DateStatus::cancelled; }),
              76);
    const auto draft = given(library(), false);
    ASSERT_TRUE(changed(draft, thursdays, 1));
    for (const auto& date : dates(draft))
        EXPECT_EQ(date.status, DateStatus::planned);
}

TEST_F(Activities, are_not_changed_by_the_second_of_two_editors)
{
    const auto id = given(concert());
    const auto version = activity(id).version;
    auto one = concert();
    one.cost = "5 Euro";
    EXPECT_TRUE(changed(id, one, version));
    auto two = concert();
    two.cost = "7 Euro";
    EXPECT_EQ(changed(id, two, version).error().kind, Err::stale);
    EXPECT_EQ(activity(id).draft.cost, "5 Euro");
}

TEST_F(Activities, that_are_called_off_take_all_dates_to_come_along_and_say_why)
{
    const auto id = given(library());
    site.clock.set(*timestamp_from_iso("2026-12-20T10:00:00Z"));
    ASSERT_TRUE(written([&](db::Tx& tx) { return cancel(tx, network, id, "Wasserschaden", author()); }));
    for (const auto& date : dates(id)) {
        const bool is_past = to_iso(date.last_day) < "2026-12-20";
        EXPECT_EQ(date.status, is_past ? DateStatus::planned : DateStatus::cancelled);
        EXPECT_EQ(date.note, is_past ? "" : "Wasserschaden");
    }
}

TEST_F(Activities, that_take_place_after_all_are_on_again_on_the_days_that_were_called_off_with_them)
{
    const auto id = given(library());
    const auto before = dates(id);
    const auto by_hand = [&](const ActivityDate& day, DateStatus status, std::string note) {
        const DateChange change{.status = status,
                                .when = {.begin = calendar::at(day.first_day, std::chrono::hours(10)),
                                         .end = calendar::at(day.first_day, std::chrono::hours(12))},
                                .note = std::move(note)};
        return written(
            [&](db::Tx& tx) { return change_date(tx, network, day.id, day.sequence, change, author()); });
    };
    ASSERT_TRUE(by_hand(before[3], DateStatus::planned, "Diesmal im Saal"));
    ASSERT_TRUE(by_hand(before[4], DateStatus::cancelled, "Der Chor ist krank"));
    ASSERT_TRUE(by_hand(before[5], DateStatus::postponed, ""));
    site.clock.set(*timestamp_from_iso("2026-12-10T10:00:00Z"));
    ASSERT_TRUE(written([&](db::Tx& tx) { return cancel(tx, network, id, "Wasserschaden", author()); }));
    const auto off = dates(id);
    // A week later the pipe is mended; one day was off in the meantime.
    site.clock.set(*timestamp_from_iso("2026-12-17T10:00:00Z"));
    ASSERT_TRUE(written([&](db::Tx& tx) { return publish(tx, network, id, author()); }));
    const auto again = dates(id);
    ASSERT_GE(again.size(), before.size()) << "and those that the time since then added at the end";
    const auto what = [&](std::size_t i) { return std::pair(again[i].status, again[i].note); };
    EXPECT_EQ(what(0), std::pair(DateStatus::planned, std::string()));
    EXPECT_EQ(what(1), std::pair(DateStatus::cancelled, std::string("Wasserschaden"))) << "that day is past";
    EXPECT_EQ(what(2), std::pair(DateStatus::planned, std::string()));
    EXPECT_EQ(what(3), std::pair(DateStatus::planned, std::string("Diesmal im Saal")));
    EXPECT_EQ(what(4), std::pair(DateStatus::cancelled, std::string("Der Chor ist krank")));
    EXPECT_EQ(what(5), std::pair(DateStatus::postponed, std::string()));
    EXPECT_EQ(what(6), std::pair(DateStatus::planned, std::string()));
    EXPECT_GT(again[6].sequence, off[6].sequence) << "calendars have to hear of it";
}

TEST_F(Activities, that_take_place_once_and_after_all_are_on_again)
{
    const auto id = given(concert());
    ASSERT_TRUE(written([&](db::Tx& tx) { return cancel(tx, network, id, "Sturm", author()); }));
    ASSERT_TRUE(written([&](db::Tx& tx) { return publish(tx, network, id, author()); }));
    EXPECT_EQ(dates(id).front().status, DateStatus::planned);
    EXPECT_EQ(dates(id).front().note, "");
}

TEST_F(Activities, that_are_called_off_stay_so_when_something_about_them_is_changed)
{
    const auto id = given(library());
    ASSERT_TRUE(written([&](db::Tx& tx) { return cancel(tx, network, id, "Wasserschaden", author()); }));
    auto more = library();
    more.rule = "FREQ=WEEKLY;BYDAY=TU,TH";
    more.cost = "frei";
    ASSERT_TRUE(changed(id, more, activity(id).version));
    const auto is_off = [](const ActivityDate& date) { return date.status == DateStatus::cancelled; };
    const auto off = dates(id);
    EXPECT_TRUE(std::all_of(off.begin(), off.end(), is_off)) << "the Thursdays too";
    ASSERT_TRUE(written([&](db::Tx& tx) { return publish(tx, network, id, author()); }));
    const auto again = dates(id);
    EXPECT_TRUE(std::none_of(again.begin(), again.end(), is_off));
    EXPECT_GT(again.size(), 140u);
}

TEST_F(Activities, keep_a_day_that_was_moved_by_hand_when_the_series_moves)
{
    const auto id = given(library());
    const auto day = dates(id)[1];
    const DateChange change{.when = {.begin = local("2026-12-16T10:00"), .end = local("2026-12-16T12:00")},
                            .note = "Diesmal am Mittwoch"};
    ASSERT_TRUE(written(
        [&](db::Tx& tx) { return change_date(tx, network, day.id, day.sequence, change, author()); }));
    EXPECT_EQ(
        written([&](db::Tx& tx) { return change_date(tx, network, day.id, day.sequence, change, author()); })
            .error()
            .kind,
        Err::stale)
        << "somebody else was faster";
    auto later = library();
    later.first = {.begin = local("2026-12-05T19:00"), .end = local("2026-12-05T21:00")};
    ASSERT_TRUE(changed(id, later, activity(id).version));
    EXPECT_EQ(to_iso(dates(id)[1].first_day), "2026-12-16");
    EXPECT_EQ(to_iso(dates(id)[1].starts_at), "2026-12-16T09:00:00Z");
    EXPECT_EQ(to_iso(dates(id)[2].starts_at), "2026-12-22T18:00:00Z");
}

TEST_F(Activities, of_a_series_reach_on_as_time_goes_by)
{
    const auto id = given(library());
    const auto before = dates(id).size();
    const auto extend = [&] {
        return written(
                   [&](db::Tx& tx) -> Result<std::int64_t> { return extend_series(tx, network, author()); })
            .value();
    };
    EXPECT_EQ(extend(), 0);
    site.clock.advance(std::chrono::days(28));
    EXPECT_EQ(extend(), 4);
    EXPECT_EQ(extend(), 0) << "and not twice";
    EXPECT_EQ(dates(id).size(), before + 4);
}

TEST_F(Activities, that_make_no_sense_are_refused_with_the_field)
{
    const auto problem = [&](const ActivityDraft& draft) {
        const auto result = written([&](db::Tx& tx) { return create(tx, network, draft, author()); });
        return result ? std::string("nothing") : result.error().fields.front().field;
    };
    auto draft = concert();
    draft.first.end = draft.first.begin;
    EXPECT_EQ(problem(draft), "ende");
    draft = concert();
    draft.first.end += std::chrono::days(90);
    EXPECT_EQ(problem(draft), "ende");
    draft = concert();
    draft.title = "  ";
    EXPECT_EQ(problem(draft), "titel");
    draft = concert();
    draft.hosts.clear();
    EXPECT_EQ(problem(draft), "gastgeber");
    draft = concert();
    draft.rule = "FREQ=SECONDLY";
    EXPECT_EQ(problem(draft), "wiederholung");
    draft = concert();
    draft.rule = "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30";
    EXPECT_EQ(problem(draft), "wiederholung");
}

TEST_F(Activities, are_deleted_only_while_they_are_drafts)
{
    const auto open = given(concert());
    EXPECT_EQ(written([&](db::Tx& tx) { return remove_draft(tx, network, open, author()); }).error().kind,
              Err::conflict);
    const auto draft = given(concert(), false);
    EXPECT_TRUE(written([&](db::Tx& tx) { return remove_draft(tx, network, draft, author()); }));
    EXPECT_TRUE(dates(draft).empty());
}

} // namespace dorfnetz::activities
