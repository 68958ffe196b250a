#include "features/decisions/rules.hpp"
#include "foundation/core/random.hpp"

#include <algorithm>
#include <gtest/gtest.h>

namespace dorfnetz::decisions {

namespace {

constexpr Majority majorities[] = {Majority::simple, Majority::absolute, Majority::two_thirds,
                                   Majority::unanimous};

bool is_adopted(Majority majority, const Counts& counts, std::int64_t present)
{
    // More than half of as many votes as are there: the quorum is always reached.
    return decide(majority, counts, meetings::Quorum{.votes = present, .present = present}) ==
           Outcome::adopted;
}

// Every count of up to eleven votes, with up to three who are there and do not vote.
template <class F>
void for_each_count(F&& check)
{
    for (std::int64_t yes = 0; yes <= 11; ++yes)
        for (std::int64_t no = 0; yes + no <= 11; ++no)
            for (std::int64_t abstained = 0; yes + no + abstained <= 11; ++abstained)
                for (std::int64_t silent = 0; silent <= 3; ++silent)
                    if (yes + no + abstained + silent > 0)
                        check(Counts{.yes = yes, .no = no, .abstained = abstained},
                              yes + no + abstained + silent);
}

} // namespace

TEST(Majorities, are_what_people_call_them)
{
    const auto adopted = [](Majority majority, std::int64_t yes, std::int64_t no, std::int64_t abstained) {
        const Counts counts{.yes = yes, .no = no, .abstained = abstained};
        return is_adopted(majority, counts, counts.cast());
    };
    EXPECT_TRUE(adopted(Majority::simple, 2, 1, 6));
    EXPECT_FALSE(adopted(Majority::simple, 4, 4, 1)) << "a tie is no majority";
    EXPECT_FALSE(adopted(Majority::absolute, 4, 1, 4)) << "4 of 9";
    EXPECT_TRUE(adopted(Majority::absolute, 5, 4, 0));
    EXPECT_FALSE(adopted(Majority::absolute, 4, 0, 4)) << "half is not more than half";
    EXPECT_TRUE(adopted(Majority::two_thirds, 6, 3, 0));
    EXPECT_FALSE(adopted(Majority::two_thirds, 5, 3, 1));
    EXPECT_TRUE(adopted(Majority::unanimous, 3, 0, 6));
    EXPECT_FALSE(adopted(Majority::unanimous, 8, 1, 0));
    for (const auto majority : majorities)
        EXPECT_FALSE(adopted(majority, 0, 0, 9)) << "nobody wants it";
}

TEST(Majorities, are_never_lost_by_one_more_yes_nor_won_by_one_more_no)
{
    for_each_count([](const Counts& counts, std::int64_t present) {
        for (const auto majority : majorities) {
            auto more = counts;
            ++more.yes;
            if (is_adopted(majority, counts, present)) {
                EXPECT_TRUE(is_adopted(majority, more, present + 1)) << counts.yes << ' ' << counts.no;
            }
            more = counts;
            ++more.no;
            if (!is_adopted(majority, counts, present)) {
                EXPECT_FALSE(is_adopted(majority, more, present + 1)) << counts.yes << ' ' << counts.no;
            }
        }
    });
}

TEST(Majorities, of_the_stricter_kinds_are_also_simple_ones)
{
    for_each_count([](const Counts& counts, std::int64_t present) {
        const bool simple = is_adopted(Majority::simple, counts, present);
        for (const auto majority : majorities)
            EXPECT_LE(is_adopted(majority, counts, present), simple) << counts.yes << ' ' << counts.no;
        EXPECT_LE(is_adopted(Majority::unanimous, counts, present),
                  is_adopted(Majority::two_thirds, counts, present));
    });
}

TEST(Majorities, but_the_absolute_one_do_not_change_with_who_does_not_vote)
{
    for_each_count([](const Counts& counts, std::int64_t present) {
        for (const auto majority : {Majority::simple, Majority::two_thirds, Majority::unanimous})
            EXPECT_EQ(is_adopted(majority, counts, present), is_adopted(majority, counts, counts.cast() + 7));
        if (!is_adopted(Majority::absolute, counts, present)) {
            EXPECT_FALSE(is_adopted(Majority::absolute, counts, present + 1));
        }
    });
}

TEST(Majorities, without_a_quorum_are_none)
{
    for_each_count([](const Counts& counts, std::int64_t present) {
        for (std::int64_t votes = present; votes <= 2 * present + 2; ++votes)
            for (const auto majority : majorities) {
                const meetings::Quorum quorum{.votes = votes, .present = present};
                EXPECT_EQ(decide(majority, counts, quorum) == Outcome::no_quorum, 2 * present <= votes)
                    << present << " of " << votes;
            }
    });
}

TEST(Majorities, of_hands_ask_for_no_quorum)
{
    EXPECT_EQ(decide(Majority::absolute, {.yes = 2, .no = 1}, std::nullopt), Outcome::adopted);
    EXPECT_EQ(decide(Majority::absolute, {.yes = 2, .no = 1, .abstained = 1}, std::nullopt),
              Outcome::rejected);
}

namespace {

web::Actor editor_of(const std::vector<std::string>& villages)
{
    web::Actor actor{.user = web::UserId("u"), .name = {}, .session = {}, .grants = {}};
    for (const auto& village : villages)
        actor.grants.push_back({web::Role::lead_editor, village});
    return actor;
}

} // namespace

TEST(Voices, of_any_meeting_belong_to_one_village_each_and_only_to_delegates_who_are_there)
{
    SeededRandom chance(7);
    for (int round = 0; round < 400; ++round) {
        // Nine villages: nobody, a delegate, or a proxy of a delegate who has no other.
        std::vector<meetings::Voter> voters;
        for (int i = 0; i < 9; ++i)
            voters.push_back(
                {.village = VillageId(std::to_string(i)),
                 .presence = chance.below(2) == 0 ? meetings::Presence::none : meetings::Presence::delegate});
        for (auto& voter : voters)
            if (voter.presence == meetings::Presence::none && chance.below(2) == 0) {
                const auto& by = voters[static_cast<std::size_t>(chance.below(9))];
                const bool is_free = std::ranges::none_of(
                    voters, [&](const meetings::Voter& other) { return other.proxy == by.village; });
                if (by.presence == meetings::Presence::delegate && is_free) {
                    voter.presence = meetings::Presence::proxy;
                    voter.proxy = by.village;
                }
            }
        std::vector<VillageId> spoken_for;
        for (const auto& voter : voters)
            for (const auto& voice : voices_of(editor_of({voter.village.text()}), voters))
                spoken_for.push_back(voice.village);
        std::ranges::sort(spoken_for);
        EXPECT_EQ(std::ranges::adjacent_find(spoken_for), spoken_for.end()) << "no village has two voices";
        EXPECT_EQ(std::ssize(spoken_for), std::ranges::count_if(voters, &meetings::Voter::has_voice))
            << "each village that is there or has a proxy has one";
    }
}

TEST(Voices, are_none_for_who_gave_theirs_away)
{
    const std::vector<meetings::Voter> voters{
        {.village = VillageId("aue"), .presence = meetings::Presence::delegate},
        {.village = VillageId("berg"), .presence = meetings::Presence::proxy, .proxy = VillageId("aue")}};
    EXPECT_TRUE(voices_of(editor_of({"berg"}), voters).empty());
    EXPECT_EQ(voices_of(editor_of({"aue"}), voters).size(), 2U);
    EXPECT_TRUE(voices_of(editor_of({"tal"}), voters).empty());
}

TEST(Carriers, are_one_for_all_whose_votes_one_person_may_carry)
{
    using meetings::Presence;
    const VillageId aue("aue"), berg("berg"), tal("tal"), wald("wald"), see("see"), moor("moor");
    const std::vector<meetings::Voter> voters{{.village = aue, .presence = Presence::delegate},
                                              {.village = berg, .presence = Presence::delegate},
                                              {.village = tal, .presence = Presence::delegate},
                                              {.village = wald, .presence = Presence::proxy, .proxy = aue},
                                              {.village = see, .presence = Presence::none},
                                              {.village = moor, .presence = Presence::proxy, .proxy = tal}};
    const auto alone = carriers_of(voters, {});
    EXPECT_EQ(count(alone), 3) << "those with a delegate";
    EXPECT_EQ(alone.at(wald), alone.at(aue));
    EXPECT_FALSE(alone.contains(see));
    const web::UserId anna("anna"), bernd("bernd"), carla("carla");
    EXPECT_EQ(count(carriers_of(voters, {{anna, {aue}}, {bernd, {aue}}, {carla, {tal}}})), 3);
    const auto joined = carriers_of(voters, {{anna, {aue, berg}}, {carla, {tal}}});
    EXPECT_EQ(count(joined), 2);
    EXPECT_EQ(joined.at(wald), joined.at(berg)) << "what Aue carries, Anna carries too";
    EXPECT_NE(joined.at(moor), joined.at(berg));
    EXPECT_EQ(count(carriers_of(voters, {{anna, {aue, berg}}, {bernd, {berg, tal}}})), 1)
        << "nobody knows who of them it was";
}

} // namespace dorfnetz::decisions
