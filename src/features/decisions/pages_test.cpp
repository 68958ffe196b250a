#include "features/decisions/decisions_for_tests.hpp"

namespace dorfnetz::decisions {

namespace {

using meetings::Presence;
using web::Role;
using Fields = std::vector<std::pair<std::string, std::string>>;

class DecisionPages : public WithMotions
{
protected:
    void sign_in_leader() { site.sign_in(leader()); }

    void sign_in_delegate(const VillageId& village) { site.sign_in(delegate(village)); }

    Fields ballot(const MotionId& id, const VillageId& village, const std::string& choice, bool is_sure) const
    {
        Fields fields{{"antrag", id.text()}, {"dorf", village.text()}, {"stimme", choice}};
        if (is_sure)
            fields.emplace_back("sicher", "1");
        return fields;
    }

    // The form of a page that was fetched before.
    support::Answer send(const support::Answer& page, const Fields& fields)
    {
        std::string body = "_token=" + support::TestSite::token_in(page.body, voting);
        for (const auto& [name, value] : fields)
            body += '&' + name + '=' + http::percent_encode(value);
        return site.post(voting, body);
    }

    // A decision that everybody may read, unless the meeting is for others.
    MotionId decided(const std::string& title = "Ein Zelt für alle", std::optional<Date> review = {})
    {
        auto draft = tent();
        draft.title = title;
        draft.wording = title + ", und zwar bald.";
        draft.review_on = review;
        const auto id = given_draft(draft);
        EXPECT_TRUE(done(leader(), [&](db::Tx& tx, const web::Context& here) { return open(tx, here, id); }));
        EXPECT_TRUE(vote(delegate(aue), id, aue, Choice::yes));
        EXPECT_TRUE(vote(delegate(berg), id, berg, Choice::abstain));
        EXPECT_TRUE(close_vote(id));
        return id;
    }

    std::string desk(const MotionId& id) const { return "/redaktion/antraege/" + id.text(); }

    const std::string voting = "/treffen/treffen-im-advent/abstimmung";
};

} // namespace

TEST_F(DecisionPages, let_a_delegate_vote_with_two_taps_and_say_that_it_counts)
{
    const auto id = given_open();
    sign_in_delegate(aue);
    const auto page = site.get(voting);
    for (const auto* told : {"Die Dörfer kaufen zusammen ein Zelt.", "Ja", "Nein", "Enthaltung"})
        EXPECT_TRUE(page.says(told)) << told;
    const auto question = site.submit(voting, voting, ballot(id, aue, "yes", false));
    EXPECT_EQ(question.status, 200);
    EXPECT_TRUE(question.says("Für Aue: Ja?"));
    read([&](db::Reader& reader) { EXPECT_TRUE(store::votes_of(reader, network.id, id).empty()); });
    EXPECT_EQ(site.submit(voting, voting, ballot(id, aue, "yes", true)).status, 303);
    const auto after = site.get(voting);
    EXPECT_TRUE(after.says("Deine Stimme für Aue ist gezählt."));
    EXPECT_FALSE(after.says("name=\"stimme\""));
    // From another tab, in which the buttons are still there.
    const auto again = send(page, ballot(id, aue, "no", true));
    EXPECT_EQ(again.status, 409);
    EXPECT_TRUE(again.says("Für Aue ist schon abgestimmt."));
}

TEST_F(DecisionPages, look_again_by_themselves_only_while_nothing_is_to_be_tapped)
{
    sign_in_delegate(aue);
    const auto waiting = site.get(voting);
    EXPECT_TRUE(waiting.says("Gerade läuft keine Abstimmung."));
    EXPECT_FALSE(waiting.headers.find("refresh").empty());
    given_open();
    EXPECT_TRUE(site.get(voting).headers.find("refresh").empty());
}

TEST_F(DecisionPages, for_voting_are_there_for_who_speaks_for_a_village_and_nobody_else)
{
    given_open();
    EXPECT_NE(site.get(voting).status, 200);
    site.sign_in_as(Role::organisation_editor, choir.text());
    EXPECT_EQ(site.get(voting).status, 404);
    sign_in_delegate(wald);
    EXPECT_FALSE(site.get(voting).says("name=\"stimme\""));
    EXPECT_TRUE(represent(meeting, tal, {.presence = Presence::proxy, .proxy = aue}));
    sign_in_delegate(tal);
    const auto given_away = site.get(voting);
    EXPECT_TRUE(given_away.says("Für Tal stimmt heute Aue mit ab."));
    EXPECT_FALSE(given_away.says("name=\"stimme\""));
    sign_in_delegate(aue);
    EXPECT_TRUE(site.get(voting).says("mit Vollmacht"));
}

TEST_F(DecisionPages, take_a_motion_from_the_form_to_the_register)
{
    sign_in_leader();
    const auto form = "/redaktion/antraege/zu/" + item.text();
    const auto made = site.submit(form, form,
                                  {{"titel", "Ein Zelt für alle"},
                                   {"wortlaut", "Die Dörfer kaufen ein Zelt."},
                                   {"von", choir.text()},
                                   {"art", "open"},
                                   {"mehrheit", "two_thirds"},
                                   {"wieder", "1.6.2027"}});
    ASSERT_EQ(made.status, 303) << made.body;
    const std::string path = made.location().substr(0, made.location().find('?'));
    EXPECT_EQ(site.submit(path, path + "/oeffnen", {}).status, 303);
    for (const auto& [village, choice] :
         {std::pair(aue, "yes"), std::pair(berg, "no"), std::pair(tal, "yes")}) {
        const Fields vote{{"dorf", village.text()}, {"stimme", choice}};
        EXPECT_TRUE(site.submit(path, path + "/stimme", vote).says("Ändern geht danach nicht mehr"))
            << "also who enters it for another is asked first";
        auto sure = vote;
        sure.emplace_back("sicher", "1");
        EXPECT_EQ(site.submit(path, path + "/stimme", sure).status, 303);
    }
    EXPECT_EQ(site.submit(path, path + "/schliessen", {}).status, 303);
    EXPECT_TRUE(site.get(path).says("Angenommen: 2 Ja, 1 Nein, 0 enthalten"));
    site.sign_out();
    const auto decision = site.get("/beschluesse/2026-1");
    for (const auto* told :
         {"Die Dörfer kaufen ein Zelt.", "2 Ja, 1 Nein, 0 enthalten", "Beispiel: Chor Aue", "zwei Drittel",
          "1. Juni 2027", "3 von 3 Dörfern waren da", "Treffen: <a href=\"/treffen/treffen-im-advent\">",
          "So haben die Dörfer gestimmt"})
        EXPECT_TRUE(decision.says(told)) << told;
    EXPECT_TRUE(site.get("/beschluesse").says("Ein Zelt für alle"));
    EXPECT_TRUE(site.get("/treffen/treffen-im-advent").says("/beschluesse/2026-1"));
}

TEST_F(DecisionPages, ask_before_closing_while_somebody_has_not_voted)
{
    const auto id = given_open();
    sign_in_leader();
    const auto question = site.submit(desk(id), desk(id) + "/schliessen", {});
    EXPECT_EQ(question.status, 200);
    EXPECT_TRUE(question.says("3 Dörfer, die da sind, haben noch nicht abgestimmt."));
    EXPECT_EQ(now(id).state, State::open);
    EXPECT_EQ(site.submit(desk(id), desk(id) + "/schliessen", {{"sicher", "1"}}).status, 303);
    EXPECT_EQ(now(id).state, State::closed);
}

TEST_F(DecisionPages, say_before_opening_that_there_is_no_quorum)
{
    EXPECT_TRUE(represent(meeting, berg, {.presence = Presence::none}));
    EXPECT_TRUE(represent(meeting, tal, {.presence = Presence::none}));
    const auto id = given_draft(tent());
    sign_in_leader();
    const auto question = site.submit(desk(id), desk(id) + "/oeffnen", {});
    EXPECT_TRUE(question.says("Ihr seid nicht beschlussfähig: 1 von 3 Dörfern sind da, 2 müssten es sein."));
    EXPECT_EQ(now(id).state, State::draft);
}

TEST_F(DecisionPages, of_a_secret_vote_say_how_many_voted_and_nothing_of_what)
{
    const auto id = given_open(Way::secret);
    EXPECT_TRUE(vote(delegate(aue), id, aue, Choice::no));
    sign_in_leader();
    const auto page = site.get(desk(id));
    EXPECT_TRUE(page.says("1 von 3 Dörfern haben abgestimmt."));
    EXPECT_FALSE(page.says("1 Nein"));
    EXPECT_FALSE(page.says("Die Dörfer</h2>"));
    const auto early = site.submit(desk(id), desk(id) + "/schliessen", {{"sicher", "1"}});
    EXPECT_EQ(early.status, 409);
    EXPECT_TRUE(early.says("Ausgezählt wird, wenn drei verschiedene Menschen abgestimmt haben"));
    EXPECT_TRUE(vote(delegate(berg), id, berg, Choice::yes));
    EXPECT_TRUE(vote(delegate(tal), id, tal, Choice::yes));
    EXPECT_EQ(site.submit(desk(id), desk(id) + "/schliessen", {}).status, 303);
    site.sign_out();
    const auto decision = site.get("/beschluesse/2026-1");
    EXPECT_TRUE(decision.says("2 Ja, 1 Nein, 0 enthalten"));
    EXPECT_FALSE(decision.says("So haben die Dörfer gestimmt"));
}

TEST_F(DecisionPages, of_meetings_for_others_are_missing)
{
    decided();
    site.given([&](db::Tx& tx) -> Result<Done> {
        tx.exec(R"sql(UPDATE meetings SET audience = 'members' WHERE network_id = :network)sql",
                {{"network", network.id}});
        return Done{};
    });
    EXPECT_EQ(site.get("/beschluesse/2026-1").status, 404);
    for (const auto* path : {"/beschluesse", "/beschluesse/liste.csv", "/treffen"})
        EXPECT_FALSE(site.get(path).says("Ein Zelt für alle")) << path;
    sign_in_delegate(berg);
    EXPECT_EQ(site.get("/beschluesse/2026-1").status, 200);
}

TEST_F(DecisionPages, find_decisions_by_word_year_and_what_is_to_be_looked_at_again)
{
    decided("Ein Zelt für alle", std::chrono::year(2026) / 12 / 20);
    decided("Bänke am Weg");
    EXPECT_TRUE(site.get("/beschluesse?q=zelt").says("Ein Zelt für alle"));
    EXPECT_FALSE(site.get("/beschluesse?q=zelt").says("Bänke am Weg"));
    EXPECT_TRUE(site.get("/beschluesse?q=baenke+weg").says("Bänke am Weg"));
    EXPECT_TRUE(site.get("/beschluesse?q=2026-2").says("Bänke am Weg"));
    EXPECT_FALSE(site.get("/beschluesse?jahr=2025").says("Bänke am Weg"));
    EXPECT_FALSE(site.get("/beschluesse?stand=wiedervorlage").says("Bänke am Weg"));
    EXPECT_TRUE(site.get("/beschluesse?stand=wiedervorlage").says("Ein Zelt für alle"));
    const auto list = site.get("/beschluesse/liste.csv?q=zelt");
    EXPECT_TRUE(list.says("2026-1;"));
    EXPECT_FALSE(list.says("2026-2"));
    for (const auto* ending : {"xlsx", "ods", "pdf"})
        EXPECT_EQ(site.get(std::string("/beschluesse/liste.") + ending).status, 200) << ending;
    for (const auto* path :
         {"/beschluesse/2026-01", "/beschluesse/2026-3", "/beschluesse/x-1", "/beschluesse/2026"})
        EXPECT_EQ(site.get(path).status, 404) << path;
}

TEST_F(DecisionPages, come_up_again_when_their_day_is_there_until_somebody_looked)
{
    const auto id = decided("Ein Zelt für alle", std::chrono::year(2027) / 1 / 10);
    auto later = advent();
    later.title = "Treffen im Januar";
    later.when = meetings::LocalSpan{local("2027-01-20T18:00"), local("2027-01-20T20:00")};
    const auto next = stored(given(later));
    const auto here = as(leader());
    const auto matters = [&] {
        return read([&](db::Reader& reader) { return agenda_source().matters(reader, here, next); });
    };
    ASSERT_EQ(matters().size(), 1U);
    EXPECT_EQ(matters()[0].heading, "Beschluss 2026-1 wieder anschauen: Ein Zelt für alle");
    sign_in_leader();
    const auto action = "/redaktion/beschluesse/" + id.text() + "/wiedervorlage";
    EXPECT_EQ(
        site.submit("/beschluesse/2026-1", action, {{"ergebnis", "Steht."}, {"wieder", "1.1.2026"}}).status,
        422);
    EXPECT_EQ(site.submit("/beschluesse/2026-1", action, {{"ergebnis", "Es steht im Schuppen."}}).status,
              303);
    EXPECT_TRUE(matters().empty());
    site.sign_out();
    EXPECT_TRUE(site.get("/beschluesse/2026-1").says("Es steht im Schuppen."));
}

TEST_F(DecisionPages, give_the_minutes_wording_and_result_below_the_matter)
{
    decided();
    const auto lines = read([&](db::Reader& reader) {
        return item_lines().lines(reader, network, i18n::Language::de, stored(meeting));
    });
    EXPECT_EQ(lines.at(item),
              (std::vector<std::string>{
                  "Antrag „Ein Zelt für alle“: Ein Zelt für alle, und zwar bald.",
                  "Beschluss 2026-1. Angenommen: 1 Ja, 0 Nein, 1 enthalten (offen, einfache Mehrheit)"}));
}

TEST_F(DecisionPages, of_motions_are_changed_as_long_as_nobody_votes)
{
    const auto id = given_draft(tent());
    sign_in_leader();
    const Fields fields{{"titel", "Zwei Zelte"},
                        {"wortlaut", "Die Dörfer kaufen zwei Zelte."},
                        {"art", "open"},
                        {"mehrheit", "simple"},
                        {"version", "1"}};
    EXPECT_EQ(site.submit(desk(id) + "/aendern", desk(id) + "/aendern", fields).status, 303);
    const auto second = site.submit(desk(id) + "/aendern", desk(id) + "/aendern", fields);
    EXPECT_EQ(second.status, 409);
    EXPECT_TRUE(second.says("Jemand anderes hat das gerade geändert."));
    const auto form = site.get(desk(id) + "/aendern");
    EXPECT_EQ(site.submit(desk(id), desk(id) + "/oeffnen", {}).status, 303);
    EXPECT_EQ(site.get(desk(id) + "/aendern").status, 404);
    const auto late = done(leader(), [&](db::Tx& tx, const web::Context& here) {
        return change(tx, here, id, now(id).version, tent());
    });
    EXPECT_EQ(said(late), "Darüber wird schon abgestimmt. Der Wortlaut bleibt, wie er ist.");
}

TEST_F(DecisionPages, of_motions_are_no_business_of_who_does_not_take_part)
{
    const auto id = given_open();
    site.sign_in_as(Role::organisation_editor, singers.text());
    EXPECT_EQ(site.get(desk(id)).status, 404);
    EXPECT_EQ(site.get("/redaktion/antraege/zu/" + item.text()).status, 404);
    sign_in_delegate(berg);
    EXPECT_EQ(site.get(desk(id)).status, 200);
    EXPECT_FALSE(site.get(desk(id)).says("Schließen und auszählen")) << "takes part and does not lead";
}

TEST_F(DecisionPages, of_motions_are_changed_by_who_entered_them_only_while_they_take_part)
{
    auto anna = delegate(aue, "anna");
    const auto here = as(anna);
    const auto id = written([&](db::Tx& tx) { return propose(tx, here, item, tent()); }).value();
    const auto change_it = [&] {
        return done(anna, [&](db::Tx& tx, const web::Context& context) {
            return change(tx, context, id, now(id).version, tent());
        });
    };
    EXPECT_TRUE(change_it());
    anna.grants = {{Role::organisation_editor, singers.text()}};
    const auto refused = change_it();
    ASSERT_FALSE(refused) << "sees the meeting, like everybody, and has no part in it any more";
    EXPECT_EQ(refused.error().kind, Err::missing);
}

TEST_F(DecisionPages, name_who_proposed_it_only_to_those_who_may_know_of_them)
{
    auto draft = tent();
    draft.proposer = choir;
    const auto id = given_draft(draft);
    const auto read_by = [&] {
        std::string all;
        for (const auto* path :
             {"/treffen/treffen-im-advent", "/beschluesse/2026-1", "/beschluesse/liste.csv"})
            all += site.get(path).body;
        return all;
    };
    const auto in_minutes = [&] {
        return read([&](db::Reader& reader) {
            return item_lines().lines(reader, network, i18n::Language::de, stored(meeting)).at(item).front();
        });
    };
    EXPECT_TRUE(done(leader(), [&](db::Tx& tx, const web::Context& here) { return open(tx, here, id); }));
    for (const auto& village : {aue, berg, tal})
        EXPECT_TRUE(vote(delegate(village), id, village, Choice::yes));
    EXPECT_TRUE(close_vote(id));
    EXPECT_NE(read_by().find("Beispiel: Chor Aue"), std::string::npos);
    EXPECT_NE(in_minutes().find("Beispiel: Chor Aue"), std::string::npos);
    hide(choir);
    EXPECT_EQ(read_by().find("Beispiel: Chor Aue"), std::string::npos);
    EXPECT_EQ(in_minutes(), "Antrag „Ein Zelt für alle“: Die Dörfer kaufen zusammen ein Zelt.");
    sign_in_delegate(berg);
    EXPECT_NE(read_by().find("Beispiel: Chor Aue"), std::string::npos);
}

TEST_F(DecisionPages, of_a_narrower_circle_come_up_for_no_wider_one)
{
    decided("Ein Zelt für alle", std::chrono::year(2027) / 1 / 10);
    auto later = advent();
    later.when = meetings::LocalSpan{local("2027-01-20T18:00"), local("2027-01-20T20:00")};
    const auto next = stored(given(later));
    const auto here = as(leader());
    const auto matters = [&] {
        return read([&](db::Reader& reader) { return agenda_source().matters(reader, here, next); });
    };
    EXPECT_EQ(matters().size(), 1U);
    site.given([&](db::Tx& tx) -> Result<Done> {
        tx.exec(R"sql(UPDATE meetings SET audience = 'members' WHERE network_id = :network AND id = :id)sql",
                {{"network", network.id}, {"id", meeting}});
        return Done{};
    });
    EXPECT_TRUE(matters().empty());
}

} // namespace dorfnetz::decisions
