#include "features/date_polls/choice.hpp"
#include "foundation/core/random.hpp"

#include <algorithm>
#include <gtest/gtest.h>

namespace dorfnetz::date_polls {

namespace {

constexpr int rounds = 2000;

Timestamp day(int number)
{
    return *timestamp_from_iso("2026-12-01T18:00:00Z") + std::chrono::days(number);
}

std::vector<Candidate> dates(int count)
{
    std::vector<Candidate> all;
    for (int i = 0; i < count; ++i)
        all.push_back({.id = std::string(1, static_cast<char>('a' + i)), .starts_at = day(i)});
    return all;
}

std::string best(const std::vector<Candidate>& of, const std::vector<Ballot>& ballots,
                 std::int64_t needed = 0)
{
    const auto found = best_of(standings_of(of, ballots, needed));
    return found ? found->id : std::string();
}

// A poll as it may go: up to six dates, up to twelve answers from five villages or from nobody's voice, some
// of them not complete.
struct Poll
{
    std::vector<Candidate> candidates;
    std::vector<Ballot> ballots;
    std::int64_t needed = 0;
};

Poll some_poll(SeededRandom& random)
{
    Poll poll{.candidates = dates(1 + static_cast<int>(random.below(6))),
              .ballots = {},
              .needed = static_cast<std::int64_t>(random.below(5))};
    for (auto left = random.below(13); left > 0; --left) {
        Ballot ballot;
        if (const auto voice = random.below(6); voice > 0)
            ballot.voice = "village " + std::to_string(voice);
        for (const auto& date : poll.candidates)
            if (const auto answer = random.below(4); answer < 3)
                ballot.answers.emplace(date.id, static_cast<Answer>(answer));
        poll.ballots.push_back(std::move(ballot));
    }
    return poll;
}

template <class T>
void shuffle(std::vector<T>& values, SeededRandom& random)
{
    for (auto i = values.size(); i > 1; --i)
        std::swap(values[i - 1], values[random.below(i)]);
}

} // namespace

TEST(BestDate, is_the_one_on_which_most_villages_can_come)
{
    EXPECT_EQ(best(dates(3), {{"aue", {{"a", Answer::yes}, {"b", Answer::yes}}},
                              {"berg", {{"a", Answer::no}, {"b", Answer::yes}}},
                              {"tal", {{"c", Answer::yes}}}}),
              "b");
}

TEST(BestDate, counts_a_village_once_and_with_the_best_that_somebody_of_it_said)
{
    const auto standings = standings_of(dates(2),
                                        {{"aue", {{"a", Answer::no}}},
                                         {"aue", {{"a", Answer::yes}, {"b", Answer::if_needed}}},
                                         {"aue", {{"a", Answer::yes}}}},
                                        1);
    EXPECT_EQ(standings[0].yes, 1);
    EXPECT_EQ(standings[0].no, 0);
    EXPECT_EQ(standings[1].if_needed, 1);
    EXPECT_TRUE(standings[0].reaches_quorum);
}

TEST(BestDate, lets_enough_for_a_decision_weigh_more_than_one_more_yes)
{
    const std::vector<Ballot> ballots{{"aue", {{"a", Answer::yes}, {"b", Answer::yes}}},
                                      {"berg", {{"a", Answer::yes}, {"b", Answer::if_needed}}},
                                      {"tal", {{"a", Answer::no}, {"b", Answer::if_needed}}}};
    EXPECT_EQ(best(dates(2), ballots, 2), "a");
    EXPECT_EQ(best(dates(2), ballots, 3), "b") << "on the other day nothing can be decided";
}

TEST(BestDate, prefers_if_needed_to_silence_few_who_say_no_and_what_comes_first)
{
    EXPECT_EQ(best(dates(2),
                   {{"aue", {{"a", Answer::yes}, {"b", Answer::yes}}}, {"berg", {{"b", Answer::if_needed}}}}),
              "b");
    EXPECT_EQ(
        best(dates(2), {{"aue", {{"a", Answer::yes}, {"b", Answer::yes}}}, {"berg", {{"a", Answer::no}}}}),
        "b");
    EXPECT_EQ(best(dates(3), {{"aue", {{"b", Answer::yes}, {"c", Answer::yes}}}}), "b");
}

TEST(BestDate, is_none_as_long_as_nobody_could_come)
{
    EXPECT_EQ(best({}, {}), "");
    EXPECT_EQ(best(dates(2), {}), "");
    EXPECT_EQ(best(dates(2), {{"aue", {{"a", Answer::no}}}, {"", {{"b", Answer::yes}}}}), "")
        << "who speaks for no village does not count";
}

TEST(BestDate, is_never_worse_than_another_in_everything_whatever_was_answered)
{
    SeededRandom random{7};
    for (int round = 0; round < rounds; ++round) {
        const auto poll = some_poll(random);
        const auto standings = standings_of(poll.candidates, poll.ballots, poll.needed);
        const auto chosen = best_of(standings);
        if (!chosen) {
            for (const auto& standing : standings)
                ASSERT_EQ(standing.could_come(), 0);
            continue;
        }
        for (const auto& other : standings) {
            ASSERT_FALSE(is_better(other, *chosen));
            ASSERT_FALSE(other.reaches_quorum && !chosen->reaches_quorum);
            const bool is_above =
                other.yes > chosen->yes && other.if_needed >= chosen->if_needed && other.no <= chosen->no;
            ASSERT_FALSE(is_above && other.reaches_quorum == chosen->reaches_quorum);
        }
    }
}

TEST(BestDate, does_not_hang_on_the_order_of_dates_or_answers)
{
    SeededRandom random{8};
    for (int round = 0; round < rounds; ++round) {
        auto poll = some_poll(random);
        const auto before = best(poll.candidates, poll.ballots, poll.needed);
        shuffle(poll.candidates, random);
        shuffle(poll.ballots, random);
        ASSERT_EQ(best(poll.candidates, poll.ballots, poll.needed), before);
    }
}

TEST(BestDate, stays_the_best_when_one_more_village_can_come)
{
    SeededRandom random{9};
    for (int round = 0; round < rounds; ++round) {
        auto poll = some_poll(random);
        const auto before = best(poll.candidates, poll.ballots, poll.needed);
        if (before.empty())
            continue;
        poll.ballots.push_back({.voice = "another", .answers = {{before, Answer::yes}}});
        ASSERT_EQ(best(poll.candidates, poll.ballots, poll.needed), before);
    }
}

TEST(BestDate, does_not_change_when_the_same_is_said_again_or_by_nobodys_voice)
{
    SeededRandom random{10};
    for (int round = 0; round < rounds; ++round) {
        auto poll = some_poll(random);
        const auto before = standings_of(poll.candidates, poll.ballots, poll.needed);
        if (poll.ballots.empty())
            continue;
        poll.ballots.push_back(poll.ballots[random.below(poll.ballots.size())]);
        auto stranger = some_poll(random);
        for (auto& ballot : stranger.ballots) {
            ballot.voice.clear();
            poll.ballots.push_back(ballot);
        }
        ASSERT_EQ(standings_of(poll.candidates, poll.ballots, poll.needed), before);
    }
}

TEST(BestDate, counts_no_village_twice_and_none_that_said_nothing)
{
    SeededRandom random{11};
    for (int round = 0; round < rounds; ++round) {
        const auto poll = some_poll(random);
        for (const auto& standing : standings_of(poll.candidates, poll.ballots, poll.needed)) {
            std::map<std::string, Answer> said;
            for (const auto& ballot : poll.ballots)
                if (const auto answer = ballot.answers.find(standing.id);
                    !ballot.voice.empty() && answer != ballot.answers.end())
                    said[ballot.voice] = said.contains(ballot.voice)
                                             ? std::min(said[ballot.voice], answer->second)
                                             : answer->second;
            ASSERT_EQ(standing.could_come() + standing.no, std::ssize(said));
            ASSERT_EQ(standing.yes, std::ranges::count_if(
                                        said, [](const auto& each) { return each.second == Answer::yes; }));
        }
    }
}

} // namespace dorfnetz::date_polls
