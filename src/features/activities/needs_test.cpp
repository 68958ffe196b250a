#include "features/activities/activities_for_tests.hpp"
#include "features/activities/needs_store.hpp"
#include "features/activities/shift_plan.hpp"
#include "foundation/i18n/local_clock.hpp"

#include <algorithm>
#include <map>
#include <random>

namespace dorfnetz::activities {

namespace {

using std::chrono::hours;
using std::chrono::minutes;

NeedTime between(int begin_hour, int end_hour, std::int64_t least = 2, std::int64_t most = 4)
{
    return {.within = Within{hours(begin_hour), hours(end_hour - begin_hour)}, .least = least, .most = most};
}

class Needs : public WithActivities
{
protected:
    // From ten in the morning to ten at night.
    ActivityDraft festival()
    {
        auto draft = concert();
        draft.title = "Dorffest";
        draft.kind = "festival";
        draft.first = {.begin = local("2026-12-05T10:00"), .end = local("2026-12-05T22:00")};
        return draft;
    }

    NeedId needed(const ActivityId& activity, const NeedDraft& draft, const std::vector<NeedTime>& times)
    {
        return written([&](db::Tx& tx) { return add_need(tx, network, activity, draft, times, author()); })
            .value();
    }

    NeedId grill(const ActivityId& activity)
    {
        return needed(activity, {.title = "Grillstand"}, {between(0, 2), between(2, 4)});
    }

    std::vector<NeededShift> shifts(const ActivityId& activity, std::size_t date = 0)
    {
        return read([&](db::Reader& reader) {
            return shifts_of_date(reader, network.id, dates_of(reader, network.id, activity).at(date).id);
        });
    }

    Shift first_shift(const ActivityId& activity) { return shifts(activity).front().shift; }

    std::vector<NeedTime> times(const ActivityId& activity)
    {
        return read([&](db::Reader& reader) { return times_of(reader, network.id, activity); });
    }

    bool taken(const ShiftId& shift, std::int64_t places)
    {
        return written([&](db::Tx& tx) -> Result<bool> { return take_places(tx, network.id, shift, places); })
            .value();
    }

    std::vector<Shift> all_shifts(const ActivityId& activity)
    {
        return read([&](db::Reader& reader) { return store::shifts_of(reader, network.id, activity); });
    }

    // "10:00" in UTC, which is an hour behind in winter
    static std::string clock(Timestamp moment) { return to_iso(moment).substr(11, 5); }

    std::vector<OpenShift> open(ShiftFilter filter = {})
    {
        filter.after = site.clock.now();
        return read([&](db::Reader& reader) { return open_shifts(reader, network.id, filter); });
    }
};

} // namespace

TEST_F(Needs, make_one_shift_for_each_time_on_each_date_by_the_local_clock)
{
    auto weekly = festival();
    weekly.rule = "FREQ=WEEKLY;BYDAY=SA";
    const auto id = given(weekly);
    grill(id);
    const auto winter = shifts(id);
    ASSERT_EQ(winter.size(), 2u);
    EXPECT_EQ(clock(winter[0].shift.starts_at), "09:00");
    EXPECT_EQ(clock(winter[1].shift.ends_at), "13:00");
    EXPECT_EQ(clock(shifts(id, 20)[0].shift.starts_at), "08:00") << "summer time";
}

TEST_F(Needs, of_a_series_reach_on_with_its_dates)
{
    auto weekly = festival();
    weekly.rule = "FREQ=WEEKLY;BYDAY=SA";
    const auto id = given(weekly);
    grill(id);
    site.clock.advance(std::chrono::days(28));
    ASSERT_TRUE(
        written([&](db::Tx& tx) -> Result<std::int64_t> { return extend_series(tx, network, author()); }));
    EXPECT_EQ(shifts(id, dates(id).size() - 1).size(), 2u);
}

TEST_F(Needs, move_with_the_date_and_keep_what_was_promised)
{
    const auto id = given(festival());
    grill(id);
    const auto before = first_shift(id);
    ASSERT_TRUE(taken(before.id, 3));
    auto later = festival();
    later.first = {.begin = local("2026-12-06T11:00"), .end = local("2026-12-06T23:00")};
    ASSERT_TRUE(changed(id, later, activity(id).version));
    const auto now = first_shift(id);
    EXPECT_EQ(now.id, before.id);
    EXPECT_EQ(now.taken, 3);
    EXPECT_EQ(to_iso(now.starts_at), "2026-12-06T10:00:00Z");
}

TEST_F(Needs, end_with_a_date_that_became_shorter_and_are_off_outside_of_it)
{
    const auto id = given(festival());
    grill(id);
    auto brief = festival();
    brief.first.end = local("2026-12-05T11:00");
    ASSERT_TRUE(changed(id, brief, activity(id).version));
    EXPECT_EQ(clock(shifts(id)[0].shift.ends_at), "10:00");
    EXPECT_EQ(shifts(id)[1].shift.status, ShiftStatus::cancelled);
    ASSERT_TRUE(changed(id, festival(), activity(id).version));
    EXPECT_EQ(clock(shifts(id)[0].shift.ends_at), "11:00");
    EXPECT_EQ(shifts(id)[1].shift.status, ShiftStatus::planned);
}

TEST_F(Needs, are_off_with_their_date_and_come_back_with_it)
{
    const auto id = given(festival());
    grill(id);
    ASSERT_TRUE(taken(first_shift(id).id, 2));
    const auto with = [&](DateStatus status) {
        const auto date = dates(id).front();
        return written([&](db::Tx& tx) {
            return change_date(tx, network, date.id, date.sequence,
                               {.status = status, .when = festival().first}, author());
        });
    };
    ASSERT_TRUE(with(DateStatus::cancelled));
    EXPECT_EQ(first_shift(id).status, ShiftStatus::cancelled);
    EXPECT_FALSE(taken(first_shift(id).id, 1)) << "nobody can promise what is off";
    ASSERT_TRUE(with(DateStatus::planned));
    EXPECT_EQ(first_shift(id).status, ShiftStatus::planned);
    EXPECT_EQ(first_shift(id).taken, 2);
}

TEST_F(Needs, are_never_given_more_than_there_are_places)
{
    const auto id = given(festival());
    grill(id);
    const auto shift = first_shift(id).id;
    EXPECT_TRUE(taken(shift, 3));
    EXPECT_FALSE(taken(shift, 2));
    EXPECT_TRUE(taken(shift, 1));
    EXPECT_FALSE(taken(shift, 1));
    EXPECT_FALSE(taken(shift, 0));
    EXPECT_FALSE(taken(shift, -1));
    ASSERT_TRUE(written([&](db::Tx& tx) -> Result<Done> {
        EXPECT_EQ(lock_shift(tx, network.id, shift)->free_places(), 0);
        give_back(tx, network.id, shift, 4);
        return Done{};
    }));
    EXPECT_EQ(first_shift(id).taken, 0);
    EXPECT_THROW(static_cast<void>(written([&](db::Tx& tx) -> Result<Done> {
                     give_back(tx, network.id, shift, 1);
                     return Done{};
                 })),
                 db::ConstraintViolated);
}

TEST_F(Needs, are_not_lowered_below_what_is_promised)
{
    const auto id = given(festival());
    grill(id);
    ASSERT_TRUE(taken(first_shift(id).id, 3));
    const auto lowered = [&](std::int64_t most) {
        auto time = times(id).front();
        time.least = 1;
        time.most = most;
        return written([&](db::Tx& tx) { return change_time(tx, network, time, author()); });
    };
    EXPECT_EQ(lowered(2).error().kind, Err::conflict);
    EXPECT_TRUE(lowered(3));
    EXPECT_EQ(first_shift(id).most, 3);
    const auto alone = [&](const ShiftChange& change) {
        return written(
            [&](db::Tx& tx) { return change_shift(tx, network, first_shift(id).id, change, author()); });
    };
    EXPECT_EQ(alone({.least = 1, .most = 2}).error().kind, Err::conflict);
    EXPECT_EQ(alone({.least = 4, .most = 3}).error().kind, Err::invalid);
    EXPECT_TRUE(alone({.least = 1, .most = 8}));
    EXPECT_TRUE(lowered(5));
    EXPECT_EQ(first_shift(id).most, 8) << "by hand, so it stays";
}

TEST_F(Needs, that_are_withdrawn_call_off_what_is_to_come_and_lose_no_promise)
{
    const auto id = given(festival());
    const auto need = grill(id);
    ASSERT_TRUE(taken(first_shift(id).id, 2));
    const auto sequence = dates(id).front().sequence;
    ASSERT_TRUE(written([&](db::Tx& tx) { return withdraw_need(tx, network, need, author()); }));
    EXPECT_EQ(first_shift(id).status, ShiftStatus::cancelled);
    EXPECT_EQ(first_shift(id).taken, 2);
    EXPECT_GT(dates(id).front().sequence, sequence) << "who promised has to hear of it";
    EXPECT_TRUE(read([&](db::Reader& reader) { return needs_of(reader, network.id, id); }).empty());
    ASSERT_TRUE(written([&](db::Tx& tx) { return add_times(tx, network, need, {between(0, 2)}, author()); }));
    EXPECT_EQ(first_shift(id).status, ShiftStatus::planned) << "needed after all";
    EXPECT_EQ(shifts(id).size(), 2u);
}

TEST_F(Needs, of_a_draft_are_deleted)
{
    const auto id = given(festival(), false);
    const auto need = grill(id);
    ASSERT_TRUE(
        written([&](db::Tx& tx) { return withdraw_time(tx, network, times(id).front().id, author()); }));
    EXPECT_EQ(shifts(id).size(), 1u);
    ASSERT_TRUE(written([&](db::Tx& tx) { return withdraw_need(tx, network, need, author()); }));
    EXPECT_TRUE(shifts(id).empty());
}

TEST_F(Needs, are_found_behind_any_number_of_dates)
{
    const auto id = given(festival());
    grill(id);
    auto later = festival();
    later.title = "Jahre später";
    later.first = {.begin = local("2028-12-05T10:00"), .end = local("2028-12-05T22:00")};
    const auto far_off = given(later);
    grill(far_off);
    site.given([&](db::Tx& tx) -> Result<Done> {
        tx.exec(R"sql(
            INSERT INTO activity_dates (network_id, id, activity_id, rule_day, starts_at, ends_at, first_day, last_day,
                                        status, note, place_name, is_changed, month, slug, sequence, changed_at)
            WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n <= 10000)
            SELECT d.network_id, d.id || CAST(n AS TEXT), d.activity_id, 
                   CAST(2050 + n / 336 AS TEXT) || '-' || SUBSTR(CAST(101 + n / 28 % 12 AS TEXT), 2, 2) || '-' ||
                       SUBSTR(CAST(101 + n % 28 AS TEXT), 2, 2), d.starts_at,
                   d.ends_at, d.first_day, d.last_day, d.status, d.note, d.place_name, d.is_changed, d.month,
                   d.slug || CAST(n AS TEXT), d.sequence, d.changed_at
            FROM activity_dates d, numbers WHERE d.activity_id = :activity)sql",
                {{"activity", id}});
        return Done{};
    });
    const auto found = open({.places = ShiftFilter::Places::all, .most = 1000});
    EXPECT_EQ(std::count_if(found.begin(), found.end(),
                            [&](const OpenShift& shift) { return shift.listed.date.activity == far_off; }),
              std::ssize(all_shifts(far_off)));
}

TEST_F(Needs, of_one_date_can_be_called_off_alone_and_stay_so)
{
    const auto id = given(festival());
    grill(id);
    const auto off = [&](bool is_off) {
        return written([&](db::Tx& tx) {
            return change_shift(tx, network, first_shift(id).id, {.least = 2, .most = 4, .is_off = is_off},
                                author());
        });
    };
    ASSERT_TRUE(off(true));
    auto later = festival();
    later.first = {.begin = local("2026-12-06T10:00"), .end = local("2026-12-06T22:00")};
    ASSERT_TRUE(changed(id, later, activity(id).version));
    EXPECT_EQ(first_shift(id).status, ShiftStatus::cancelled);
    EXPECT_EQ(shifts(id)[1].shift.status, ShiftStatus::planned);
    ASSERT_TRUE(off(false));
    EXPECT_EQ(first_shift(id).status, ShiftStatus::planned);
}

TEST_F(Needs, that_make_no_sense_are_refused_with_the_field)
{
    const auto id = given(festival());
    const auto problem = [&](const NeedDraft& draft, const std::vector<NeedTime>& times) {
        const auto result =
            written([&](db::Tx& tx) { return add_need(tx, network, id, draft, times, author()); });
        return result ? std::string("nothing") : result.error().fields.front().field;
    };
    EXPECT_EQ(problem({.title = " "}, {between(0, 2)}), "titel");
    EXPECT_EQ(problem({.title = "Grill"}, {between(2, 1)}), "bis");
    EXPECT_EQ(problem({.title = "Grill"}, {between(0, 13)}), "von");
    EXPECT_EQ(problem({.title = "Grill"}, {between(-1, 2)}), "von");
    EXPECT_EQ(problem({.title = "Aufbau", .is_around = true}, {between(-1, 2)}), "nothing");
    EXPECT_EQ(problem({.title = "Aufbau", .is_around = true}, {between(-24 * 8, 2)}), "von");
    EXPECT_EQ(problem({.title = "Grill"}, {between(0, 2, 5, 4)}), "hoechstens");
    EXPECT_EQ(problem({.title = "Grill"}, {between(0, 2, 0, 0)}), "hoechstens");
    EXPECT_EQ(problem({.title = "Grill"}, {}), "alle");
    EXPECT_EQ(problem({.title = "Fahren", .proof = "moon"}, {between(0, 2)}), "nachweis");
    EXPECT_EQ(problem({.kind = NeedKind::thing, .title = "Kuchen"}, {between(0, 2)}), "von");
    EXPECT_EQ(problem({.kind = NeedKind::thing, .title = "Kuchen"}, {{.least = 5, .most = 10}}), "nothing");
}

TEST_F(Needs, are_listed_as_open_places_the_next_ones_first)
{
    const auto id = given(festival());
    grill(id);
    auto secret = festival();
    secret.title = "Geheim";
    grill(given(secret, false));
    const auto earlier = given(library());
    needed(earlier, {.title = "Ausleihe"}, {{.least = 1, .most = 1}});
    auto found = open({.before = *timestamp_from_iso("2026-12-09T00:00:00Z")});
    ASSERT_EQ(found.size(), 3u);
    EXPECT_EQ(found[0].need.draft.title, "Grillstand");
    EXPECT_EQ(found[2].listed.title, "Bücherei");
    EXPECT_EQ(found[2].listed.hosts.size(), 1u);
    ASSERT_TRUE(taken(found[0].shift.id, 4));
    EXPECT_EQ(open({.before = *timestamp_from_iso("2026-12-06T00:00:00Z")}).size(), 1u)
        << "the other is full";
    EXPECT_EQ(
        open({.before = *timestamp_from_iso("2026-12-06T00:00:00Z"), .places = ShiftFilter::Places::all})
            .size(),
        2u);
    EXPECT_EQ(open({.village = VillageId("elsewhere")}).size(), 0u);
    EXPECT_EQ(open({.host = chapel, .most = 5}).size(), 5u);
    EXPECT_EQ(open({.field = "culture"}).size(), 0u);
    site.clock.set(*timestamp_from_iso("2026-12-05T12:30:00Z"));
    EXPECT_EQ(open({.before = *timestamp_from_iso("2026-12-06T00:00:00Z")}).size(), 1u)
        << "it has begun and is not over";
}

TEST_F(Needs, are_copied_as_far_as_they_fit)
{
    const auto from = given(festival());
    grill(from);
    needed(from, {.kind = NeedKind::thing, .title = "Kuchen"}, {{.least = 5, .most = 10}});
    needed(from, {.title = "Abbau"}, {between(10, 12)});
    const auto to = given(concert(), false);
    const auto copied = written([&](db::Tx& tx) { return copy_needs(tx, network, from, to, author()); });
    EXPECT_EQ(copied.value(), 2);
    const auto found = shifts(to);
    ASSERT_EQ(found.size(), 2u) << "the concert lasts two hours";
    EXPECT_EQ(found[0].need.draft.title, "Grillstand");
    EXPECT_EQ(found[1].need.draft.title, "Kuchen");
    EXPECT_EQ(found[1].shift.most, 10);
}

TEST_F(Needs, of_the_night_of_summer_time_have_a_beginning_and_an_end)
{
    auto night = festival();
    night.first = {.begin = local("2027-03-28T01:00"), .end = local("2027-03-28T05:00")};
    const auto id = given(night);
    needed(id, {.title = "Wache"}, {{.within = Within{minutes(60), minutes(30)}}, between(2, 3)});
    for (const auto& [shift, need] : shifts(id)) {
        EXPECT_LT(shift.starts_at, shift.ends_at);
        EXPECT_EQ(shift.status, ShiftStatus::planned);
    }
}

TEST(Shifts, of_whole_days_are_work_from_eight_to_six)
{
    const i18n::Region region{.language = i18n::Language::de, .time_zone = "Europe/Berlin"};
    const auto of = [&](const char* begin, const char* end) {
        const Shift shift{.starts_at = i18n::moment_of(region, *calendar::local_time_from_iso(begin)),
                          .ends_at = i18n::moment_of(region, *calendar::local_time_from_iso(end))};
        const auto hours = working_hours(region, shift);
        return std::pair(i18n::clock_at(region, hours.begin), i18n::clock_at(region, hours.end));
    };
    const auto clock = [](const char* time) { return *calendar::local_time_from_iso(time); };
    EXPECT_EQ(of("2026-12-05T00:00", "2026-12-06T00:00"),
              std::pair(clock("2026-12-05T08:00"), clock("2026-12-05T18:00")));
    EXPECT_EQ(of("2027-03-27T00:00", "2027-03-29T00:00"),
              std::pair(clock("2027-03-27T08:00"), clock("2027-03-28T18:00")))
        << "over the night of summer time";
    EXPECT_EQ(of("2026-12-05T00:00", "2026-12-05T23:30"),
              std::pair(clock("2026-12-05T00:00"), clock("2026-12-05T23:30")));
    EXPECT_EQ(of("2026-12-05T20:00", "2026-12-06T00:00"),
              std::pair(clock("2026-12-05T20:00"), clock("2026-12-06T00:00")));
}

TEST(Shifts, are_made_every_so_many_hours_and_the_last_one_may_be_shorter)
{
    const auto made = shifts_every({hours(0), hours(5)}, hours(2));
    ASSERT_EQ(made.size(), 3u);
    EXPECT_EQ(made[2], (Within{hours(4), hours(1)}));
    EXPECT_EQ(shifts_every({hours(0), hours(5)}, std::nullopt).size(), 1u);
    EXPECT_TRUE(shifts_every({hours(0), hours(-5)}, hours(2)).empty());
    EXPECT_TRUE(shifts_every({hours(0), hours(5)}, hours(0)).empty());
}

namespace {

// What an editor and helpers may do, one after the other and by chance.
class AnySequence : public Needs
{
protected:
    int any(int below) { return static_cast<int>(m_chance() % static_cast<unsigned>(below)); }

    template <class T>
    const T& any_of(const std::vector<T>& list)
    {
        return list.at(static_cast<std::size_t>(any(static_cast<int>(list.size()))));
    }

    ActivityDraft any_draft()
    {
        auto draft = festival();
        const std::vector<std::string> rules{"", "FREQ=WEEKLY;BYDAY=SA;COUNT=6", "FREQ=DAILY;COUNT=4",
                                             "FREQ=WEEKLY;BYDAY=SU;COUNT=5"};
        draft.rule = any_of(rules);
        draft.all_day = any(4) == 0;
        const auto day = local("2027-03-20T00:00") + std::chrono::days(any(12));
        draft.first.begin = day + (draft.all_day ? minutes(0) : minutes(hours(any(20))));
        draft.first.end = draft.first.begin + (draft.all_day ? minutes(hours(24 * (1 + any(2)))) - minutes(1)
                                                             : minutes(hours(1 + any(30))));
        return draft;
    }

    NeedTime any_time()
    {
        NeedTime time{.least = any(3), .most = 3 + any(4)};
        if (any(4) != 0)
            time.within = Within{minutes(60 * (any(20) - 3)), minutes(30 * (1 + any(8)))};
        return time;
    }

    void step(const ActivityId& id)
    {
        const auto all = dates(id);
        const auto ways = times(id);
        const auto every = all_shifts(id);
        switch (any(11)) {
        case 0:
        case 1:
            static_cast<void>(written([&](db::Tx& tx) {
                return add_need(tx, network, id, {.title = "Hilfe", .is_around = any(2) == 0}, {any_time()},
                                author());
            }));
            break;
        case 2:
        case 3:
            static_cast<void>(changed(id, any_draft(), activity(id).version));
            break;
        case 4: {
            const auto& date = any_of(all);
            const auto draft = any_draft();
            static_cast<void>(written([&](db::Tx& tx) {
                return change_date(tx, network, date.id, date.sequence,
                                   {.status = any(3) == 0 ? DateStatus::cancelled : DateStatus::planned,
                                    .when = draft.first},
                                   author());
            }));
            break;
        }
        case 5:
            site.clock.advance(std::chrono::days(any(3)));
            static_cast<void>(written(
                [&](db::Tx& tx) -> Result<std::int64_t> { return extend_series(tx, network, author()); }));
            break;
        case 6:
            if (!ways.empty())
                static_cast<void>(written([&](db::Tx& tx) {
                    return any(2) == 0 ? withdraw_time(tx, network, any_of(ways).id, author())
                                       : add_times(tx, network, any_of(ways).need, {any_time()}, author());
                }));
            break;
        case 7:
            if (!ways.empty()) {
                auto time = any_time();
                time.id = any_of(ways).id;
                static_cast<void>(
                    written([&](db::Tx& tx) { return change_time(tx, network, time, author()); }));
            }
            break;
        case 8:
            if (!every.empty())
                static_cast<void>(written([&](db::Tx& tx) {
                    return change_shift(tx, network, any_of(every).id,
                                        {.least = any(3), .most = 2 + any(4), .is_off = any(3) == 0},
                                        author());
                }));
            break;
        default:
            if (!every.empty()) {
                const auto shift = any_of(every).id;
                const int places = 1 + any(2);
                if (taken(shift, places))
                    m_promised[shift] += places;
            }
        }
    }

    void expect_what_always_holds(const ActivityId& id, const std::string& where)
    {
        const auto needs = read([&](db::Reader& reader) { return needs_of(reader, network.id, id); });
        std::map<std::pair<DateId, NeedTimeId>, int> rows;
        std::map<ShiftId, std::int64_t> kept;
        const auto all = dates(id);
        const auto ways = times(id);
        for (const auto& shift : all_shifts(id)) {
            ++rows[{shift.date, shift.time}];
            kept[shift.id] = shift.taken;
            if (shift.status != ShiftStatus::planned)
                continue;
            const auto date = std::ranges::find(all, shift.date, &ActivityDate::id);
            const auto need = std::ranges::find(needs, shift.need, &Need::id);
            ASSERT_TRUE(date != all.end() && need != needs.end()) << where;
            const auto around = need->draft.is_around ? longest_around : std::chrono::days(0);
            EXPECT_EQ(date->status, DateStatus::planned) << where;
            EXPECT_GE(shift.starts_at, date->starts_at - around) << where;
            EXPECT_LE(shift.ends_at, date->ends_at + around) << where;
        }
        for (const auto& date : all)
            for (const auto& time : ways)
                EXPECT_TRUE((time.is_withdrawn || rows[{date.id, time.id}] == 1)) << where;
        for (const auto& [place, count] : rows)
            EXPECT_EQ(count, 1) << where;
        for (const auto& [shift, places] : m_promised)
            EXPECT_EQ(kept[shift], places) << where;
    }

    void start_with(unsigned seed)
    {
        m_chance.seed(seed);
        m_promised.clear();
    }

private:
    std::mt19937 m_chance;
    std::map<ShiftId, std::int64_t> m_promised;
};

} // namespace

TEST_F(AnySequence, of_changes_leaves_one_shift_for_each_date_and_time_and_loses_no_promise)
{
    // Thousands of small transactions, which take long where the database is another process.
    const unsigned seeds = site.pool().engine() == db::Engine::sqlite ? 12 : 3;
    for (unsigned seed = 0; seed < seeds && !HasFailure(); ++seed) {
        start_with(seed);
        const auto id = given(any_draft());
        for (int count = 0; count < 30 && !HasFailure(); ++count) {
            step(id);
            expect_what_always_holds(id, std::to_string(seed) + ", step " + std::to_string(count));
        }
    }
}

} // namespace dorfnetz::activities
