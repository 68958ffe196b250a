#include "features/matching/rank_api.hpp"
#include "features/matching/register_for_tests.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <map>
#include <set>

namespace dorfnetz::matching {

namespace {

constexpr RegisterSize few{.people = 700, .places = 40, .width = 60, .fields = 12, .engaged_percent = 50};

struct Invented
{
    std::vector<Place> places;
    std::vector<Candidate> candidates;
    Register all;

    explicit Invented(std::uint32_t seed, const RegisterSize& size = few)
        : places(invented_places(size, seed)), candidates(invented_register(size, seed)), all(places)
    {
        all.load(candidates);
    }

    const Candidate& operator[](const Key& key) const { return candidates.at(key.low); }
};

double km_between(const std::vector<Place>& places, std::uint32_t one, std::uint32_t other)
{
    return std::hypot(places[one].east - places[other].east, places[one].north - places[other].north);
}

// The hard conditions once more, read from what was put in and nothing else.
std::optional<Hard> hard_by_reading(const std::vector<Place>& places, const Candidate& one, const Need& need)
{
    if (std::find(need.asked_already.begin(), need.asked_already.end(), one.key) != need.asked_already.end())
        return Hard::asked_already;
    if ((one.asked_by & need.asker) == 0)
        return Hard::asker;
    if (one.not_before > need.today)
        return Hard::alone;
    if (one.is_full || one.most_minutes == 0)
        return Hard::full;
    if (one.most_minutes && need.period && need.span) {
        auto minutes = need.span->end - need.span->begin;
        for (const auto& each : one.engagements)
            if (each.begin >= need.period->begin && each.begin < need.period->end)
                minutes += each.end - each.begin;
        if (minutes > *one.most_minutes)
            return Hard::full;
    }
    const auto km =
        one.home == no_place ? 1e9 : std::round(km_between(places, one.home, need.place) * 1000) / 1000;
    const auto says_where = one.everywhere || one.radius_km > 0 || !one.helps_in.empty();
    const auto helps = one.everywhere || km <= one.radius_km ||
                       std::count(one.helps_in.begin(), one.helps_in.end(), need.place) > 0;
    if (says_where && !helps)
        return Hard::place;
    if (need.within_km && km > *need.within_km)
        return Hard::far;
    const auto says_topic = one.fields != 0 || one.tasks != 0;
    const auto wants_topic = (need.fields | need.related_fields | need.tasks) != 0;
    if (wants_topic && says_topic && (one.fields & (need.fields | need.related_fields)) == 0 &&
        (one.tasks & need.tasks) == 0)
        return Hard::topic;
    if (one.times != 0 && (need.times & ~one.times) != 0)
        return Hard::time;
    if (need.span)
        for (const auto& each : one.engagements) {
            Minute way = 0;
            if (each.place != need.place)
                way = need.travel_minutes +
                      static_cast<Minute>(
                          std::ceil(km_between(places, each.place, need.place) / need.travel_speed * 60));
            if (need.span->begin < each.end + way && each.begin < need.span->end + way)
                return Hard::engagement;
        }
    if ((need.proofs & ~one.proofs) != 0)
        return Hard::proof;
    if (need.born_by && one.birth_year && *one.birth_year > *need.born_by)
        return Hard::age;
    return std::nullopt;
}

// Whether what a reason says is so.
void is_true(const std::vector<Place>& places, const Candidate& one, const Need& need, const Reason& reason)
{
    const auto metres = [&] { return std::llround(km_between(places, one.home, need.place) * 1000); };
    SCOPED_TRACE(std::string(to_text(reason.soft)));
    switch (reason.soft) {
    case Soft::field:
        EXPECT_NE(one.fields & need.fields, 0U);
        break;
    case Soft::related_field:
        EXPECT_NE(one.fields & need.related_fields, 0U);
        EXPECT_EQ(one.fields & need.fields, 0U);
        break;
    case Soft::topic_unknown:
        EXPECT_EQ(one.fields | one.tasks, 0U);
        break;
    case Soft::task:
        EXPECT_NE(one.tasks & need.tasks, 0U);
        break;
    case Soft::skill:
        EXPECT_EQ(reason.amount, 1);
        EXPECT_EQ(one.skills, need.skills);
        break;
    case Soft::near:
        EXPECT_EQ(reason.amount, metres());
        break;
    case Soft::beyond_reach:
        EXPECT_EQ(reason.amount, metres());
        EXPECT_GT(one.mobile_km, 0);
        EXPECT_GT(static_cast<double>(reason.amount), one.mobile_km * 1000);
        break;
    case Soft::place_unknown:
        EXPECT_TRUE(!one.everywhere && one.radius_km == 0 && one.helps_in.empty());
        break;
    case Soft::free:
        EXPECT_EQ(one.times & need.times, need.times);
        break;
    case Soft::time_unknown:
        EXPECT_EQ(one.times, 0U);
        break;
    case Soft::language:
        EXPECT_NE(one.languages & need.languages, 0U);
        break;
    case Soft::reliable:
        EXPECT_EQ(one.stayed_away, 0);
        EXPECT_EQ(reason.amount, one.was_there);
        EXPECT_GE(one.was_there, 2);
        break;
    case Soft::unreliable:
        EXPECT_EQ(reason.amount, one.stayed_away);
        EXPECT_GT(one.stayed_away * 2, one.was_there);
        break;
    case Soft::asked:
        EXPECT_EQ(reason.amount, one.asked);
        EXPECT_GT(one.asked, 0);
        break;
    case Soft::lately:
        EXPECT_EQ(need.today - reason.amount, one.last_asked);
        break;
    case Soft::promised:
        EXPECT_EQ(reason.amount, one.promised);
        EXPECT_GT(one.promised, 0);
        break;
    }
}

std::vector<Key> keys_of(const std::vector<Ranked>& ranked)
{
    std::vector<Key> keys;
    for (const auto& each : ranked)
        keys.push_back(each.key);
    return keys;
}

bool are_equal(const std::vector<Ranked>& left, const std::vector<Ranked>& right)
{
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](const Ranked& l, const Ranked& r) {
                          return l.key == r.key && l.points == r.points && l.reasons == r.reasons;
                      });
}

} // namespace

TEST(Ranking, leaves_out_exactly_those_whom_a_hard_condition_leaves_out)
{
    std::map<Hard, int> seen;
    for (std::uint32_t seed = 1; seed <= 6; ++seed) {
        Invented invented(seed);
        Chance chance(seed + 100);
        for (int round = 0; round < 25; ++round) {
            auto need = invented_need(chance, few);
            if (round % 5 == 0)
                need.within_km = chance.between(5, 20);
            need.asked_already = {{1, static_cast<std::uint64_t>(chance.below(700))}};
            LeftOut expected = {};
            std::set<Key> can_be_asked;
            for (const auto& one : invented.candidates) {
                const auto hard = hard_by_reading(invented.places, one, need);
                EXPECT_EQ(invented.all.left_out_for(need, one.key), hard);
                if (hard) {
                    ++expected[static_cast<std::size_t>(*hard)];
                    ++seen[*hard];
                } else {
                    can_be_asked.insert(one.key);
                }
            }
            const auto ranked = keys_of(invented.all.rank(need, few.people));
            EXPECT_EQ(std::set<Key>(ranked.begin(), ranked.end()), can_be_asked);
            EXPECT_EQ(ranked.size(), can_be_asked.size());
            EXPECT_EQ(invented.all.left_out(need), expected);
        }
    }
    EXPECT_EQ(seen.size(), hard_conditions) << "each condition is tried";
}

TEST(Ranking, gives_true_reasons_whose_points_are_the_sum)
{
    std::set<Soft> seen;
    for (std::uint32_t seed = 1; seed <= 6; ++seed) {
        Invented invented(seed);
        Chance chance(seed + 200);
        for (int round = 0; round < 25; ++round) {
            const auto need = invented_need(chance, few);
            for (const auto& ranked : invented.all.rank(need, few.people)) {
                int sum = 0;
                for (const auto& reason : ranked.reasons) {
                    is_true(invented.places, invented[ranked.key], need, reason);
                    seen.insert(reason.soft);
                    sum += reason.points;
                }
                EXPECT_EQ(ranked.points, sum);
            }
        }
    }
    EXPECT_EQ(seen.size(), 16U) << "each reason is given";
}

TEST(Ranking, puts_more_points_first_and_the_smaller_key_among_equals)
{
    Invented invented(3);
    Chance chance(5);
    for (int round = 0; round < 20; ++round) {
        const auto ranked = invented.all.rank(invented_need(chance, few), 100);
        for (std::size_t i = 1; i < ranked.size(); ++i)
            EXPECT_TRUE(ranked[i - 1].points > ranked[i].points ||
                        (ranked[i - 1].points == ranked[i].points && ranked[i - 1].key < ranked[i].key));
    }
}

TEST(Ranking, names_the_best_of_all_when_few_are_wanted)
{
    Invented invented(4);
    Chance chance(6);
    for (int round = 0; round < 20; ++round) {
        const auto need = invented_need(chance, few);
        auto all = invented.all.rank(need, few.people);
        all.resize(std::min<std::size_t>(all.size(), 7));
        EXPECT_TRUE(are_equal(invented.all.rank(need, 7), all));
    }
}

// A network may set each of them; those who cannot be among the best are not looked at.
TEST(Ranking, names_the_best_of_all_whatever_counts_how_much)
{
    Invented invented(8);
    Chance chance(9);
    const auto up_to = [&](int most) { return chance.below(most + 1); };
    for (int round = 0; round < 200; ++round) {
        const auto need = invented_need(chance, few);
        const Weights weights{.field = up_to(100),
                              .related_field = up_to(100),
                              .task = up_to(100),
                              .skill = up_to(100),
                              .near = up_to(100),
                              .near_km = 1.0 + up_to(99),
                              .beyond_reach = -up_to(100),
                              .free = up_to(100),
                              .language = up_to(100),
                              .reliable = up_to(100),
                              .unreliable = -up_to(100),
                              .asked = -up_to(100),
                              .lately = -up_to(100),
                              .lately_days = 1 + up_to(365),
                              .promised = -up_to(100)};
        auto all = invented.all.rank(need, few.people, weights);
        for (const auto& ranked : all) {
            int sum = 0;
            for (const auto& reason : ranked.reasons)
                sum += reason.points;
            EXPECT_EQ(ranked.points, sum);
        }
        all.resize(std::min<std::size_t>(all.size(), 7));
        EXPECT_TRUE(are_equal(invented.all.rank(need, 7, weights), all));
    }
}

TEST(Ranking, does_not_depend_on_the_order_in_which_people_came_or_left)
{
    Invented invented(7);
    Register other(invented.places);
    Chance chance(8);
    // Backwards, some as somebody else at first, some twice, and strangers who go again.
    for (auto one = invented.candidates.rbegin(); one != invented.candidates.rend(); ++one) {
        auto before = invented_candidate(chance, few, static_cast<std::uint32_t>(one->key.low));
        if (chance.below(2) == 0)
            other.put(before);
        before.key = {2, one->key.low};
        other.put(before);
        other.put(*one);
        if (chance.below(3) == 0)
            other.remove(before.key);
    }
    for (std::uint64_t number = 0; number < few.people; ++number)
        other.remove({2, number});
    EXPECT_EQ(other.size(), invented.all.size());
    for (int round = 0; round < 40; ++round) {
        const auto need = invented_need(chance, few);
        EXPECT_TRUE(are_equal(other.rank(need, 200), invented.all.rank(need, 200)));
        EXPECT_EQ(other.left_out(need), invented.all.left_out(need));
    }
}

TEST(Ranking, of_thousands_who_are_equal_is_stable)
{
    Register all({{0, 0}});
    for (std::uint64_t number = 5000; number > 0; --number)
        all.put({.key = {0, number}, .home = 0, .asked_by = 1});
    const auto ranked = all.rank({.place = 0, .fields = 1, .times = 1, .asker = 1}, 3);
    EXPECT_EQ(keys_of(ranked), (std::vector<Key>{{0, 1}, {0, 2}, {0, 3}}));
}

TEST(Ranking, asks_for_leave_only_for_those_who_would_be_among_the_best)
{
    Register all({{0, 0}});
    for (std::uint64_t number = 1; number <= 1000; ++number)
        all.put({.key = {0, number}, .home = 0, .asked_by = 1});
    int asked = 0;
    const auto ranked = all.rank({.place = 0}, 5, {}, [&](const Key& key) {
        ++asked;
        return key.low % 2 == 0;
    });
    EXPECT_EQ(keys_of(ranked), (std::vector<Key>{{0, 2}, {0, 4}, {0, 6}, {0, 8}, {0, 10}}));
    EXPECT_LT(asked, 1000);
}

TEST(Ranking, never_asks_the_same_three)
{
    // Thirty who differ in nothing but that some fit a little better; each week three are asked.
    std::vector<Candidate> people;
    for (std::uint64_t number = 0; number < 30; ++number)
        people.push_back({.key = {0, number},
                          .home = 0,
                          .fields = number % 2 == 0 ? 1U : 2U,
                          .tasks = number % 3 == 0 ? 1U : 2U,
                          .asked_by = 1});
    std::vector<int> times(people.size());
    for (int week = 0; week < 50; ++week) {
        Register all({{0, 0}});
        all.load(people);
        const auto day = test_day + 7 * week;
        const Need need{.place = 0, .fields = 1, .related_fields = 2, .tasks = 3, .today = day};
        for (const auto& each : all.rank(need, 3)) {
            auto& one = people[each.key.low];
            one.last_asked = day;
            ++one.asked;
            ++times[each.key.low];
        }
    }
    const auto [least, most] = std::minmax_element(times.begin(), times.end());
    EXPECT_GE(*least, 2);
    EXPECT_LE(*most, 10);
}

TEST(Ranking, of_an_empty_register_is_empty)
{
    Register all({{0, 0}});
    EXPECT_TRUE(all.rank({.place = 0, .fields = 1}, 10).empty());
    EXPECT_EQ(all.left_out({.place = 0}), LeftOut());
    EXPECT_EQ(all.left_out_for({.place = 0}, {1, 1}), std::nullopt);
    all.remove({1, 1});
    EXPECT_EQ(all.size(), 0U);
}

TEST(Ranking, refuses_places_that_there_are_not)
{
    EXPECT_THROW(Register({{std::nan(""), 0}}), std::invalid_argument);
    Register all({{0, 0}});
    EXPECT_THROW(all.put({.home = 1}), std::invalid_argument);
    EXPECT_THROW(all.put({.helps_in = {3}}), std::invalid_argument);
    EXPECT_THROW(all.put({.engagements = {{0, 1, 9}}}), std::invalid_argument);
    EXPECT_EQ(all.size(), 0U);
}

TEST(Ranking, leaves_out_who_would_give_more_in_the_month_than_they_want)
{
    constexpr Minute hour = 60;
    Register all({{0, 0}});
    const auto anna = [&](std::optional<Minute> most) {
        all.put({.key = {0, 1},
                 .asked_by = 1,
                 .engagements = {{0, 2 * hour}, {50 * hour, 53 * hour}},
                 .most_minutes = most});
    };
    Need need{.span = Engagement{10 * hour, 12 * hour}, .period = Stretch{0, 50 * hour}};
    for (const auto& [most, why] :
         std::vector<std::pair<std::optional<Minute>, std::optional<Hard>>>{{4 * hour, {}},
                                                                            {4 * hour - 1, Hard::full},
                                                                            {0, Hard::full},
                                                                            {std::nullopt, {}},
                                                                            {1'000'000, {}}}) {
        anna(most);
        EXPECT_EQ(all.left_out_for(need, {0, 1}), why) << most.value_or(-1);
    }
    anna(6 * hour);
    need.period->end = 51 * hour;
    EXPECT_EQ(all.left_out_for(need, {0, 1}), Hard::full) << "what begins in the month counts as a whole";
    need.period.reset();
    EXPECT_EQ(all.left_out_for(need, {0, 1}), std::nullopt);
}

// A village of a network without coordinates.
TEST(Ranking, knows_no_way_to_a_place_that_lies_nowhere)
{
    Register all({{0, 0}, nowhere});
    const Candidate here{.key = {0, 1}, .home = 0, .everywhere = true, .asked_by = 1};
    auto helps_there = here;
    helps_there.key.low = 2;
    helps_there.home = no_place;
    helps_there.everywhere = false;
    helps_there.helps_in = {1};
    auto lives_there = here;
    lives_there.key.low = 3;
    lives_there.everywhere = false;
    lives_there.home = 1;
    lives_there.radius_km = 5;
    auto helps_here = helps_there;
    helps_here.key.low = 4;
    helps_here.helps_in = {0};
    auto busy = here;
    busy.key.low = 5;
    busy.engagements = {{.begin = 0, .end = 60, .place = 0}};
    all.load({here, helps_there, lives_there, helps_here, busy});
    for (auto within : {std::optional<double>(), std::optional(10.0)}) {
        std::vector<std::uint64_t> found;
        for (const auto& each :
             all.rank({.place = 1, .within_km = within, .span = Engagement{60, 120, 1}}, 9)) {
            found.push_back(each.key.low);
            for (const auto& reason : each.reasons)
                EXPECT_NE(reason.soft, Soft::near);
        }
        EXPECT_EQ(found, (std::vector<std::uint64_t>{1, 2, 5})) << "no way is counted, and no distance";
    }
    EXPECT_EQ(all.rank({.place = 0}, 9).size(), 3U) << "five kilometres around nowhere are not here";
}

TEST(Ranking, takes_no_more_memory_after_many_changes)
{
    Invented invented(9);
    const auto before = invented.all.bytes();
    Chance chance(10);
    for (int i = 0; i < 50'000; ++i)
        invented.all.put(invented_candidate(chance, few, static_cast<std::uint32_t>(chance.below(700))));
    EXPECT_LE(invented.all.bytes(), 3 * before);
}

} // namespace dorfnetz::matching
