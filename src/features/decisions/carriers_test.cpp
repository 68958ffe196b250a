#include "accounts/accounts_store.hpp"
#include "features/decisions/decisions_for_tests.hpp"

// Whose votes one person carries, and what that means for a secret vote: who knows two of three knows all.
namespace dorfnetz::decisions {

namespace {

using meetings::Presence;
using web::Role;

// Wald has a lead club too, so there are four villages.
class SecretCarriers : public WithMotions
{
protected:
    SecretCarriers()
    {
        site.given([&](db::Tx& tx) -> Result<Done> {
            const auto hunters = TRY(organisations::create(
                tx, network.id, {.entry = {.name = "Beispiel: Jäger", .villages = {wald}}}, author()));
            TRY(mandates::appoint(tx, network.id,
                                  {.village = wald,
                                   .organisation = hunters,
                                   .starts_on = std::chrono::year(2024) / 1 / 1,
                                   .decided = "Treffen"},
                                  author()));
            return Done{};
        });
        meeting = given_running();
        for (const auto& village : {aue, berg, tal})
            EXPECT_TRUE(represent(meeting, village, {.presence = Presence::delegate}));
        const auto here = context();
        item = written([&](db::Tx& tx) {
                   return meetings::add_item(tx, here, meeting, {.title = "Zelt"}, meetings::ItemStatus::on);
               }).value();
    }

    Result<Done> try_to_open(const MotionId& id)
    {
        return done(leader(), [&](db::Tx& tx, const web::Context& here) { return open(tx, here, id); });
    }

    void give_proxy(const VillageId& from, const VillageId& to)
    {
        EXPECT_TRUE(represent(meeting, from, {.presence = Presence::proxy, .proxy = to}));
    }

    web::Actor account_for(const std::vector<VillageId>& villages)
    {
        web::Actor actor{.user = new_id<web::UserId>(site.clock, site.random),
                         .name = "Vera Beispiel",
                         .session = {},
                         .grants = {}};
        site.given([&](db::Tx& tx) -> Result<Done> {
            accounts::insert_user(tx, network.id,
                                  {.id = actor.user, .login = "vera@example.org", .name = actor.name},
                                  site.clock.now());
            accounts::set_password_hash(tx, network.id, actor.user, "x");
            return Done{};
        });
        for (const auto& village : villages)
            speak_for(actor, village);
        return actor;
    }

    void speak_for(web::Actor& actor, const VillageId& village)
    {
        actor.grants.push_back({Role::lead_editor, village.text()});
        site.given([&](db::Tx& tx) -> Result<Done> {
            accounts::insert_grant(tx, network.id,
                                   {.id = new_uuid_v7(site.clock, site.random),
                                    .user = actor.user,
                                    .grant = actor.grants.back()},
                                   {}, site.clock.now());
            return Done{};
        });
    }
};

constexpr std::string_view too_few =
    "Geheim geht es erst, wenn drei verschiedene Menschen abstimmen: Sonst weiß jemand, wie die anderen "
    "gestimmt haben. Wer für mehrere Dörfer stimmen kann, zählt einmal. Nehmt Zettel, und tragt die Zahlen "
    "ein.";
constexpr std::string_view too_few_yet =
    "Ausgezählt wird, wenn drei verschiedene Menschen abgestimmt haben: Sonst weiß jemand, wie die anderen "
    "gestimmt haben. Wer für mehrere Dörfer stimmen kann, zählt einmal. Wartet noch, oder zieht den Antrag "
    "zurück.";

} // namespace

TEST_F(SecretCarriers, of_a_secret_vote_are_three_people_and_a_proxy_is_none)
{
    EXPECT_TRUE(represent(meeting, tal, {.presence = Presence::none}));
    give_proxy(tal, aue);
    EXPECT_EQ(said(try_to_open(given_draft(tent(Way::secret)))), too_few);
    EXPECT_TRUE(try_to_open(given_draft(tent(Way::open)))) << "what everybody sees needs no three";
}

TEST_F(SecretCarriers, are_told_to_who_leads_before_the_vote_is_opened)
{
    const auto vera = account_for({aue, berg});
    const auto id = given_draft(tent(Way::secret));
    site.sign_in(leader());
    const auto page = site.get("/redaktion/antraege/" + id.text());
    EXPECT_TRUE(page.says("Es braucht drei verschiedene Menschen, hier sind es 1.")) << page.body;
    EXPECT_TRUE(page.says("Nicht da, also ohne Stimme: Wald."));
    EXPECT_TRUE(page.says("Ohne Zugang: Tal."));
    EXPECT_TRUE(page.says("Für Aue, Berg kann derselbe Mensch stimmen"));
    EXPECT_FALSE(site.get("/redaktion/antraege/" + given_draft(tent(Way::open)).text()).says("Ohne Zugang"));
    site.sign_in(delegate(aue));
    EXPECT_FALSE(site.get("/redaktion/antraege/" + id.text()).says("Ohne Zugang"));
}

TEST_F(SecretCarriers, who_voted_are_counted_once_with_the_proxy_that_they_have)
{
    give_proxy(wald, aue);
    const auto id = given_open(Way::secret);
    EXPECT_TRUE(vote(delegate(aue), id, aue, Choice::yes));
    EXPECT_TRUE(vote(delegate(aue), id, wald, Choice::yes));
    EXPECT_TRUE(vote(delegate(berg), id, berg, Choice::no));
    EXPECT_EQ(said(close_vote(id)), too_few_yet) << "three ballots, and Aue knows all of them";
    EXPECT_EQ(now(id).counts, std::nullopt);
    EXPECT_TRUE(vote(delegate(tal), id, tal, Choice::yes));
    EXPECT_TRUE(close_vote(id));
    EXPECT_EQ(now(id).counts, (Counts{.yes = 3, .no = 1}));
}

TEST_F(SecretCarriers, with_one_account_for_two_villages_are_one)
{
    const auto vera = account_for({aue, berg});
    EXPECT_EQ(said(try_to_open(given_draft(tent(Way::secret)))), too_few);
    EXPECT_TRUE(represent(meeting, wald, {.presence = Presence::delegate}));
    const auto id = given_open(Way::secret);
    EXPECT_TRUE(vote(vera, id, aue, Choice::yes));
    EXPECT_TRUE(vote(vera, id, berg, Choice::no));
    EXPECT_TRUE(vote(delegate(tal), id, tal, Choice::no));
    EXPECT_EQ(said(close_vote(id)), too_few_yet);
    EXPECT_TRUE(vote(delegate(wald), id, wald, Choice::no));
    EXPECT_TRUE(close_vote(id));
    EXPECT_EQ(now(id).counts, (Counts{.yes = 1, .no = 3}));
}

TEST_F(SecretCarriers, who_came_to_speak_for_another_village_meanwhile_do_not_vote_secretly_for_both)
{
    auto vera = account_for({aue});
    const auto secret = given_open(Way::secret);
    EXPECT_TRUE(vote(vera, secret, aue, Choice::yes));
    speak_for(vera, berg);
    EXPECT_EQ(said(vote(vera, secret, berg, Choice::yes)),
              "Du sprichst erst seit eben für mehrere Dörfer. Geheim geht das nicht. Bitte die Leitung, den "
              "Antrag zurückzuziehen und neu abstimmen zu lassen.");
    EXPECT_TRUE(vote(delegate(berg), secret, berg, Choice::yes)) << "who spoke for it before does vote";
}

TEST_F(SecretCarriers, stay_as_they_are_while_a_secret_vote_is_open)
{
    give_proxy(wald, aue);
    const auto changes = [&] {
        return std::vector<std::pair<VillageId, meetings::Representation>>{
            {wald, {.presence = Presence::delegate}},
            {wald, {.presence = Presence::proxy, .proxy = berg}},
            {tal, {.presence = Presence::none}},
            {wald, {.presence = Presence::none}}};
    };
    for (const auto end : {State::closed, State::withdrawn}) {
        const auto id = given_open(Way::secret);
        for (const auto& [village, wanted] : changes())
            EXPECT_THROW(static_cast<void>(represent(meeting, village, wanted)), db::ConstraintViolated)
                << village.text() << ' ' << meetings::to_text(wanted.presence);
        EXPECT_EQ(said(represent(meeting, tal, {.presence = Presence::none}, {before_representing()})),
                  "Gerade wird geheim abgestimmt: „Ein Zelt für alle“. Wer da ist und wer eine Vollmacht "
                  "hat, ändert "
                  "sich erst danach.");
        EXPECT_TRUE(represent(meeting, tal,
                              {.presence = Presence::delegate, .represented_by = "Tina Beispiel"},
                              {before_representing()}))
            << "a name decides nothing";
        for (const auto& village : {aue, berg, tal})
            EXPECT_TRUE(vote(delegate(village), id, village, Choice::yes));
        EXPECT_TRUE(end == State::closed ? close_vote(id)
                                         : done(leader(), [&](db::Tx& tx, const web::Context& here) {
                                               return withdraw(tx, here, id);
                                           }));
        EXPECT_EQ(now(id).state, end);
    }
    EXPECT_TRUE(represent(meeting, tal, {.presence = Presence::none}));
    EXPECT_TRUE(represent(meeting, wald, {.presence = Presence::proxy, .proxy = berg}));
}

TEST_F(SecretCarriers, of_open_votes_come_and_go)
{
    given_open();
    EXPECT_TRUE(represent(meeting, wald, {.presence = Presence::delegate}, {before_representing()}));
    EXPECT_TRUE(represent(meeting, tal, {.presence = Presence::none}));
}

} // namespace dorfnetz::decisions
