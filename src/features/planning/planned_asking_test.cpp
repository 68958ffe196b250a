#include "features/planning/planning_for_tests.hpp"

namespace dorfnetz::planning {
namespace {

class AskingFromPlans : public WithPlans
{
};

TEST_F(AskingFromPlans, ask_somebody_for_all_their_shifts_in_one_mail)
{
    const auto anna = person("Anna");
    plan({.most_shifts = 2});
    ASSERT_EQ(count_placed(), 2U);
    const auto asked = try_ask("Es gibt Kuchen.");
    ASSERT_TRUE(asked);
    EXPECT_EQ(asked->questions, 2);
    EXPECT_EQ(asked->by_mail, 1);
    EXPECT_EQ(mailed("asking"), Names{"anna@example.org"});
    EXPECT_FALSE(try_ask()) << "everybody has been asked";

    const auto text = new_mails().front().text;
    EXPECT_NE(text.find("Es gibt Kuchen."), std::string::npos);
    for (const auto& place : places())
        EXPECT_NE(text.find(asking::answer_path(
                      asking::token_of(site.environment(), network.id, place.shift, anna))),
                  std::string::npos);
}

TEST_F(AskingFromPlans, show_who_answers_what_else_they_were_asked_for)
{
    const auto anna = person("Anna");
    plan({.most_shifts = 2});
    ASSERT_TRUE(try_ask());
    site.sign_out();
    const auto answer =
        site.get(asking::answer_path(asking::token_of(site.environment(), network.id, bar, anna)));
    EXPECT_EQ(answer.status, 200);
    EXPECT_NE(answer.body.find("Wofür wir dich noch gefragt haben"), std::string::npos);
}

TEST_F(AskingFromPlans, ask_nobody_who_does_not_want_to_be_asked_any_more)
{
    const auto anna = person("Anna");
    const auto bea = person("Bea");
    plan({.most_shifts = 1});
    site.given([&](db::Tx& tx) -> Result<Done> {
        asking::store::put_wish(tx, network.id, anna,
                                {.not_before = Date(std::chrono::floor<std::chrono::days>(site.clock.now()) +
                                                    std::chrono::days{60})},
                                site.clock.now());
        return Done{};
    });
    const auto asked = try_ask();
    ASSERT_TRUE(asked);
    EXPECT_EQ(asked->left_out, 1);
    EXPECT_EQ(mailed("asking"), Names{"bea@example.org"});
}

TEST_F(AskingFromPlans, keep_who_was_asked_where_they_were_asked_and_plan_around_them)
{
    const auto anna = person("Anna");
    person("Bea");
    plan({.most_shifts = 1});
    ASSERT_TRUE(try_ask());
    ASSERT_EQ(places().size(), 2U);
    person("Cora");
    plan({.most_shifts = 1});
    EXPECT_EQ(places().size(), 3U) << "the answers of Anna and Bea are still to come, and Cora is new";
    const auto board = site.get(page()).body;
    EXPECT_NE(board.find("gefragt"), std::string::npos);
    const auto all = places();
    const auto hers = *std::ranges::find(all, anna, &PlannedPlace::person);
    EXPECT_EQ(try_move({.person = anna, .from = hers.shift}).error().kind, Err::stale)
        << "who was asked is not moved any more";
}

TEST_F(AskingFromPlans, ask_those_only_whom_the_host_has_seen_in_the_list)
{
    const auto anna = person("Anna");
    plan({.most_shifts = 1});
    const auto seen = mark_of(asked_now());
    const auto from = places().front().shift;
    ASSERT_TRUE(try_move({.person = anna, .from = from, .to = from == bar ? grill : bar}));
    EXPECT_EQ(try_ask_those(seen).error().kind, Err::stale);
    EXPECT_TRUE(mailed().empty());
}

TEST_F(AskingFromPlans, ask_no_more_than_places_are_left)
{
    person("Anna");
    person("Bea");
    plan({.most_shifts = 1});
    ASSERT_EQ(names_for(grill).size(), 2U);
    promise(of(grill, "Gast", "gast@example.org"));
    std::size_t for_the_grill = 0;
    for (const auto& invitation : asked_now())
        if (invitation.shift == grill)
            for_the_grill += invitation.people.size();
    EXPECT_EQ(for_the_grill, 1U) << "a guest has taken the other place";
}

TEST_F(AskingFromPlans, say_who_is_one_too_many_and_is_not_asked)
{
    const auto bruno = builder("Bruno");
    person("Anna");
    person("Bea");
    plan({.most_shifts = 1});
    ASSERT_EQ(names_for(grill), (Names{"Anna", "Bea"}));
    ASSERT_TRUE(try_move({.person = bruno, .from = tent, .to = grill}));
    EXPECT_TRUE(site.get(page()).says("Eine Person ist zu viel."));
    const auto last_look = site.get(page("/fragen"));
    EXPECT_TRUE(last_look.says("2 Personen werden gefragt."));
    EXPECT_TRUE(last_look.says("es ist kein Platz mehr frei"));
    ASSERT_TRUE(try_ask());
    const auto board = site.get(page());
    EXPECT_TRUE(board.says("Eine Person ist zu viel."));
    EXPECT_FALSE(board.says("Weiter: alle fragen"));
    EXPECT_TRUE(site.get(page("/fragen")).says("es ist kein Platz mehr frei"));
}

TEST_F(AskingFromPlans, say_whom_hosts_are_to_call_and_to_write_to)
{
    auto caller = draft("Anna");
    caller.reach = people::ContactWay::phone;
    caller.phone = "03493 12 34 56";
    const auto anna = given.person(caller);
    auto reader_of_letters = draft("Bert");
    reader_of_letters.reach = people::ContactWay::letter;
    reader_of_letters.street = "Am Teich 1";
    const auto bert = given.person(reader_of_letters);
    plan({.most_shifts = 1});
    ASSERT_EQ(names_for(grill), (Names{"Anna", "Bert"}));
    const auto proposed = site.get(page());
    EXPECT_FALSE(proposed.says("Jetzt seid ihr dran"));
    EXPECT_TRUE(proposed.says("<span class=\"tag \">2 von 2 eingeplant</span>"));
    ASSERT_TRUE(try_ask());
    const auto board = site.get(page());
    EXPECT_TRUE(board.says("Jetzt seid ihr dran"));
    EXPECT_TRUE(board.says("eine Person anrufen oder ansprechen, einen Brief drucken"));
    EXPECT_TRUE(board.says("bekommt einen Brief"));
    EXPECT_TRUE(board.says("noch anzurufen oder anzusprechen")) << "nobody has called her yet";
    const auto base = "/redaktion/schichten/" + grill.text() + "/fragen";
    ASSERT_EQ(
        site.submit(base + "/stand", base + "/antwort", {{"person", anna.text()}, {"antwort", "yes"}}).status,
        303);
    EXPECT_TRUE(site.get(page()).says("<br>einen Brief drucken"));
    ASSERT_EQ(site.submit(base + "/stand", base + "/briefe", {}).status, 200);
    EXPECT_FALSE(site.get(page()).says("Jetzt seid ihr dran")) << "it is printed";
    EXPECT_FALSE(site.get(page()).says("bekommt einen Brief"));
    const auto standing = site.get(base + "/stand");
    EXPECT_TRUE(standing.says("Alle Briefe sind gedruckt."));
    EXPECT_TRUE(standing.says("Brief gedruckt am"));
    EXPECT_EQ(site.submit(base + "/stand", base + "/briefe", {}).status, 200) << "once more, for a paper jam";
    ASSERT_EQ(
        site.submit(base + "/stand", base + "/antwort", {{"person", bert.text()}, {"antwort", "no"}}).status,
        303);
    EXPECT_FALSE(site.get(base + "/stand").says("Briefe</h2>"));
}

TEST_F(AskingFromPlans, give_the_place_of_who_cannot_be_asked_to_the_next_one)
{
    const auto bruno = builder("Bruno");
    const auto bea = builder("Bea");
    plan({.most_shifts = 1});
    const auto first = names_for(tent).front() == "Bruno" ? bruno : bea;
    const auto second = first == bruno ? bea : bruno;
    ASSERT_TRUE(try_move({.person = second, .to = tent}));
    ASSERT_TRUE(try_move({.person = first, .from = tent}));
    ASSERT_TRUE(try_move({.person = first, .to = tent}));
    for (const auto& tired : {bruno, bea}) {
        site.given([&](db::Tx& tx) -> Result<Done> {
            const auto until =
                Date(std::chrono::floor<std::chrono::days>(site.clock.now()) + std::chrono::days{60});
            for (const auto& person : {bruno, bea})
                asking::store::put_wish(tx, network.id, person,
                                        {.not_before = person == tired ? std::optional(until) : std::nullopt},
                                        site.clock.now());
            return Done{};
        });
        const auto now = asked_now();
        const auto asked = std::ranges::find(now, tent, &asking::Invitation::shift);
        ASSERT_NE(asked, now.end());
        EXPECT_EQ(asked->people, std::vector<PersonId>{tired == bruno ? bea : bruno});
        EXPECT_FALSE(site.get(page("/fragen")).says("es ist kein Platz mehr frei"));
    }
}

TEST_F(AskingFromPlans, say_whose_promise_does_not_stand_any_more)
{
    const auto anna = person("Anna");
    plan({.most_shifts = 1});
    ASSERT_TRUE(try_ask());
    const auto token = asking::token_of(site.environment(), network.id, places().front().shift, anna);
    const auto link = asking::answer_path(token);
    site.sign_out();
    ASSERT_EQ(site.submit(link, link, {{"antwort", "ja"}}).status, 303);
    site.sign_in(lead);
    EXPECT_TRUE(site.get(page()).says("hat zugesagt"));
    site.given([&](db::Tx& tx) -> Result<Done> {
        tx.exec("UPDATE signups SET status = 'cancelled', holds = 0 WHERE network_id = :network",
                {{"network", network.id}});
        return Done{};
    });
    EXPECT_TRUE(site.get(page()).says("Zusage steht nicht mehr"));
    EXPECT_FALSE(site.get(page()).says("hat zugesagt"));
}

TEST_F(AskingFromPlans, show_a_task_in_green_only_when_enough_have_promised)
{
    const auto anna = person("Anna");
    needs_at_least(bar, 2);
    needs_at_least(grill, 1);
    plan({.most_shifts = 1});
    const auto green = "<span class=\"tag pine\">1 von 2 eingeplant</span>";
    ASSERT_EQ(names_for(grill), Names{"Anna"});
    EXPECT_TRUE(site.get(page()).says("<span class=\"tag \">1 von 2 eingeplant</span>"));
    auto wanted = of(grill, "Anna Muster", "anna@example.org");
    wanted.person = anna;
    needs_at_least(grill, 0);
    EXPECT_FALSE(site.get(page()).says(green)) << "nobody at all has promised";
    promise(wanted);
    EXPECT_TRUE(site.get(page()).says(green));
}

TEST_F(AskingFromPlans, let_hosts_put_somebody_where_it_does_not_suit_them_and_ask_them)
{
    const auto bruno = builder("Bruno");
    plan({.most_shifts = 1});
    ASSERT_TRUE(try_move({.person = bruno, .from = tent, .to = grill}));
    const auto board = site.get(page()).body;
    EXPECT_NE(board.find("macht lieber anderes"), std::string::npos);
    const auto asked = try_ask();
    ASSERT_TRUE(asked);
    EXPECT_EQ(asked->questions, 1);
    EXPECT_EQ(mailed("asking"), Names{"bruno@example.org"});
}

TEST_F(AskingFromPlans, do_not_hold_places_for_those_who_may_be_asked_by_and_by)
{
    const auto anna = person("Anna");
    const auto bea = person("Bea");
    const auto cora = person("Cora");
    ask({anna, bea, cora}, 1); // one at a time for the grill
    plan({.most_shifts = 1});
    EXPECT_EQ(names_for(bar).size(), 2U) << "two of them wait for their turn, and are free for the bar";
}

TEST_F(AskingFromPlans, are_nothing_for_hosts_who_may_ask_nobody)
{
    person("Anna");
    plan({.most_shifts = 1});
    const auto before = places();
    const auto club_editor = as({.user = lead.user,
                                 .name = "Vera Verein",
                                 .session = "session",
                                 .grants = {{web::Role::organisation_editor, club.text()}}});
    EXPECT_EQ(written([&](db::Tx& tx) { return begin(tx, club_editor, festival, {}); }).error().kind,
              Err::conflict);
    EXPECT_EQ(places(), before);
}

TEST_F(AskingFromPlans, revive_nobody_of_a_search_that_had_ended)
{
    const auto anna = person("Anna");
    const auto bea = person("Bea");
    ask({anna, bea}, 1);
    const auto context = as_lead();
    ASSERT_TRUE(written([&](db::Tx& tx) { return asking::stop(tx, context, grill); }));
    person("Cora");
    person("Dora");
    mailed();
    plan({.most_shifts = 1});
    ASSERT_TRUE(try_ask("Neue Worte"));
    const auto of_the_grill =
        read([&](db::Reader& reader) { return asking::store::asked_for(reader, network.id, grill); });
    for (const auto& each : of_the_grill)
        EXPECT_TRUE(each.person != bea || each.answer == asking::Answer::left_out);
    EXPECT_EQ(search().message, "Neue Worte");
}

} // namespace
} // namespace dorfnetz::planning
