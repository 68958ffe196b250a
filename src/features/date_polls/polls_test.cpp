#include "features/date_polls/inviting.hpp"
#include "features/date_polls/polls_for_tests.hpp"
#include "features/date_polls/running.hpp"

namespace dorfnetz::date_polls {

namespace {

using DatePolls = WithPoll;
using web::Role;
using Addresses = std::vector<std::string>;

} // namespace

TEST_F(DatePolls, count_each_village_with_a_lead_club_once)
{
    answer(link, "Anna", aue, "jn-");
    answer(link, "Alma", aue, "nwj");
    answer(link, "Bea", berg, "jnw");
    answer(link, "Willi", wald, "jjj");
    site.submit(link, link, form("Gast", "-", "jjj"));
    const auto found = standings();
    EXPECT_EQ(found[0].yes, 2) << "Aue once, Berg, and not Wald, which has no lead club";
    EXPECT_EQ(found[0].no, 0);
    EXPECT_TRUE(found[0].reaches_quorum);
    EXPECT_EQ(found[1].if_needed, 1);
    EXPECT_FALSE(found[1].reaches_quorum) << "one of three villages decides nothing";
    EXPECT_EQ(best_of(found)->id, options[0].id.text());
}

TEST_F(DatePolls, open_nothing_for_a_key_that_is_none_or_of_a_meeting_that_is_off)
{
    EXPECT_EQ(site.get("/umfrage/0123456789abcdef0123456789abcdef").status, 404);
    EXPECT_EQ(site.get(link).status, 200);
    site.given([&](db::Tx& tx) -> Result<Done> {
        tx.exec(R"sql(UPDATE meetings SET state = 'cancelled' WHERE network_id = :network)sql",
                {{"network", network.id}});
        return Done{};
    });
    EXPECT_EQ(site.get(link).status, 404);
}

TEST_F(DatePolls, end_when_the_best_date_is_taken_which_becomes_the_meetings)
{
    answer(link, "Anna", aue, "njj");
    answer(link, "Bea", berg, "nwj");
    const auto form_page = site.get(link);
    site.sign_in_as(Role::coordinator);
    const auto page = site.get(desk);
    EXPECT_TRUE(page.says("passt am besten"));
    EXPECT_TRUE(page.says("Noch nichts gehört von:</strong> Tal"));
    const auto take = desk + "/termine/" + options[2].id.text() + "/nehmen";
    EXPECT_TRUE(site.submit(desk, take, {}).says(when_text(2)));
    EXPECT_FALSE(stored(meeting).draft.when) << "so far it is only a question";
    EXPECT_EQ(site.submit(desk, take, {{"sicher", "1"}}).status, 303);
    EXPECT_EQ(stored(meeting).draft.when->begin, local("2026-12-12T18:00"));
    EXPECT_FALSE(stored_poll().is_open());
    site.sign_out();
    EXPECT_TRUE(site.get(link).says("Der Termin steht: Sa., 12. Dezember"));
    // With the form of a page that was fetched before.
    const auto token = support::TestSite::token_in(form_page.body, link);
    const auto late = site.post(link, "_token=" + token + "&name=Tim&dorf=" + tal.text() + "&termin_" +
                                          options[0].id.text() + "=yes");
    EXPECT_EQ(late.status, 409);
    EXPECT_TRUE(late.says("Die Umfrage ist zu Ende."));
    EXPECT_EQ(replies().size(), 2u);
}

TEST_F(DatePolls, run_again_when_the_date_was_not_the_right_one)
{
    const auto here = context();
    ASSERT_TRUE(written([&](db::Tx& tx) { return take(tx, here, poll, options[0].id); }));
    EXPECT_EQ(written([&](db::Tx& tx) { return take(tx, here, poll, options[1].id); }).error().kind,
              Err::conflict);
    ASSERT_TRUE(written([&](db::Tx& tx) { return open_again(tx, here, poll); }));
    ASSERT_TRUE(written([&](db::Tx& tx) { return take(tx, here, poll, options[1].id); }));
    EXPECT_EQ(stored(meeting).draft.when->begin, local("2026-12-07T18:00"));
}

TEST_F(DatePolls, refuse_a_time_that_summer_time_leaves_out_and_days_that_are_over)
{
    const auto here = context();
    const auto add = [&](std::string_view begin, std::string_view end) {
        return written([&](db::Tx& tx) { return add_options(tx, here, poll, {{local(begin), local(end)}}); });
    };
    const auto gap = add("2027-03-28T02:30", "2027-03-28T05:00");
    ASSERT_FALSE(gap);
    EXPECT_EQ(gap.error().fields.front().field, "beginn");
    EXPECT_EQ(add("2026-11-20T18:00", "2026-11-20T20:00").error().fields.front().field, "tage");
    EXPECT_TRUE(add("2027-03-27T22:00", "2027-03-28T03:30")) << "across the change";
    EXPECT_TRUE(add("2026-12-05T18:00", "2026-12-05T20:00")) << "the same once more changes nothing";
    EXPECT_EQ(read([&](db::Reader& reader) { return store::options_of(reader, network.id, poll); }).size(),
              4u);
}

TEST_F(DatePolls, are_begun_in_the_browser_with_several_days_at_once)
{
    auto draft = advent();
    draft.title = "Frühjahr";
    draft.when.reset();
    const auto other = given(draft);
    const auto path = "/redaktion/treffen/" + other.text() + "/terminsuche";
    site.sign_in_as(Role::coordinator);
    const auto unread = site.submit(
        path, path, {{"tage", "5.3., Faschin"}, {"beginn", "18"}, {"ende", "20 Uhr"}, {"bis", "1.2.2027"}});
    EXPECT_EQ(unread.status, 422);
    EXPECT_TRUE(unread.says("Diesen Tag verstehen wir nicht: Faschin"));
    EXPECT_TRUE(unread.says("value=\"5.3., Faschin\""));
    const auto both = site.submit(
        path, path, {{"tage", "5.3., Faschin"}, {"beginn", "18"}, {"ende", "20 Uhr"}, {"bis", "1.2.2026"}});
    EXPECT_TRUE(both.says("Diesen Tag verstehen wir nicht: Faschin"));
    EXPECT_TRUE(both.says("Nimm einen Tag, der noch kommt.")) << "all that is wrong is said at once";
    EXPECT_EQ(site.submit(path, path,
                          {{"tage", "5.3.2027, 7.3.2027 und 9.3.2027"},
                           {"beginn", "18"},
                           {"ende", "20 Uhr"},
                           {"bis", "1.2.2027"}})
                  .status,
              303);
    const auto page = site.get(path);
    EXPECT_TRUE(page.says("Fr., 5. März 2027"));
    EXPECT_TRUE(page.says("Di., 9. März 2027"));
    EXPECT_EQ(site.get(path + "/aushang").status, 200);
    EXPECT_TRUE(site.get(path + "/liste.pdf").body.starts_with("%PDF"));
}

TEST_F(DatePolls, say_to_who_leads_to_whom_no_mail_goes)
{
    lead_editor("anna", aue);
    site.sign_in_as(Role::coordinator);
    const auto page = site.get(desk);
    EXPECT_TRUE(page.says("Keine Mail bekommen:"));
    EXPECT_TRUE(page.says("Berg, Tal</span>"));
    site.clock.set(*timestamp_from_iso("2026-11-22T22:00:00Z"));
    const auto sent = site.submit(desk, desk + "/verschicken", {{"sicher", "1"}});
    EXPECT_TRUE(site.get(sent.location()).says("Jetzt ist Nacht: Die Mails gehen um 8 Uhr hinaus."));
    site.sign_in_as(Role::lead_editor, berg.text());
    EXPECT_FALSE(site.get(desk).says("Keine Mail bekommen:"));
}

TEST_F(DatePolls, are_led_by_who_leads_the_meeting_and_seen_by_who_takes_part)
{
    answer(link, "Anna Aue", aue, "jjj");
    site.sign_in_as(Role::lead_editor, berg.text());
    EXPECT_TRUE(site.get(desk).says("Anna Aue (Aue)"));
    EXPECT_FALSE(site.get(desk).says("Diesen Termin nehmen"));
    site.sign_in_as(Role::organisation_editor, choir.text());
    EXPECT_EQ(site.get(desk).status, 404);
    site.sign_out();
    EXPECT_NE(site.get(desk).status, 200);
}

TEST_F(DatePolls, mail_each_lead_editor_a_link_of_their_own_and_remind_who_did_not_answer_once)
{
    const auto anna = lead_editor("anna", aue);
    lead_editor("bea", berg);
    lead_editor("willi", wald);
    site.sign_in_as(Role::coordinator);
    EXPECT_TRUE(site.submit(desk, desk + "/verschicken", {}).says("2 Menschen bekommen eine Mail"));
    EXPECT_EQ(site.submit(desk, desk + "/verschicken", {{"sicher", "1"}}).status, 303);
    EXPECT_EQ(mailed(), (Addresses{"anna@example.org", "bea@example.org"})) << "Wald has no voice";
    EXPECT_EQ(site.submit(desk, desk + "/verschicken", {{"sicher", "1"}}).status, 303);
    EXPECT_EQ(mailed().size(), 2u) << "nobody twice";
    site.sign_out();

    const auto own = link_for(anna);
    EXPECT_TRUE(site.get(own).says("value=\"anna\"")) << "the name stands there already";
    EXPECT_EQ(answer(own, "Anna Aue", aue, "jjj").status, 303);
    EXPECT_EQ(answer(own, "Anna Aue", aue, "jjn").status, 303);
    ASSERT_EQ(replies().size(), 1u);
    EXPECT_EQ(replies()[0].who, groups::Who(anna));

    site.clock.set(*timestamp_from_iso("2026-11-28T08:00:00Z"));
    keep_going(context());
    EXPECT_EQ(mailed().size(), 2u) << "not yet";
    site.clock.set(*timestamp_from_iso("2026-11-29T08:00:00Z"));
    keep_going(context());
    keep_going(context());
    EXPECT_EQ(mailed(), (Addresses{"anna@example.org", "bea@example.org", "bea@example.org"}));
}

TEST_F(DatePolls, are_sent_out_by_who_leads_only)
{
    lead_editor("anna", aue);
    site.sign_in_as(Role::coordinator);
    const auto token = support::TestSite::token_in(site.get(desk).body, desk + "/verschicken");
    site.sign_in_as(Role::lead_editor, berg.text()); // in the same session, so that the form is taken
    EXPECT_FALSE(site.get(desk).says("Per Mail verschicken"));
    EXPECT_EQ(site.post(desk + "/verschicken", "sicher=1&_token=" + token).status, 404);
    EXPECT_TRUE(mailed().empty());
}

TEST_F(DatePolls, remind_nobody_of_a_meeting_that_has_its_date_or_is_off)
{
    lead_editor("anna", aue);
    const auto here = context();
    ASSERT_TRUE(written([&](db::Tx& tx) { return ask_all(tx, here, poll); }));
    site.clock.set(*timestamp_from_iso("2026-11-29T08:00:00Z"));
    for (const auto* state : {"invited", "cancelled"}) {
        site.given([&](db::Tx& tx) -> Result<Done> {
            tx.exec(R"sql(
                UPDATE meetings SET state = :state, begins = '2026-12-05T18:00', ends = '2026-12-05T20:00',
                    starts_at = :starts, ends_at = :ends, invited_at = :now
                WHERE network_id = :network)sql",
                    {{"network", network.id},
                     {"state", std::string(state)},
                     {"starts", *timestamp_from_iso("2026-12-05T17:00:00Z")},
                     {"ends", *timestamp_from_iso("2026-12-05T19:00:00Z")},
                     {"now", site.clock.now()}});
            return Done{};
        });
        keep_going(context());
        EXPECT_EQ(mailed().size(), 1u) << state;
    }
}

TEST_F(DatePolls, mail_no_links_to_a_host_that_is_not_ours)
{
    site.environment().public_address.clear();
    const auto here = context();
    const auto refused = written([&](db::Tx& tx) { return ask_all(tx, here, poll); });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Err::conflict);
}

TEST_F(DatePolls, forget_names_thirty_days_after_the_end_and_keep_the_counts)
{
    lead_editor("anna", aue);
    const auto here = context();
    ASSERT_TRUE(written([&](db::Tx& tx) { return ask_all(tx, here, poll); }));
    answer(link, "Anna Aue", aue, "jjj");
    site.given([&](db::Tx& tx) { return close(tx, here, poll); });
    site.clock.advance(std::chrono::days(29));
    keep_going(context());
    EXPECT_EQ(replies()[0].name, "Anna Aue");
    site.clock.advance(std::chrono::days(2));
    keep_going(context());
    ASSERT_EQ(replies().size(), 1u);
    EXPECT_EQ(replies()[0].name, "");
    EXPECT_EQ(standings()[0].yes, 1);
    EXPECT_TRUE(
        read([&](db::Reader& reader) { return store::invitations_of(reader, network.id, poll); }).empty());
}

TEST_F(DatePolls, end_by_themselves_when_every_date_is_over)
{
    site.clock.set(*timestamp_from_iso("2026-12-12T12:00:00Z"));
    keep_going(context());
    EXPECT_TRUE(stored_poll().is_open());
    site.clock.set(*timestamp_from_iso("2026-12-13T12:00:00Z"));
    keep_going(context());
    EXPECT_FALSE(stored_poll().is_open());
}

TEST_F(DatePolls, of_a_village_give_everybody_a_voice)
{
    auto draft = advent();
    draft.kind = meetings::Kind::village;
    draft.village = aue;
    draft.when.reset();
    const auto village_meeting = given(draft);
    const auto here = context();
    PollId asked;
    site.given([&](db::Tx& tx) -> Result<Done> {
        asked = TRY(start(tx, here, stored(village_meeting), "", day("2026-12-01")));
        return add_options(tx, here, asked, {evening("2026-12-05")});
    });
    const auto only = read([&](db::Reader& reader) { return store::options_of(reader, network.id, asked); });
    const auto at = path_with(token_of(site.environment(), network.id, asked));
    EXPECT_FALSE(site.get(at).says("Aus welchem Dorf"));
    for (const auto* name : {"Anna", "Bea"})
        EXPECT_EQ(site.submit(at, at, {{"name", name}, {"termin_" + only[0].id.text(), "yes"}}).status, 303);
    const auto found = read([&](db::Reader& reader) {
        const auto voices = voices_of(reader, network, stored(village_meeting), here.today());
        return standings_of(candidates_of(only, here.region()),
                            ballots_of(store::replies_of(reader, network.id, asked), voices), voices.needed);
    });
    EXPECT_EQ(found[0].yes, 2);
}

} // namespace dorfnetz::date_polls
