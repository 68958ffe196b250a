#include "features/planning/planning_for_tests.hpp"

namespace dorfnetz::planning {
namespace {

class Plans : public WithPlans
{
};

TEST_F(Plans, put_nobody_into_two_shifts_at_once_and_everybody_where_it_suits)
{
    builder("Bruno");
    person("Anna");
    person("Clara");
    plan({.most_shifts = 1});
    EXPECT_EQ(names_for(grill), (Names{"Anna", "Clara"}));
    EXPECT_EQ(names_for(tent), Names{"Bruno"});
    EXPECT_TRUE(stored().is_best);
    EXPECT_TRUE(mailed().empty()) << "nobody is asked by planning";
}

TEST_F(Plans, give_somebody_several_shifts_up_to_the_limit)
{
    person("Anna");
    plan({.most_shifts = 1});
    EXPECT_EQ(count_placed(), 1U);
    plan({.most_shifts = 2});
    EXPECT_EQ(count_placed(), 2U);
    EXPECT_EQ(names_for(bar), Names{"Anna"});
}

TEST_F(Plans, leave_a_rest_between_two_shifts_of_a_person)
{
    person("Anna");
    plan({.most_shifts = 2, .rest = std::chrono::minutes{60}});
    EXPECT_EQ(count_placed(), 1U) << "the bar begins when grill and tent end";
}

TEST_F(Plans, say_what_keeps_those_from_a_shift_who_would_fit)
{
    person("Anna");
    plan({.most_shifts = 2, .rest = std::chrono::minutes{60}});
    const auto obstacles =
        read([&](db::Reader& reader) { return store::obstacles_of(reader, network.id, festival); });
    ASSERT_FALSE(obstacles.empty());
    const auto board = site.get(page());
    EXPECT_EQ(board.status, 200);
    EXPECT_NE(board.body.find("Es würden noch passen"), std::string::npos);
}

TEST_F(Plans, give_nobody_more_hours_than_they_want_to_give)
{
    auto busy = draft("Anna");
    busy.hours_per_month = 2;
    given.person(busy);
    plan({.most_shifts = 3});
    EXPECT_EQ(count_placed(), 1U);
}

TEST_F(Plans, count_the_hours_of_somebody_for_each_month)
{
    festival = activity("Teichdienst", "2026-12-20T10:00", "2026-12-20T12:00", given.birkenau,
                        "FREQ=WEEKLY;COUNT=4");
    const auto first = shift(festival, {.title = "Kochen am Grill"}, 1);
    auto busy = draft("Anna");
    busy.hours_per_month = 2;
    given.person(busy);
    plan({.most_shifts = 10});
    EXPECT_EQ(places().size(), 2U) << "one on 20 or 27 December, one on 3 or 10 January";
    EXPECT_EQ(open(first).shift.most, 1);
}

TEST_F(Plans, keep_what_hosts_have_settled_and_do_not_propose_what_they_have_ruled_out)
{
    const auto bruno = builder("Bruno");
    auto versatile = draft("Anna");
    versatile.tasks = {"cooking", "setup"};
    const auto anna = given.person(versatile);
    plan({.most_shifts = 1});
    ASSERT_EQ(names_for(tent), Names{"Bruno"});
    ASSERT_EQ(names_for(grill), Names{"Anna"});
    ASSERT_TRUE(try_move({.person = bruno, .from = tent, .to = bar}));
    ASSERT_TRUE(try_move({.person = anna, .from = grill}));
    EXPECT_EQ(names_for(bar), Names{"Bruno"});
    EXPECT_EQ(names_for(grill), Names{});
    plan({.most_shifts = 1});
    EXPECT_EQ(names_for(bar), Names{"Bruno"});
    EXPECT_EQ(names_for(grill), Names{}) << "Anna is not to stand there";
    EXPECT_EQ(names_for(tent), Names{"Anna"});
}

TEST_F(Plans, change_as_little_as_possible_when_somebody_is_out)
{
    for (const auto* name : {"Anna", "Bea", "Cora", "Dora", "Emma"})
        person(name);
    plan({.most_shifts = 1});
    const auto before = places();
    ASSERT_EQ(before.size(), 4U) << "nobody of them likes to put up tents, and one has nothing to do";
    const auto gone = before.front();
    ASSERT_TRUE(try_move({.person = gone.person, .from = gone.shift}));
    plan({.most_shifts = 1});
    const auto after = places();
    std::size_t kept = 0;
    for (const auto& place : before)
        kept += std::ranges::count(after, place);
    EXPECT_EQ(kept, 3U) << "the fifth takes the free place, all others stay";
    EXPECT_EQ(count_placed(), 4U);
}

TEST_F(Plans, follow_wishes)
{
    const auto anna = person("Anna");
    const auto bea = person("Bea");
    person("Cora");
    needs_at_least(grill, 0);
    plan({.most_shifts = 1});
    wish({.person = anna, .together_with = bea});
    wish({.person = bea, .likes = open(bar).need.id});
    plan({.most_shifts = 1});
    EXPECT_EQ(names_for(bar), (Names{"Anna", "Bea"}));

    wish({.person = anna, .not_after = std::chrono::hours{12}});
    plan({.most_shifts = 1});
    EXPECT_EQ(std::ranges::count(names_for(bar), "Anna"), 0) << "the bar goes on until 14";
    wish({.person = anna, .most_shifts = 0});
    plan({.most_shifts = 1});
    for (const auto& place : places())
        EXPECT_NE(place.person, anna);
    wish({.person = anna});
    EXPECT_EQ(read([&](db::Reader& reader) { return store::wishes_of(reader, network.id, festival).size(); }),
              1U)
        << "an empty wish is none";
}

TEST_F(Plans, take_no_company_with_oneself_and_no_stranger)
{
    const auto anna = person("Anna");
    const auto unwilling = given.person(draft("Ulf"), people::Given::Agreed::no);
    plan();
    const auto context = as_lead();
    const auto refused = [&](const PlanWish& wish) {
        return written([&](db::Tx& tx) { return put_wish(tx, context, festival, wish); }).error().kind;
    };
    EXPECT_EQ(refused({.person = anna, .together_with = anna}), Err::invalid);
    EXPECT_EQ(refused({.person = unwilling, .most_shifts = 1}), Err::missing);
    EXPECT_EQ(refused({.person = anna, .together_with = unwilling}), Err::missing);
    EXPECT_EQ(try_move({.person = unwilling, .to = bar}).error().kind, Err::missing);
    const auto other = activity("Kirchputz", "2026-12-06T10:00", "2026-12-06T12:00", given.birkenau);
    const auto foreign = shift(other, {.title = "Fegen"}, 2);
    EXPECT_EQ(try_move({.person = anna, .to = foreign}).error().kind, Err::missing)
        << "a shift of another activity";
}

TEST_F(Plans, leave_alone_what_hosts_of_other_people_have_planned)
{
    const auto erna = given.person(given.draft(given.erlental, "Erna"));
    person("Anna");
    plan({.most_shifts = 1});
    site.given([&](db::Tx& tx) -> Result<Done> { // by somebody who may ask Erna
        store::put_place(tx, network.id, festival, {.shift = tent, .person = erna, .mark = Mark::proposed});
        return Done{};
    });
    plan({.most_shifts = 1});
    const auto all = places();
    EXPECT_EQ(std::ranges::count(all, erna, &PlannedPlace::person), 1);
    EXPECT_EQ(std::ranges::count(all, tent, &PlannedPlace::shift), 1) << "the place is taken";
    EXPECT_EQ(site.get(page()).body.find("Erna"), std::string::npos) << "no name for who may not ask her";
    EXPECT_NE(site.get(page()).body.find("von anderen vorgesehen"), std::string::npos);
    const auto context = as_lead();
    ASSERT_TRUE(written([&](db::Tx& tx) { return discard(tx, context, festival); }));
    EXPECT_EQ(places().size(), 1U) << "hers is not theirs to throw away";
}

TEST_F(Plans, put_nobody_into_two_places_when_a_page_is_old)
{
    const auto bruno = builder("Bruno");
    plan({.most_shifts = 1});
    ASSERT_TRUE(try_move({.person = bruno, .from = tent, .to = bar}));
    EXPECT_EQ(try_move({.person = bruno, .from = tent, .to = grill}).error().kind, Err::stale)
        << "the other host has an old page";
    EXPECT_EQ(count_placed(), 1U);
}

TEST_F(Plans, say_where_somebody_was_moved_who_moved_them)
{
    const auto bruno = builder("Bruno");
    plan({.most_shifts = 1});
    const auto move_by_form = [&](const std::string& place, const std::string& to) {
        const auto sent = site.submit(page(), page("/platz"), {{"platz", place}, {"nach", to}});
        EXPECT_EQ(sent.status, 303);
        EXPECT_TRUE(sent.location().ends_with("#bewegt"));
        return site.get(sent.location().substr(0, sent.location().find('#')));
    };
    EXPECT_TRUE(
        move_by_form(tent.text() + "." + bruno.text(), bar.text()).says("Bruno Muster steht jetzt hier."));
    EXPECT_TRUE(move_by_form(bar.text() + "." + bruno.text(), "nirgends")
                    .says("Bruno Muster ist hier herausgenommen."));
    const auto erna = given.person(given.draft(given.erlental, "Erna")); // whom this host may not ask
    const auto anna = person("Anna");
    for (const auto& query :
         {"?wer=" + erna.text() + "&wo=" + bar.text(), "?wer=x&wo=" + bar.text(),
          "?wer=" + bruno.text() + "&wo=x", "?wer=" + anna.text() + "&wo=" + bar.text()}) {
        const auto shown = site.get(page(query));
        EXPECT_EQ(shown.status, 200) << query;
        EXPECT_FALSE(shown.says("id=\"bewegt\"")) << query;
    }
    EXPECT_EQ(
        site.submit(page(), page("/platz"), {{"platz", "." + bruno.text()}, {"nach", "nirgends"}}).status,
        404)
        << "from nowhere to nowhere";
}

TEST_F(Plans, name_those_last_who_would_rather_do_other_things)
{
    auto treasurer = draft("Theo");
    treasurer.tasks = {"treasury"};
    given.person(treasurer);
    const auto bea = person("Bea");
    person("Anna");
    person("Cora");
    plan({.most_shifts = 1});
    const auto all = places();
    if (const auto hers = std::ranges::find(all, bea, &PlannedPlace::person); hers != all.end()) {
        ASSERT_TRUE(try_move({.person = bea, .from = hers->shift}));
    }
    ASSERT_EQ(names_for(tent), Names{}) << "nobody of them likes to put up tents";
    const auto others = site.get(page("/schichten/" + grill.text()));
    const auto theo = others.body.find("<strong>Theo Muster</strong>");
    ASSERT_NE(theo, std::string::npos);
    EXPECT_GT(theo, others.body.find("<strong>Bea Muster</strong>"));
    EXPECT_NE(others.body.find("macht lieber anderes", theo), std::string::npos);
    const auto for_the_bar = site.get(page("/schichten/" + bar.text())).body;
    EXPECT_EQ(for_the_bar.find("macht lieber anderes"), std::string::npos) << "nothing is known of the bar";
}

TEST_F(Plans, take_who_stands_elsewhere_at_that_time_from_there)
{
    auto versatile = draft("Anna");
    versatile.tasks = {"cooking", "setup"};
    const auto anna = given.person(versatile);
    plan({.most_shifts = 1});
    ASSERT_EQ(names_for(grill), Names{"Anna"});
    const auto others = site.get(page("/schichten/" + tent.text()));
    EXPECT_TRUE(others.says("Anna Muster von ‚Kochen am Grill‘ hierher setzen"));
    EXPECT_TRUE(others.says("name=\"platz\" value=\"" + grill.text() + "." + anna.text() + "\""));
    EXPECT_TRUE(site.get(page("/schichten/" + bar.text())).says("Anna Muster einplanen"))
        << "two hours later";
}

TEST_F(Plans, warn_where_somebody_stands_against_what_they_wished)
{
    const auto anna = person("Anna");
    plan({.most_shifts = 1});
    const auto at = places().front().shift;
    ASSERT_TRUE(try_move({.person = anna, .from = at, .to = bar}));
    EXPECT_FALSE(site.get(page()).says("Achtung"));
    wish({.person = anna, .not_after = std::chrono::hours{12}});
    EXPECT_TRUE(site.get(page()).says("wollte nicht länger als bis 12:00"));
    wish({.person = anna, .most_shifts = 0});
    EXPECT_TRUE(site.get(page()).says("wollte diesmal gar nicht"));
    EXPECT_TRUE(site.get(page("/schichten/" + grill.text())).says("wollte diesmal gar nicht"));
    ASSERT_TRUE(try_move({.person = anna, .to = grill}));
    wish({.person = anna, .most_shifts = 1, .likes = open(grill).need.id});
    EXPECT_TRUE(site.get(page()).says("wollte höchstens einen Einsatz"));
    ASSERT_TRUE(try_move({.person = anna, .from = grill}));
    EXPECT_FALSE(site.get(page()).says("wollte höchstens"));
}

TEST_F(Plans, say_that_nobody_fits_only_where_that_is_so)
{
    const auto nobody_fits = [&] { return site.get(page()).says("passt gerade niemand"); };
    auto busy = draft("Anna");
    busy.hours_per_month = 1;
    given.person(busy);
    plan({.most_shifts = 1});
    ASSERT_EQ(count_placed(), 0U);
    EXPECT_TRUE(nobody_fits());
    promise(of(grill, "Gast", "gast@example.org"));
    EXPECT_TRUE(nobody_fits()) << "a guest is nobody of the register";
    const auto bea = person("Bea");
    auto wanted = of(grill, "Bea Muster", "bea@example.org");
    wanted.person = bea;
    promise(wanted);
    plan({.most_shifts = 1});
    for (const auto& place : places())
        ASSERT_TRUE(try_move({.person = place.person, .from = place.shift}));
    EXPECT_FALSE(nobody_fits()) << "she has promised";
    site.clock.advance(std::chrono::days(60));
    EXPECT_FALSE(nobody_fits());
    EXPECT_TRUE(site.get(page()).says("Keine Aufgabe steht mehr bevor."));
}

TEST_F(Plans, can_be_worked_out_anew_as_if_nobody_had_changed_anything)
{
    const auto bruno = builder("Bruno");
    plan({.most_shifts = 1});
    ASSERT_TRUE(try_move({.person = bruno, .from = tent}));
    plan({.most_shifts = 1});
    EXPECT_EQ(names_for(tent), Names{});
    const auto context = as_lead();
    ASSERT_TRUE(
        written([&](db::Tx& tx) { return begin(tx, context, festival, {.most_shifts = 1}, Anew::all); }));
    run_jobs();
    EXPECT_EQ(names_for(tent), Names{"Bruno"});
}

TEST_F(Plans, can_be_stopped_and_leave_what_was_before)
{
    person("Anna");
    plan({.most_shifts = 1});
    const auto before = places();
    ASSERT_TRUE(try_begin());
    const auto context = as_lead();
    ASSERT_TRUE(written([&](db::Tx& tx) { return stop(tx, context, festival); }));
    site.clock.advance(std::chrono::seconds(1));
    run_jobs();
    EXPECT_EQ(places(), before);
    EXPECT_TRUE(try_begin()) << "nobody waits for it any more";
}

TEST_F(Plans, count_what_goes_on_after_midnight_as_late)
{
    const auto at = [&](const std::string& title, int after, int lasts) {
        const auto made = shift(festival, {.title = title, .is_around = true}, 1, hours(after, lasts));
        needs_at_least(made, 1);
        return made;
    };
    const auto evening = at("Abends da sein", 11, 1); // 21 to 22
    const auto night = at("Theke", 12, 3);            // 22 to 1
    const auto late = at("Nachtwache", 15, 2);        // 1 to 3
    const auto baking = at("Backen", 18, 2);          // 4 to 6
    const auto anna = person("Anna");
    plan({.most_shifts = 10});
    const auto evenings = [&] {
        return Names{names_for(evening).empty() ? "" : "evening", names_for(night).empty() ? "" : "night",
                     names_for(late).empty() ? "" : "late"};
    };
    EXPECT_EQ(evenings(), (Names{"evening", "night", "late"}));
    wish({.person = anna, .not_after = std::chrono::hours{1}});
    plan({.most_shifts = 10});
    EXPECT_EQ(evenings(), (Names{"evening", "night", ""})) << "until one at night is late";
    wish({.person = anna, .not_after = std::chrono::hours{22}});
    plan({.most_shifts = 10});
    EXPECT_EQ(evenings(), (Names{"evening", "", ""})) << "and what begins at one is later than ten";
    EXPECT_EQ(names_for(baking), Names{"Anna"}) << "but who gets up at four is done by ten";
    wish({.person = anna, .not_after = std::chrono::hours{4}});
    plan({.most_shifts = 10});
    EXPECT_EQ(evenings(), (Names{"evening", "night", "late"})) << "until four is the end of the night";
}

TEST_F(Plans, hold_no_place_for_who_has_taken_the_consent_back)
{
    const auto bruno = builder("Bruno");
    plan({.most_shifts = 1});
    ASSERT_EQ(names_for(tent), Names{"Bruno"});
    site.given([&](db::Tx& tx) -> Result<Done> {
        return people::withdraw_consent(tx, network.id, bruno, {}, given.author());
    });
    EXPECT_EQ(site.get(page()).body.find("von anderen vorgesehen"), std::string::npos);
    builder("Berta");
    plan({.most_shifts = 1});
    EXPECT_EQ(std::ranges::count(names_for(tent), "Berta"), 1);
    tidy_up(context());
    EXPECT_EQ(names_for(tent), Names{"Berta"}) << "what was planned for Bruno is forgotten";
}

TEST_F(Plans, are_worked_out_anew_by_the_box_in_the_form)
{
    const auto bruno = builder("Bruno");
    plan({.most_shifts = 1});
    ASSERT_TRUE(try_move({.person = bruno, .from = tent}));
    const auto sent =
        site.submit(page(), page(), {{"hoechstens", "1"}, {"pause", "0"}, {"zeit", "5"}, {"alles", "1"}});
    EXPECT_EQ(sent.status, 303);
    EXPECT_EQ(names_for(tent), Names{}) << "nothing goes before there is a result";
    run_jobs();
    EXPECT_EQ(names_for(tent), Names{"Bruno"});
}

TEST_F(Plans, let_a_wish_be_changed_in_the_form_that_shows_it)
{
    const auto anna = person("Anna");
    plan({.most_shifts = 1});
    wish({.person = anna, .most_shifts = 0});
    const auto shown = page("/wuensche?wer=" + anna.text());
    EXPECT_NE(site.get(shown).body.find("name=\"kennt\" value=\"" + anna.text() + "\""), std::string::npos);
    const auto sent = site.submit(shown, page("/wuensche"),
                                  {{"kennt", anna.text()},
                                   {"wer", anna.text()},
                                   {"bis", "22"},
                                   {"mit", ""},
                                   {"lieber", ""},
                                   {"hoechstens", ""}});
    EXPECT_EQ(sent.status, 303);
    const auto kept =
        read([&](db::Reader& reader) { return store::wishes_of(reader, network.id, festival); });
    ASSERT_EQ(kept.size(), 1U);
    EXPECT_EQ(kept[0], (PlanWish{.person = anna, .not_after = std::chrono::hours{22}}));
}

TEST_F(Plans, keep_a_wish_that_the_form_did_not_show)
{
    const auto anna = person("Anna");
    plan({.most_shifts = 1});
    wish({.person = anna, .most_shifts = 0});
    const auto wishes = page("/wuensche");
    const auto sent =
        site.submit(wishes, wishes,
                    {{"wer", anna.text()}, {"bis", "22"}, {"mit", ""}, {"lieber", ""}, {"hoechstens", ""}});
    EXPECT_EQ(sent.status, 409);
    EXPECT_TRUE(sent.says("schon etwas notiert"));
    const auto kept =
        read([&](db::Reader& reader) { return store::wishes_of(reader, network.id, festival); });
    ASSERT_EQ(kept.size(), 1U);
    EXPECT_EQ(kept[0].most_shifts, 0);
}

TEST_F(Plans, are_worked_out_one_at_a_time_and_not_changed_meanwhile)
{
    const auto anna = person("Anna");
    ASSERT_TRUE(try_begin());
    EXPECT_EQ(try_begin().error().kind, Err::conflict);
    EXPECT_EQ(try_move({.person = anna, .to = bar}).error().kind, Err::conflict);
    const auto progress = site.get(page());
    EXPECT_NE(progress.body.find("<progress"), std::string::npos);
    EXPECT_NE(progress.body.find("Das Beste bis jetzt nehmen"), std::string::npos);
    const auto context = as_lead();
    ASSERT_TRUE(written([&](db::Tx& tx) { return take_best_so_far(tx, context, festival); }));
    run_jobs();
    EXPECT_TRUE(stored().made_at) << "the best so far is a plan";
    EXPECT_GT(count_placed(), 0U);
}

TEST_F(Plans, are_not_worked_out_for_who_may_not_host_any_more)
{
    person("Anna");
    ASSERT_TRUE(try_begin());
    site.given([&](db::Tx& tx) -> Result<Done> {
        tx.exec(R"sql(DELETE FROM grants WHERE network_id = :network)sql", {{"network", network.id}});
        return Done{};
    });
    run_jobs();
    EXPECT_FALSE(stored().made_at);
    EXPECT_TRUE(places().empty());
}

TEST_F(Plans, are_for_hosts_only)
{
    person("Anna");
    plan();
    const std::string pages[] = {"", "/wuensche", "/fragen", "/schichten/" + bar.text()};
    for (const auto& end : pages)
        EXPECT_EQ(site.get(page(end)).status, 200) << end;
    site.sign_out();
    for (const auto& end : pages)
        EXPECT_NE(site.get(page(end)).status, 200) << end;
    site.sign_in({.user = web::UserId{"00000000-0000-7000-8000-000000000009"},
                  .name = "Otto Woanders",
                  .session = "session",
                  .grants = {{web::Role::lead_editor, given.erlental.text()}}});
    for (const auto& end : pages)
        EXPECT_EQ(site.get(page(end)).status, 404) << end;
}

TEST_F(Plans, move_names_by_a_form_without_any_script)
{
    const auto bruno = builder("Bruno");
    plan({.most_shifts = 1});
    ASSERT_EQ(names_for(tent), Names{"Bruno"});
    const auto board = site.get(page());
    const auto token = site.token_in(board.body, page("/platz"));
    const auto moved =
        site.post(page("/platz"), "_token=" + http::percent_encode(token) + "&platz=" + tent.text() + "." +
                                      bruno.text() + "&nach=" + bar.text());
    EXPECT_EQ(moved.status, 303);
    EXPECT_EQ(names_for(bar), Names{"Bruno"});
    const auto nobody =
        site.post(page("/platz"), "_token=" + http::percent_encode(token) + "&nach=" + bar.text());
    EXPECT_EQ(nobody.status, 422);
    EXPECT_NE(nobody.body.find("Wähle zuerst aus"), std::string::npos);
}

// Cora agreed to be asked by her own village alone.
TEST_F(Plans, keep_company_that_the_host_does_not_see)
{
    const auto anna = person("Anna");
    auto far = draft("Cora");
    far.village = given.weidenhof;
    const auto cora = given.person(far);
    plan({.most_shifts = 1});
    auto coordinator = lead;
    coordinator.grants = {{web::Role::coordinator, ""}};
    const auto context = as(coordinator);
    ASSERT_TRUE(written([&](db::Tx& tx) {
        return put_wish(tx, context, festival, {.person = anna, .together_with = cora});
    }));
    const auto noted = [&] {
        return read([&](db::Reader& reader) { return store::wishes_of(reader, network.id, festival); });
    };
    wish({.person = anna, .most_shifts = 2});
    EXPECT_EQ(noted(), (std::vector<PlanWish>{{.person = anna, .most_shifts = 2, .together_with = cora}}));
    wish({.person = anna});
    EXPECT_EQ(noted(), (std::vector<PlanWish>{{.person = anna, .together_with = cora}}));
    const auto by_lead = as_lead();
    ASSERT_TRUE(written([&](db::Tx& tx) { return remove_wish(tx, by_lead, festival, anna); }));
    EXPECT_TRUE(noted().empty());
    EXPECT_EQ(written([&](db::Tx& tx) { return remove_wish(tx, by_lead, festival, cora); }).error().kind,
              Err::missing);
}

TEST_F(Plans, are_told_to_who_is_in_them_with_the_activity)
{
    const auto anna = person("Anna");
    const auto bea = person("Bea");
    plan({.most_shifts = 1});
    wish({.person = anna, .not_after = std::chrono::hours{22}, .together_with = bea});
    const auto told = [&](const PersonId& person) {
        const auto context = as_lead();
        const auto sections = read([&](db::Reader& reader) {
            return kept_plans().tell(reader, context, people::Traces{.id = person, .name = "Muster"});
        });
        std::string text;
        for (const auto& entry : sections.front().entries)
            for (const auto& fact : entry)
                text += fact.label + ": " + fact.text + '\n';
        return text;
    };
    EXPECT_NE(told(anna).find("Wofür: Teichfest\nNicht länger als bis: 22"), std::string::npos) << told(anna);
    EXPECT_NE(told(bea).find("Wofür: Teichfest\nJemand möchte gern mit dir zusammen helfen: ja"),
              std::string::npos)
        << told(bea);
    EXPECT_EQ(told(bea).find("Anna"), std::string::npos) << "the other name is theirs";
}

TEST_F(Plans, are_gone_a_month_after_the_festival_and_with_the_people_in_them)
{
    const auto anna = person("Anna");
    const auto bea = person("Bea");
    plan({.most_shifts = 1});
    wish({.person = bea, .together_with = anna});
    site.given([&](db::Tx& tx) -> Result<Done> {
        kept_plans().erase(tx, network.id, people::Traces{.id = anna, .name = "Anna Muster"});
        return Done{};
    });
    for (const auto& place : places())
        EXPECT_NE(place.person, anna);
    const auto left = read([&](db::Reader& reader) { return store::people_in(reader, network.id); });
    EXPECT_EQ(std::ranges::count(left, anna), 0);

    site.clock.advance(std::chrono::days{40});
    tidy_up(context());
    EXPECT_TRUE(
        read([&](db::Reader& reader) { return store::planned_activities(reader, network.id); }).size() == 1U)
        << "the festival was 27 days ago";
    site.clock.advance(std::chrono::days{10});
    tidy_up(context());
    EXPECT_TRUE(
        read([&](db::Reader& reader) { return store::planned_activities(reader, network.id); }).empty());
}

} // namespace
} // namespace dorfnetz::planning
