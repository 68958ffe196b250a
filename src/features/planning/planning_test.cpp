#include "features/asking/asking_for_tests.hpp"
#include "features/planning/feature.hpp"
#include "features/planning/planning_service.hpp"
#include "features/planning/planning_store.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::planning {
namespace {

using Names = std::vector<std::string>;

// The festival of asking::WithPeopleToAsk: two for the grill from 10 to 12, one for the tent at the same
// time, and two for the bar from 12 to 14.
class Plans : public asking::WithPeopleToAsk
{
protected:
    Plans() : WithPeopleToAsk({register_feature})
    {
        tent = shift(festival, {.title = "Zelt aufbauen"}, 1, hours(0, 2));
        bar = shift(festival, {.title = "Ausschank"}, 2, hours(2, 2));
        needs_at_least(grill, 2);
        needs_at_least(tent, 1);
        needs_at_least(bar, 1);
    }

    void needs_at_least(const ShiftId& shift, std::int64_t least)
    {
        const auto most = open(shift).shift.most;
        site.given([&](db::Tx& tx) -> Result<Done> {
            return activities::change_shift(tx, network, shift, {.least = least, .most = most}, author());
        });
    }

    std::string page(const std::string& end = {})
    {
        return "/redaktion/termine/" + festival.text() + "/plan" + end;
    }

    Result<Done> try_begin(const Rules& rules = {})
    {
        const auto context = as_lead();
        return written([&](db::Tx& tx) { return begin(tx, context, festival, rules); });
    }

    void run_jobs()
    {
        jobs::Jobs jobs({.pool = site.pool(), .clock = site.clock, .random = site.random});
        register_jobs(jobs, site.environment(), site.site());
        jobs.run_due();
    }

    void plan(const Rules& rules = {})
    {
        ASSERT_TRUE(try_begin(rules));
        run_jobs();
        ASSERT_TRUE(stored().made_at) << "it is worked out";
    }

    Plan stored()
    {
        return read([&](db::Reader& reader) { return store::plan_of(reader, network.id, festival).value(); });
    }

    std::vector<PlannedPlace> places()
    {
        return read([&](db::Reader& reader) { return store::places_of(reader, network.id, festival); });
    }

    Names names_for(const ShiftId& shift)
    {
        Names names;
        for (const auto& place : places())
            if (place.shift == shift && place.mark != Mark::ruled_out)
                names.push_back(given.stored(place.person)->data.given_name);
        std::ranges::sort(names);
        return names;
    }

    std::size_t count_placed()
    {
        return names_for(grill).size() + names_for(tent).size() + names_for(bar).size();
    }

    Result<Done> try_move(const Move& wanted)
    {
        const auto context = as_lead();
        return written([&](db::Tx& tx) { return move(tx, context, festival, wanted); });
    }

    void wish(const PlanWish& wish)
    {
        const auto context = as_lead();
        ASSERT_TRUE(written([&](db::Tx& tx) { return put_wish(tx, context, festival, wish); }));
    }

    std::vector<asking::Invitation> asked_now()
    {
        const auto context = as_lead();
        return read([&](db::Reader& reader) {
            return to_be_asked(reader, context, festival, rosters_of(reader, context, festival));
        });
    }

    Result<asking::Asking> try_ask(const std::string& message = {})
    {
        return try_ask_those(mark_of(asked_now()), message);
    }

    Result<asking::Asking> try_ask_those(const std::string& seen, const std::string& message = {})
    {
        const auto context = as_lead();
        return written([&](db::Tx& tx) { return planning::ask(tx, context, festival, message, seen); });
    }

    web::Context as(const web::Actor& actor)
    {
        auto other = context();
        other.actor = actor;
        return other;
    }

    PersonId builder(const std::string& name)
    {
        auto builder = draft(name);
        builder.tasks = {"setup"};
        return given.person(builder);
    }

    ShiftId tent;
    ShiftId bar;
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

TEST_F(Plans, ask_somebody_for_all_their_shifts_in_one_mail)
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

TEST_F(Plans, show_who_answers_what_else_they_were_asked_for)
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

TEST_F(Plans, ask_nobody_who_does_not_want_to_be_asked_any_more)
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

TEST_F(Plans, keep_who_was_asked_where_they_were_asked_and_plan_around_them)
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

TEST_F(Plans, ask_those_only_whom_the_host_has_seen_in_the_list)
{
    const auto anna = person("Anna");
    plan({.most_shifts = 1});
    const auto seen = mark_of(asked_now());
    const auto from = places().front().shift;
    ASSERT_TRUE(try_move({.person = anna, .from = from, .to = from == bar ? grill : bar}));
    EXPECT_EQ(try_ask_those(seen).error().kind, Err::stale);
    EXPECT_TRUE(mailed().empty());
}

TEST_F(Plans, ask_no_more_than_places_are_left)
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

TEST_F(Plans, let_hosts_put_somebody_where_it_does_not_suit_them_and_ask_them)
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

TEST_F(Plans, do_not_hold_places_for_those_who_may_be_asked_by_and_by)
{
    const auto anna = person("Anna");
    const auto bea = person("Bea");
    const auto cora = person("Cora");
    ask({anna, bea, cora}, 1); // one at a time for the grill
    plan({.most_shifts = 1});
    EXPECT_EQ(names_for(bar).size(), 2U) << "two of them wait for their turn, and are free for the bar";
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

TEST_F(Plans, are_nothing_for_hosts_who_may_ask_nobody)
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

TEST_F(Plans, put_nobody_into_two_places_when_two_hosts_move_at_once)
{
    const auto bruno = builder("Bruno");
    plan({.most_shifts = 1});
    ASSERT_TRUE(try_move({.person = bruno, .from = tent, .to = bar}));
    EXPECT_EQ(try_move({.person = bruno, .from = tent, .to = grill}).error().kind, Err::stale)
        << "the other host has an old page";
    EXPECT_EQ(count_placed(), 1U);
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
    const auto night = shift(festival, {.title = "Aufräumen in der Küche"}, 1,
                             activities::Within{.starts_after = std::chrono::hours(7),
                                                .lasts = std::chrono::hours(1)}); // 17 to 18
    needs_at_least(night, 1);
    const auto anna = person("Anna");
    plan({.most_shifts = 3});
    wish({.person = anna, .not_after = std::chrono::hours{1}});
    plan({.most_shifts = 3});
    EXPECT_EQ(names_for(bar), Names{"Anna"}) << "until one at night is late";
    wish({.person = anna, .not_after = std::chrono::hours{13}});
    plan({.most_shifts = 3});
    EXPECT_EQ(names_for(bar), Names{});
}

TEST_F(Plans, revive_nobody_of_a_search_that_had_ended)
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
    tidy_up(site.environment(), network.id);
    EXPECT_TRUE(
        read([&](db::Reader& reader) { return store::planned_activities(reader, network.id); }).size() == 1U)
        << "the festival was 27 days ago";
    site.clock.advance(std::chrono::days{10});
    tidy_up(site.environment(), network.id);
    EXPECT_TRUE(
        read([&](db::Reader& reader) { return store::planned_activities(reader, network.id); }).empty());
}

} // namespace
} // namespace dorfnetz::planning
