#include "accounts/api.hpp"
#include "features/decisions/decisions_for_tests.hpp"

#include <algorithm>
#include <atomic>
#include <optional>
#include <thread>

namespace dorfnetz::decisions {

namespace {

using meetings::Presence;

class Votes : public WithMotions
{
protected:
    // Chance of tests is for one thread.
    web::Context in_a_thread(const web::Actor& actor)
    {
        auto& outside = site.environment();
        if (!m_environment)
            m_environment.emplace(web::Environment{.pool = outside.pool,
                                                   .clock = outside.clock,
                                                   .random = m_random,
                                                   .data_directory = outside.data_directory,
                                                   .reader_program = {},
                                                   .secret = outside.secret,
                                                   .public_address = {}});
        auto here = web::context_of_a_job(*m_environment, site.site(), network);
        here.actor = actor;
        return here;
    }

    // Runs all of it in the same moment, each in a thread of its own.
    std::vector<bool> at_once(const std::vector<std::function<Result<Done>()>>& work)
    {
        std::vector<char> results(work.size());
        {
            std::atomic<int> ready = 0;
            std::vector<std::jthread> threads;
            for (std::size_t i = 0; i < work.size(); ++i)
                threads.emplace_back([&, i] {
                    ++ready;
                    while (ready < static_cast<int>(work.size()))
                        std::this_thread::yield();
                    results[i] = work[i]().has_value() ? 1 : 0;
                });
        }
        return {results.begin(), results.end()};
    }

    std::function<Result<Done>()> casting(const web::Actor& actor, const MotionId& id,
                                          const VillageId& village, Choice choice)
    {
        return [this, here = in_a_thread(actor), id, village, choice] {
            return written([&](db::Tx& tx) { return cast(tx, here, id, village, choice); });
        };
    }

    std::function<Result<Done>()> closing(const MotionId& id)
    {
        return [this, here = in_a_thread(leader()), id] {
            return written([&](db::Tx& tx) { return close(tx, here, id); });
        };
    }

private:
    SystemRandom m_random;
    std::optional<web::Environment> m_environment;
};

} // namespace

TEST_F(Votes, of_three_villages_become_a_decision_with_a_number)
{
    const auto id = given_open();
    EXPECT_TRUE(vote(delegate(aue), id, aue, Choice::yes));
    EXPECT_TRUE(vote(delegate(berg), id, berg, Choice::no));
    EXPECT_TRUE(vote(delegate(tal), id, tal, Choice::yes));
    EXPECT_FALSE(now(id).counts) << "nothing of the count is kept before";
    EXPECT_TRUE(close_vote(id));
    const auto decided = now(id);
    EXPECT_EQ(decided.counts, (Counts{.yes = 2, .no = 1}));
    EXPECT_EQ(decided.outcome, Outcome::adopted);
    EXPECT_EQ(path_of(decided), "/beschluesse/2026-1");
    EXPECT_EQ(decided.quorum, (meetings::Quorum{.votes = 3, .present = 3}));
}

TEST_F(Votes, of_two_delegates_of_one_village_count_once_and_the_second_hears_who_was_faster)
{
    const auto anna = site.pool()
                          .write(db::Scope::nothing(),
                                 [&](db::Tx& tx) {
                                     return accounts::create_user(tx, site.environment(),
                                                                  {.network = network.id,
                                                                   .email = "anna@example.org",
                                                                   .name = "Anna Beispiel",
                                                                   .subject = aue.text()});
                                 })
                          .value();
    const auto id = given_open();
    EXPECT_TRUE(vote(delegate(aue, anna.id.text()), id, aue, Choice::yes));
    const auto second = vote(delegate(aue, "bernd"), id, aue, Choice::no);
    EXPECT_EQ(said(second), "Für Aue hat schon Anna Beispiel abgestimmt. Jedes Dorf hat eine Stimme.");
    const auto secret = given_draft(tent(Way::secret));
    EXPECT_TRUE(close_vote(id));
    EXPECT_TRUE(done(leader(), [&](db::Tx& tx, const web::Context& here) { return open(tx, here, secret); }));
    EXPECT_TRUE(vote(delegate(aue, anna.id.text()), secret, aue, Choice::yes));
    EXPECT_EQ(said(vote(delegate(aue, "bernd"), secret, aue, Choice::no)),
              "Für Aue ist schon abgestimmt. Jedes Dorf hat eine Stimme.")
        << "nobody knows who it was";
}

TEST_F(Votes, without_presence_are_refused_with_a_reason)
{
    const auto id = given_open();
    EXPECT_TRUE(represent(meeting, aue, {.presence = Presence::none}));
    EXPECT_EQ(said(vote(delegate(aue), id, aue, Choice::yes)),
              "Aue ist noch nicht als anwesend eingetragen. Sag der Leitung Bescheid.");
    EXPECT_EQ(said(vote(delegate(wald), id, wald, Choice::yes)),
              "Wald hat gerade keinen Netzwerkverein und deshalb keine Stimme.");
    const auto stranger = vote(delegate(berg), id, aue, Choice::yes);
    ASSERT_FALSE(stranger);
    EXPECT_EQ(stranger.error().kind, Err::missing);
}

TEST_F(Votes, by_proxy_are_cast_by_the_delegate_who_has_it_and_by_nobody_else)
{
    EXPECT_TRUE(represent(meeting, tal, {.presence = Presence::proxy, .proxy = aue}));
    const auto id = given_open();
    EXPECT_EQ(said(vote(delegate(tal), id, tal, Choice::no)), "Für Tal stimmt heute Aue mit ab.");
    const auto third = vote(delegate(berg), id, tal, Choice::no);
    ASSERT_FALSE(third);
    EXPECT_EQ(third.error().kind, Err::missing);
    EXPECT_TRUE(vote(delegate(aue), id, aue, Choice::yes));
    EXPECT_TRUE(vote(delegate(aue), id, tal, Choice::no)) << "each vote by itself";
    EXPECT_FALSE(vote(delegate(aue), id, tal, Choice::yes));
    EXPECT_TRUE(close_vote(id));
    EXPECT_EQ(now(id).counts, (Counts{.yes = 1, .no = 1}));
    EXPECT_EQ(now(id).quorum->present, 3);
}

TEST_F(Votes, before_and_after_are_refused)
{
    const auto id = given_draft(tent());
    EXPECT_EQ(said(vote(delegate(aue), id, aue, Choice::yes)), "Die Abstimmung ist noch nicht offen.");
    EXPECT_TRUE(done(leader(), [&](db::Tx& tx, const web::Context& here) { return open(tx, here, id); }));
    EXPECT_TRUE(close_vote(id));
    EXPECT_EQ(said(vote(delegate(aue), id, aue, Choice::yes)), "Die Abstimmung ist schon geschlossen.");
    EXPECT_EQ(said(close_vote(id)), "Die Abstimmung ist schon geschlossen.");
}

TEST_F(Votes, after_closing_are_refused_by_the_database_too)
{
    const auto id = given_open();
    const auto before = now(id);
    EXPECT_TRUE(close_vote(id));
    EXPECT_THROW(site.given([&](db::Tx& tx) -> Result<Done> {
        store::insert_vote(tx, network.id, before, {.village = aue}, site.clock.now());
        return Done{};
    }),
                 db::ConstraintViolated);
}

TEST_F(Votes, of_a_secret_motion_have_no_row_that_the_database_would_take)
{
    const auto id = given_open(Way::secret);
    EXPECT_THROW(site.given([&](db::Tx& tx) -> Result<Done> {
        store::insert_vote(tx, network.id, now(id), {.village = aue}, site.clock.now());
        return Done{};
    }),
                 db::ConstraintViolated);
    const auto public_id = given_draft(tent());
    EXPECT_THROW(site.given([&](db::Tx& tx) -> Result<Done> {
        store::count_secretly(tx, network.id, now(public_id), aue, Choice::yes);
        return Done{};
    }),
                 db::ConstraintViolated);
}

TEST_F(Votes, of_a_village_that_has_none_are_refused_by_the_database_too)
{
    const auto id = given_open();
    EXPECT_THROW(site.given([&](db::Tx& tx) -> Result<Done> {
        store::insert_vote(tx, network.id, now(id), {.village = wald}, site.clock.now());
        return Done{};
    }),
                 db::ConstraintViolated);
}

TEST_F(Votes, without_a_quorum_decide_nothing_and_get_no_number)
{
    EXPECT_TRUE(represent(meeting, berg, {.presence = Presence::none}));
    EXPECT_TRUE(represent(meeting, tal, {.presence = Presence::none}));
    const auto id = given_open();
    EXPECT_TRUE(vote(delegate(aue), id, aue, Choice::yes));
    EXPECT_TRUE(close_vote(id));
    EXPECT_EQ(now(id).outcome, Outcome::no_quorum);
    EXPECT_FALSE(now(id).is_decision());
    EXPECT_TRUE(represent(meeting, berg, {.presence = Presence::delegate}));
    const auto later = given_open();
    EXPECT_TRUE(vote(delegate(aue), later, aue, Choice::yes));
    EXPECT_TRUE(close_vote(later));
    EXPECT_EQ(name_of(now(later)), "2026-1");
}

TEST_F(Votes, stay_as_they_were_when_a_village_gets_another_lead_club)
{
    const auto id = given_open();
    for (const auto& village : {aue, berg, tal})
        EXPECT_TRUE(vote(delegate(village), id, village, Choice::yes));
    EXPECT_TRUE(close_vote(id));
    site.given([&](db::Tx& tx) -> Result<Done> {
        auto entry = organisations::organisation_by_id(tx, network.id, singers).value();
        entry.entry.villages.push_back(aue);
        TRY(organisations::update(tx, network.id, singers, entry.version, entry.entry, author()));
        TRY(mandates::appoint(tx, network.id,
                              {.village = aue,
                               .organisation = singers,
                               .starts_on = std::chrono::year(2026) / 11 / 1,
                               .decided = "Treffen"},
                              author()));
        return Done{};
    });
    EXPECT_EQ(voters(meeting).at(0).organisation, choir);
    EXPECT_EQ(now(id).counts, (Counts{.yes = 3}));
}

TEST_F(Votes, said_aloud_are_typed_in_by_who_leads_and_only_if_they_are_open)
{
    const auto id = given_open();
    const auto typed = [&](const web::Actor& actor, const MotionId& motion) {
        return done(actor, [&](db::Tx& tx, const web::Context& here) {
            return type_in(tx, here, motion, berg, Choice::abstain);
        });
    };
    EXPECT_EQ(typed(delegate(aue), id).error().kind, Err::missing);
    EXPECT_TRUE(typed(leader(), id));
    EXPECT_EQ(said(vote(delegate(berg), id, berg, Choice::yes)),
              "Für Berg ist schon abgestimmt. Jedes Dorf hat eine Stimme.");
    EXPECT_TRUE(close_vote(id));
    const auto secret = given_open(Way::secret);
    EXPECT_EQ(said(typed(leader(), secret)), "Bei einer geheimen Abstimmung stimmt jedes Dorf selbst ab.");
}

TEST_F(Votes, by_hands_are_counted_by_who_leads_and_are_no_more_than_there_are)
{
    const auto id = given_draft(tent(Way::counted));
    const auto counted = [&](const Counts& counts) {
        return done(leader(),
                    [&](db::Tx& tx, const web::Context& here) { return enter_count(tx, here, id, counts); });
    };
    EXPECT_EQ(counted({.yes = 3, .no = 1}).error().kind, Err::invalid);
    EXPECT_EQ(counted({}).error().kind, Err::invalid);
    EXPECT_TRUE(counted({.yes = 2, .no = 1}));
    EXPECT_EQ(now(id).outcome, Outcome::adopted);
}

TEST_F(Votes, in_a_village_are_always_counted_by_hand)
{
    auto of_village = advent();
    of_village.kind = meetings::Kind::village;
    of_village.village = aue;
    const auto village_meeting = given(of_village);
    const auto here = as(leader());
    site.given([&](db::Tx& tx) -> Result<Done> {
        TRY(meetings::begin(tx, here, village_meeting));
        item =
            TRY(meetings::add_item(tx, here, village_meeting, {.title = "Zelt"}, meetings::ItemStatus::on));
        return Done{};
    });
    const auto id = given_draft(tent(Way::open));
    EXPECT_EQ(now(id).draft.way, Way::counted);
    EXPECT_TRUE(done(leader(), [&](db::Tx& tx, const web::Context& there) {
        return enter_count(tx, there, id, {.yes = 30, .no = 29});
    }));
    EXPECT_EQ(now(id).outcome, Outcome::adopted);
    EXPECT_FALSE(now(id).quorum);
}

TEST_F(Votes, in_a_group_are_no_more_than_it_has_members_or_than_are_there)
{
    auto of_group = advent();
    of_group.kind = meetings::Kind::group;
    const auto here = as(leader());
    MeetingId group_meeting;
    site.given([&](db::Tx& tx) -> Result<Done> {
        of_group.group = TRY(groups::create(tx, network.id, {.title = "Wege"}, author()));
        for (const auto& club : {choir, singers})
            TRY(groups::add_member(tx, network.id, *of_group.group, club, groups::Duty::member, author()));
        group_meeting = TRY(meetings::create(tx, here, of_group));
        TRY(meetings::begin(tx, here, group_meeting));
        item = TRY(meetings::add_item(tx, here, group_meeting, {.title = "Zelt"}, meetings::ItemStatus::on));
        return Done{};
    });
    const auto id = given_draft(tent(Way::counted));
    const auto counted = [&](const Counts& counts) {
        return done(leader(), [&](db::Tx& tx, const web::Context& there) {
            return enter_count(tx, there, id, counts);
        });
    };
    EXPECT_EQ(counted({.yes = 99}).error().fields.front().field, "ja");
    EXPECT_EQ(counted({.yes = 2, .abstained = 1}).error().kind, Err::invalid);
    for (const auto* name : {"Petra Probe", "Karl Muster", "Erika Beispiel"})
        site.given([&](db::Tx& tx) -> Result<Done> {
            TRY(meetings::add_attendee(tx, here, group_meeting, name, ""));
            return Done{};
        });
    EXPECT_TRUE(counted({.yes = 2, .abstained = 1})) << "three are there";
}

TEST_F(Votes, keep_a_meeting_from_being_closed_until_they_are)
{
    const auto id = given_open();
    const auto here = as(leader());
    const auto close_meeting = [&] {
        return written([&](db::Tx& tx) { return meetings::close(tx, here, meeting, {before_closing()}); });
    };
    EXPECT_NE(said(close_meeting()).find("Eine Abstimmung läuft noch: „Ein Zelt für alle“."),
              std::string::npos);
    EXPECT_TRUE(close_vote(id));
    EXPECT_TRUE(close_meeting());
}

TEST_F(Votes, keep_a_meeting_begun_and_from_being_deleted)
{
    const auto here = as(leader());
    const auto asked = [&](const meetings::BeforeStep& step) {
        return said(written([&](db::Tx& tx) { return step(tx, here, stored(meeting)); }));
    };
    EXPECT_EQ(asked(before_deleting()), "");
    const auto id = given_draft(tent());
    EXPECT_EQ(asked(before_taking_back()), "") << "a motion may stand on the agenda before";
    EXPECT_NE(asked(before_deleting()).find("Dazu gehört ein Antrag"), std::string::npos);
    EXPECT_TRUE(done(leader(), [&](db::Tx& tx, const web::Context& there) { return open(tx, there, id); }));
    EXPECT_NE(asked(before_taking_back()).find("Abgestimmt wurde schon"), std::string::npos);
}

TEST_F(Votes, that_are_withdrawn_count_for_nothing)
{
    for (const auto way : {Way::open, Way::secret}) {
        const auto id = given_open(way);
        EXPECT_TRUE(vote(delegate(aue), id, aue, Choice::yes));
        EXPECT_TRUE(
            done(leader(), [&](db::Tx& tx, const web::Context& here) { return withdraw(tx, here, id); }));
        EXPECT_EQ(now(id).state, State::withdrawn);
        EXPECT_FALSE(vote(delegate(berg), id, berg, Choice::yes));
        EXPECT_FALSE(close_vote(id));
        read([&](db::Reader& reader) { EXPECT_TRUE(store::votes_of(reader, network.id, id).empty()); });
    }
}

// ---- In the same moment ----

TEST_F(Votes, of_two_delegates_of_one_village_in_the_same_moment_are_one)
{
    for (int round = 0; round < 12; ++round) {
        const auto id = given_open(round % 2 == 0 ? Way::open : Way::secret);
        const auto results = at_once({casting(delegate(aue, "anna"), id, aue, Choice::yes),
                                      casting(delegate(aue, "bernd"), id, aue, Choice::no)});
        EXPECT_EQ(std::ranges::count(results, true), 1);
        EXPECT_TRUE(vote(delegate(berg), id, berg, Choice::abstain));
        EXPECT_TRUE(vote(delegate(tal), id, tal, Choice::abstain));
        EXPECT_TRUE(close_vote(id));
        const auto counts = now(id).counts.value();
        EXPECT_EQ(counts.cast(), 3);
        EXPECT_EQ(counts.yes, results[0] ? 1 : 0);
        EXPECT_EQ(counts.no, results[1] ? 1 : 0);
    }
}

TEST_F(Votes, in_the_moment_of_closing_are_counted_or_refused_and_never_lost)
{
    int counted_ones = 0;
    for (int round = 0; round < 24; ++round) {
        const bool is_secret = round % 2 == 1;
        const auto id = given_open(is_secret ? Way::secret : Way::open);
        // A secret vote is not counted with less than three; so the third is the one that comes late.
        if (is_secret) {
            EXPECT_TRUE(vote(delegate(berg), id, berg, Choice::no));
        }
        const auto results = at_once({casting(delegate(aue), id, aue, Choice::yes), closing(id),
                                      casting(delegate(tal), id, tal, Choice::yes)});
        if (!results[1]) {
            EXPECT_TRUE(close_vote(id));
        }
        const auto decided = now(id);
        ASSERT_EQ(decided.state, State::closed);
        EXPECT_EQ(decided.counts->yes, (results[0] ? 1 : 0) + (results[2] ? 1 : 0)) << "round " << round;
        counted_ones += static_cast<int>(decided.counts->yes);
    }
    EXPECT_GT(counted_ones, 0);
}

TEST_F(Votes, of_a_secret_motion_survive_that_another_one_is_forgotten_in_the_same_moment)
{
    for (int round = 0; round < 12; ++round) {
        const auto id = given_open(Way::secret);
        const auto forgetting = [&]() -> Result<Done> {
            forget_secret_votes(site.pool());
            return Done{};
        };
        const auto results = at_once({casting(delegate(aue), id, aue, Choice::yes), forgetting,
                                      casting(delegate(berg), id, berg, Choice::no),
                                      casting(delegate(tal), id, tal, Choice::yes)});
        EXPECT_EQ(std::ranges::count(results, true), 4);
        EXPECT_TRUE(close_vote(id));
        EXPECT_EQ(now(id).counts, (Counts{.yes = 2, .no = 1}));
    }
}

TEST_F(Votes, closed_in_the_same_moment_get_numbers_of_their_own)
{
    const auto second_item =
        written([&, here = as(leader())](db::Tx& tx) {
            return meetings::add_item(tx, here, meeting, {.title = "Bänke"}, meetings::ItemStatus::on);
        }).value();
    for (int round = 0; round < 8; ++round) {
        const auto one = given_open();
        const auto first_item = std::exchange(item, second_item);
        const auto other = given_open();
        item = first_item;
        const auto results = at_once({closing(one), closing(other)});
        EXPECT_EQ(std::ranges::count(results, true), 2);
        EXPECT_NE(name_of(now(one)), name_of(now(other)));
    }
}

} // namespace dorfnetz::decisions
