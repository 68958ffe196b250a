#include "features/meetings/meetings_for_tests.hpp"

namespace dorfnetz::meetings {

namespace {

class Attendance : public WithMeetings
{
};

constexpr Representation there{.presence = Presence::delegate};

Representation by(const VillageId& village)
{
    return {.presence = Presence::proxy, .proxy = village};
}

} // namespace

TEST_F(Attendance, a_vote_has_each_village_with_a_lead_club_on_the_day_of_the_meeting)
{
    const auto id = given_running();
    const auto all = voters(id);
    ASSERT_EQ(all.size(), 3U) << "Wald has no lead club";
    EXPECT_EQ(all[0].village, aue);
    EXPECT_EQ(all[0].organisation, choir);
    EXPECT_EQ(all[1].village, berg);
    EXPECT_EQ(all[2].village, tal);
}

TEST_F(Attendance, a_handover_afterwards_changes_nothing)
{
    const auto id = given_running();
    site.clock.advance(std::chrono::days(1));
    site.given([&](db::Tx& tx) -> Result<Done> {
        const auto heirs = TRY(organisations::create(tx, network.id,
                                                     {.entry = {.name = "Beispiel: Erben", .villages = {aue}},
                                                      .status = organisations::Status::published},
                                                     author()));
        TRY(mandates::appoint(tx, network.id,
                              {.village = aue,
                               .organisation = heirs,
                               .starts_on = date_of(site.clock.now()),
                               .decided = "Treffen"},
                              author()));
        return Done{};
    });
    EXPECT_EQ(voters(id).front().organisation, choir);
}

TEST_F(Attendance, more_than_half_of_the_votes_make_a_quorum_and_a_proxy_counts)
{
    const auto id = given_running();
    const auto quorum = [&] { return quorum_of(stored(id), voters(id)); };
    EXPECT_EQ(quorum(), (Quorum{.votes = 3, .present = 0, .percent = 50}));
    ASSERT_TRUE(represent(id, aue, there));
    EXPECT_FALSE(quorum().is_reached());
    ASSERT_TRUE(represent(id, berg, by(aue)));
    EXPECT_TRUE(quorum().is_reached());
    EXPECT_EQ(quorum().needed(), 2);
}

TEST_F(Attendance, a_proxy_is_never_handed_on)
{
    const auto id = given_running();
    ASSERT_TRUE(represent(id, aue, there));
    ASSERT_TRUE(represent(id, berg, by(aue)));
    const auto chain = represent(id, tal, by(berg));
    ASSERT_FALSE(chain);
    EXPECT_EQ(chain.error().kind, Err::conflict);
    EXPECT_EQ(chain.error().values.front(), "Berg");
    EXPECT_EQ(represent(id, aue, by(tal)).error().kind, Err::conflict) << "Aue carries the vote of Berg";
}

TEST_F(Attendance, a_delegate_carries_one_proxy_and_stays_while_carrying_it)
{
    const auto id = given_running();
    ASSERT_TRUE(represent(id, aue, there));
    ASSERT_TRUE(represent(id, berg, by(aue)));
    EXPECT_EQ(represent(id, tal, by(aue)).error().kind, Err::conflict);
    EXPECT_EQ(represent(id, aue, {}).error().kind, Err::conflict);
    ASSERT_TRUE(represent(id, berg, {}));
    EXPECT_TRUE(represent(id, aue, {}));
}

TEST_F(Attendance, the_database_itself_refuses_chains_and_second_proxies)
{
    const auto id = given_running();
    ASSERT_TRUE(represent(id, aue, there));
    ASSERT_TRUE(represent(id, berg, by(aue)));
    const auto let_vote = [&](const VillageId& village, const VillageId& proxy) {
        site.given([&](db::Tx& tx) -> Result<Done> {
            tx.exec(R"sql(
                UPDATE meeting_voters SET presence = 'proxy', proxy_village_id = :proxy, proxy_presence = 'delegate'
                WHERE network_id = :network AND meeting_id = :meeting AND village_id = :village)sql",
                    {{"network", network.id}, {"meeting", id}, {"village", village}, {"proxy", proxy}});
            return Done{};
        });
    };
    EXPECT_THROW(let_vote(tal, berg), db::ConstraintViolated);
    EXPECT_THROW(let_vote(tal, aue), db::ConstraintViolated);
    EXPECT_THROW(let_vote(aue, aue), db::ConstraintViolated);
}

TEST_F(Attendance, is_taken_only_while_the_meeting_runs)
{
    const auto id = given_running();
    const auto here = context();
    ASSERT_TRUE(written([&](db::Tx& tx) { return close(tx, here, id, {}); }));
    EXPECT_EQ(represent(id, aue, there).error().kind, Err::conflict);
    EXPECT_EQ(stored(id).state, State::held);
}

TEST_F(Attendance, what_is_open_keeps_a_meeting_open)
{
    const auto id = given_running();
    const auto here = context();
    const BeforeStep refuses = [](db::Tx&, const web::Context&, const Meeting&) -> Result<Done> {
        return Error{.kind = Err::conflict};
    };
    EXPECT_EQ(written([&](db::Tx& tx) { return close(tx, here, id, {refuses}); }).error().kind,
              Err::conflict);
    EXPECT_EQ(stored(id).state, State::running);
}

TEST_F(Attendance, a_meeting_begins_once)
{
    const auto id = given_running();
    const auto here = context();
    EXPECT_EQ(written([&](db::Tx& tx) { return begin(tx, here, id); }).error().kind, Err::conflict);
    EXPECT_EQ(voters(id).size(), 3U);
}

TEST_F(Attendance, a_village_meeting_has_no_votes_of_villages)
{
    auto draft = advent();
    draft.kind = Kind::village;
    draft.village = aue;
    const auto id = given(draft);
    const auto here = context();
    site.given([&](db::Tx& tx) { return begin(tx, here, id); });
    EXPECT_TRUE(voters(id).empty());
}

TEST_F(Attendance, what_is_open_keeps_who_is_there_as_it_is_and_lets_a_name_be_written_down)
{
    const auto id = given_running();
    const BeforeStep refuses = [](db::Tx&, const web::Context&, const Meeting&) -> Result<Done> {
        return Error{.kind = Err::conflict, .text = "Eine Abstimmung läuft noch."_de};
    };
    ASSERT_TRUE(represent(id, aue, there));
    for (const auto& wanted : {Representation{}, by(tal)})
        EXPECT_FALSE(represent(id, aue, wanted, {refuses}));
    EXPECT_EQ(represent(id, berg, there, {refuses}).error().text, "Eine Abstimmung läuft noch."_de);
    EXPECT_TRUE(
        represent(id, aue, {.presence = Presence::delegate, .represented_by = "Uwe Probe"}, {refuses}));
    EXPECT_EQ(voters(id).front().represented_by, "Uwe Probe");
}

} // namespace dorfnetz::meetings
