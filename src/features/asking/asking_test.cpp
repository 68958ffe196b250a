#include "features/asking/asking_for_tests.hpp"

#include <thread>

namespace dorfnetz::asking {

namespace {

class Asking : public WithPeopleToAsk
{
protected:
    void withdraw(const PersonId& person)
    {
        site.given([&](db::Tx& tx) -> Result<Done> {
            tx.exec(R"sql(
                UPDATE people SET locked_at = :now, locked_because = 'withdrawn'
                WHERE network_id = :network AND id = :person)sql",
                    {{"network", network.id}, {"person", person}, {"now", site.clock.now()}});
            return Done{};
        });
    }

    std::string last_mail(const std::string& purpose)
    {
        return read([&](db::Reader& reader) {
            return reader
                .list("SELECT content FROM outbox WHERE purpose = :purpose ORDER BY created_at DESC, id DESC",
                      {{"purpose", purpose}}, [](db::Row& row) { return row.take<std::string>(); })
                .at(0);
        });
    }

    void lose_the_role()
    {
        site.given([&](db::Tx& tx) -> Result<Done> {
            accounts::end_grant_at(tx, network.id, "grant-of-lena", site.clock.now());
            return Done{};
        });
    }
};

using Names = std::vector<std::string>;

} // namespace

TEST_F(Asking, goes_in_waves_until_the_time_is_over_that_one_waits_for_answers)
{
    std::vector<PersonId> people;
    for (const auto* name : {"Anna", "Bert", "Cora", "Dora", "Emil"})
        people.push_back(person(name));
    ask(people, 2);
    EXPECT_EQ(mailed("asking"), (Names{"anna@example.org", "bert@example.org"}));
    go_on_by_itself();
    EXPECT_EQ(mailed("asking"), Names{}) << "the first two still have time";
    site.clock.advance(std::chrono::hours(48));
    go_on_by_itself();
    go_on_by_itself();
    EXPECT_EQ(mailed("asking"), (Names{"cora@example.org", "dora@example.org"}));
}

TEST_F(Asking, does_not_wait_when_everybody_has_answered)
{
    const auto anna = person("Anna");
    const auto bert = person("Bert");
    ask({anna, bert}, 1);
    EXPECT_EQ(mailed("asking"), Names{"anna@example.org"});
    EXPECT_EQ(say(anna, "nein").status, 303);
    go_on_by_itself();
    EXPECT_EQ(mailed("asking"), Names{"bert@example.org"});
}

TEST_F(Asking, makes_a_promise_of_a_yes_and_thanks_the_others_when_it_is_full)
{
    const auto anna = person("Anna");
    const auto bert = person("Bert");
    const auto cora = person("Cora");
    const auto dora = person("Dora");
    ask({anna, bert, cora, dora}, 3);
    static_cast<void>(mailed());
    const auto answer = say(anna, "ja");
    EXPECT_TRUE(answer.location().starts_with("/zusage/")) << answer.location();
    EXPECT_EQ(taken(grill), 1);
    EXPECT_EQ(search().state, State::running);
    say(bert, "ja");
    EXPECT_EQ(taken(grill), 2);
    EXPECT_EQ(search().ended, Ended::full);
    EXPECT_EQ(answer_of(cora), Answer::thanked);
    EXPECT_EQ(answer_of(dora), Answer::chosen) << "was never asked, so there is nothing to thank for";
    EXPECT_EQ(mailed("asking_thanks"), Names{"cora@example.org"});
    site.clock.advance(std::chrono::days(4));
    go_on_by_itself();
    EXPECT_EQ(mailed("asking"), Names{});
}

TEST_F(Asking, writes_nothing_as_long_as_there_is_nothing_to_do)
{
    ask({person("Anna"), person("Bert")}, 1);
    const auto before = site.pool().generation(network.id.text());
    site.clock.advance(std::chrono::hours(1));
    go_on_by_itself();
    EXPECT_EQ(site.pool().generation(network.id.text()), before) << "pages that are kept would be made anew";
}

TEST_F(Asking, ends_when_others_fill_the_places)
{
    const auto anna = person("Anna");
    ask({anna}, 1);
    promise(of(grill, "Petra Probe", "petra@example.org", 2));
    go_on_by_itself();
    EXPECT_EQ(search().ended, Ended::full);
    EXPECT_EQ(mailed("asking_thanks"), Names{"anna@example.org"});
}

TEST_F(Asking, puts_a_yes_that_comes_too_late_on_the_waiting_list)
{
    const auto anna = person("Anna");
    ask({anna}, 1);
    promise(of(grill, "Petra Probe", "petra@example.org", 2));
    const auto answer = say(anna, "ja");
    EXPECT_TRUE(answer.location().starts_with("/zusage/"));
    EXPECT_EQ(taken(grill), 2);
    EXPECT_EQ(answer_of(anna), Answer::yes);
}

TEST_F(Asking, asks_once_more_who_said_later_and_only_once)
{
    const auto anna = person("Anna");
    ask({anna}, 1);
    static_cast<void>(mailed());
    say(anna, "spaeter");
    EXPECT_EQ(answer_of(anna), Answer::later);
    site.clock.advance(std::chrono::hours(48));
    go_on_by_itself();
    EXPECT_EQ(mailed("asking"), Names{});
    site.clock.advance(std::chrono::hours(24));
    go_on_by_itself();
    go_on_by_itself();
    EXPECT_EQ(mailed("asking"), Names{"anna@example.org"});
}

TEST_F(Asking, sends_nothing_to_who_took_the_consent_back_after_being_chosen)
{
    const auto anna = person("Anna");
    const auto bert = person("Bert");
    const auto cora = person("Cora");
    ask({anna, bert, cora}, 1);
    static_cast<void>(mailed());
    withdraw(bert);
    site.clock.advance(std::chrono::hours(48));
    go_on_by_itself();
    EXPECT_EQ(mailed("asking"), Names{"cora@example.org"}) << "the turn goes to the next one";
    EXPECT_EQ(answer_of(bert), Answer::left_out);
}

TEST_F(Asking, opens_no_link_of_who_took_the_consent_back)
{
    const auto anna = person("Anna");
    ask({anna});
    EXPECT_EQ(site.get(link_of(anna)).status, 200);
    withdraw(anna);
    EXPECT_EQ(site.get(link_of(anna)).status, 404);
    EXPECT_EQ(taken(grill), 0);
}

TEST_F(Asking, opens_no_link_of_who_was_chosen_but_not_asked_yet)
{
    const auto anna = person("Anna");
    const auto bert = person("Bert");
    ask({anna, bert}, 1);
    EXPECT_EQ(site.get(link_of(bert)).status, 404);
}

TEST_F(Asking, does_nothing_when_somebody_only_looks)
{
    const auto anna = person("Anna");
    ask({anna});
    EXPECT_EQ(site.get(link_of(anna) + "?antwort=ja").status, 200);
    EXPECT_EQ(answer_of(anna), Answer::asked);
    EXPECT_EQ(taken(grill), 0);
}

TEST_F(Asking, counts_a_yes_that_is_sent_twice_once)
{
    const auto anna = person("Anna");
    ask({anna});
    say(anna, "ja");
    say(anna, "ja");
    EXPECT_EQ(taken(grill), 1);
    EXPECT_EQ(answer_of(anna), Answer::yes);
}

TEST_F(Asking, takes_a_yes_after_a_no)
{
    const auto anna = person("Anna");
    ask({anna});
    say(anna, "nein");
    EXPECT_EQ(answer_of(anna), Answer::no);
    say(anna, "ja");
    EXPECT_EQ(answer_of(anna), Answer::yes);
    EXPECT_EQ(taken(grill), 1);
    EXPECT_EQ(say(anna, "nein").status, 409) << "that is what the page of the promise is for";
}

TEST_F(Asking, calls_nobody_to_be_called_whom_nobody_may_call)
{
    auto caller = draft("Anna");
    caller.reach = people::ContactWay::phone;
    caller.phone = "03493 12 34 56";
    const auto anna = given.person(caller);
    ask({anna});
    withdraw(anna);
    const auto standing = site.get("/redaktion/schichten/" + grill.text() + "/fragen/stand");
    EXPECT_EQ(standing.status, 200);
    EXPECT_FALSE(standing.says("anzurufen"));
    EXPECT_FALSE(standing.says("Jetzt seid ihr dran"));
    EXPECT_FALSE(standing.says("auf der Anrufliste"));
}

TEST_F(Asking, keeps_the_list_as_it_was_when_nobody_was_ticked)
{
    auto other = draft("Cora");
    other.tasks = {"treasury"};
    given.person(other);
    const auto list = "/redaktion/schichten/" + grill.text() + "/fragen?egal=1";
    EXPECT_TRUE(site.get(list).says("action=\"" + list + "\""));
    const auto refused = site.submit(list, list, {{"nachricht", "Es gibt Kuchen."}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(refused.says("Wähle aus, wen du fragen willst."));
    EXPECT_TRUE(refused.says("Cora Muster"));
    EXPECT_TRUE(refused.says("Es gibt Kuchen."));
}

TEST_F(Asking, counts_no_yes_that_was_taken_back)
{
    const auto anna = person("Anna");
    const auto bert = person("Bert");
    ask({anna, bert});
    say(anna, "ja");
    say(bert, "ja");
    const auto standing = [&] { return site.get("/redaktion/schichten/" + grill.text() + "/fragen/stand"); };
    EXPECT_TRUE(standing().says("2 Ja"));
    site.given([&](db::Tx& tx) -> Result<Done> {
        tx.exec(R"sql(UPDATE signups SET status = 'cancelled', holds = 0
                      WHERE network_id = :network AND person_id = :anna)sql",
                {{"network", network.id}, {"anna", anna}});
        return Done{};
    });
    EXPECT_TRUE(standing().says("ein Ja"));
    EXPECT_TRUE(standing().says("Zusage steht nicht mehr"));
}

TEST_F(Asking, lets_a_host_correct_a_no_that_was_entered_by_mistake)
{
    const auto anna = person("Anna");
    ask({anna});
    const auto base = "/redaktion/schichten/" + grill.text() + "/fragen";
    const auto enter = [&](const std::string& answer) {
        return site.submit(base + "/stand", base + "/antwort",
                           {{"person", anna.text()}, {"antwort", answer}});
    };
    ASSERT_EQ(enter("no").status, 303);
    EXPECT_TRUE(site.get(base + "/stand").says("Hat doch Ja gesagt"));
    ASSERT_EQ(enter("yes").status, 303);
    EXPECT_EQ(answer_of(anna), Answer::yes);
    EXPECT_EQ(taken(grill), 1);
}

TEST_F(Asking, looks_for_nobody_when_it_is_over)
{
    person("Anna");
    const auto page = "/redaktion/schichten/" + grill.text() + "/fragen";
    EXPECT_TRUE(site.get(page).says("Jetzt fragen"));
    site.clock.advance(std::chrono::days(60));
    const auto over = site.get(page);
    EXPECT_EQ(over.status, 200);
    EXPECT_TRUE(over.says("Dafür wird niemand mehr gesucht."));
    EXPECT_FALSE(over.says("Jetzt fragen"));
    EXPECT_FALSE(over.says("Anna"));
}

TEST_F(Asking, offers_only_as_many_at_once_as_are_asked)
{
    person("Anna");
    const auto page = site.get("/redaktion/schichten/" + grill.text() + "/fragen");
    EXPECT_TRUE(page.says("<option value=\"4\" selected>4</option>")) << "two places are free";
    EXPECT_FALSE(page.says("<option value=\"5\""));
    EXPECT_TRUE(page.says("Höchstens zwei für jeden freien Platz"));
}

TEST_F(Asking, calls_nobody_asked_whom_the_host_has_yet_to_call)
{
    auto caller = draft("Anna");
    caller.reach = people::ContactWay::phone;
    caller.phone = "03493 12 34 56";
    const auto anna = given.person(caller);
    ask({anna});
    const auto base = "/redaktion/schichten/" + grill.text() + "/fragen";
    const auto standing = site.get(base + "/stand");
    EXPECT_TRUE(standing.says("noch anzurufen"));
    EXPECT_TRUE(standing.says("auf der Anrufliste seit"));
    EXPECT_FALSE(standing.says("gefragt am"));
    ASSERT_EQ(
        site.submit(base + "/stand", base + "/antwort", {{"person", anna.text()}, {"antwort", "no"}}).status,
        303);
    const auto answered = site.get(base + "/stand");
    EXPECT_FALSE(answered.says("noch anzurufen"));
    EXPECT_TRUE(answered.says("geantwortet am"));
}

TEST_F(Asking, goes_on_with_the_list_of_calls_after_an_answer)
{
    std::vector<PersonId> people;
    for (const auto* name : {"Anna", "Bert"}) {
        auto caller = draft(name);
        caller.reach = people::ContactWay::phone;
        caller.phone = "03493 12 34 56";
        people.push_back(given.person(caller));
    }
    ask(people);
    const auto base = "/redaktion/schichten/" + grill.text() + "/fragen";
    const auto say_on_the_list = [&](const PersonId& person) {
        return site.submit(base + "/stand", base + "/antwort",
                           {{"person", person.text()}, {"antwort", "no"}, {"liste", "1"}});
    };
    const auto first = say_on_the_list(people[0]);
    EXPECT_EQ(first.status, 200);
    EXPECT_TRUE(first.says("Hier steht, wer noch anzurufen ist."));
    EXPECT_TRUE(first.says("name=\"liste\" value=\"1\"")) << "the next answer leads back here, too";
    EXPECT_TRUE(first.says("<h2>Bert Muster</h2>"));
    EXPECT_FALSE(first.says("<h2>Anna Muster</h2>"));
    const auto last = say_on_the_list(people[1]);
    EXPECT_EQ(last.status, 303) << "nobody is left";
    EXPECT_TRUE(last.location().starts_with(base + "/stand"));
    const auto seen = read([&](db::Reader& reader) {
        return reader
            .list("SELECT COUNT(*) FROM audit_log WHERE action = 'contact.viewed'", {},
                  [](db::Row& row) { return row.take<std::int64_t>(); })
            .at(0);
    });
    EXPECT_EQ(seen, 1) << "Bert's number, once a day";
}

TEST_F(Asking, asks_nobody_twice_for_the_same)
{
    const auto anna = person("Anna");
    ask({anna});
    EXPECT_EQ(try_ask({anna}).error().kind, Err::invalid);
    EXPECT_EQ(mailed("asking").size(), 1U);
}

TEST_F(Asking, asks_only_whom_the_asker_may_ask)
{
    auto elsewhere = draft("Anna");
    elsewhere.village = given.weidenhof;
    const auto anna = given.person(elsewhere);
    const auto locked = given.person(draft("Bert"), people::Given::Agreed::no);
    EXPECT_EQ(try_ask({anna, locked, PersonId{"00000000-0000-7000-8000-00000000abcd"}}).error().kind,
              Err::invalid);
    EXPECT_EQ(mailed("asking"), Names{});
}

TEST_F(Asking, stops_when_the_asker_may_not_ask_any_more)
{
    const auto anna = person("Anna");
    const auto bert = person("Bert");
    ask({anna, bert}, 1);
    static_cast<void>(mailed());
    lose_the_role();
    site.clock.advance(std::chrono::hours(48));
    go_on_by_itself();
    EXPECT_EQ(search().ended, Ended::asker_gone);
    EXPECT_EQ(mailed("asking"), Names{});
}

TEST_F(Asking, ends_when_it_is_called_off)
{
    const auto anna = person("Anna");
    const auto bert = person("Bert");
    ask({anna, bert}, 1);
    static_cast<void>(mailed());
    EXPECT_EQ(say(anna, "spaeter").status, 303);
    site.given([&](db::Tx& tx) -> Result<Done> {
        return activities::change_shift(tx, network, grill, {.least = 0, .most = 2, .is_off = true},
                                        author());
    });
    site.clock.advance(std::chrono::hours(48));
    go_on_by_itself();
    EXPECT_EQ(search().ended, Ended::over);
    EXPECT_EQ(mailed("asking"), Names{});
    EXPECT_EQ(say(anna, "ja").status, 409);
}

TEST_F(Asking, rests_while_it_is_paused_and_goes_on_when_told)
{
    const auto anna = person("Anna");
    const auto bert = person("Bert");
    ask({anna, bert}, 1);
    static_cast<void>(mailed());
    const auto base = "/redaktion/schichten/" + grill.text() + "/fragen";
    EXPECT_EQ(site.submit(base + "/stand", base + "/pause", {}).status, 303);
    site.clock.advance(std::chrono::hours(100));
    go_on_by_itself();
    EXPECT_EQ(mailed("asking"), Names{});
    EXPECT_EQ(site.submit(base + "/stand", base + "/weiter", {}).status, 303);
    EXPECT_EQ(mailed("asking"), Names{"bert@example.org"});
}

TEST_F(Asking, tells_those_who_have_not_answered_when_it_is_stopped_by_hand)
{
    const auto anna = person("Anna");
    ask({anna});
    static_cast<void>(mailed());
    const auto base = "/redaktion/schichten/" + grill.text() + "/fragen";
    EXPECT_TRUE(site.submit(base + "/stand", base + "/ende", {}).says("Aufhören zu fragen?"));
    EXPECT_EQ(mailed("asking_thanks"), Names{}) << "nothing happens before the question is answered";
    EXPECT_EQ(site.submit(base + "/stand", base + "/ende", {{"sicher", "1"}}).status, 303);
    EXPECT_EQ(mailed("asking_thanks"), Names{"anna@example.org"});
    const auto text = last_mail("asking_thanks");
    EXPECT_NE(text.find("Wir suchen dafür niemanden mehr"), std::string::npos) << text;
    EXPECT_EQ(text.find("genug"), std::string::npos) << "nobody at all has promised";
    site.sign_out();
    const auto answer = site.get(link_of(anna));
    EXPECT_TRUE(answer.says("Die Frage hat sich erledigt."));
    EXPECT_FALSE(answer.says("Diesmal nicht")) << "nobody asks any more";
    EXPECT_FALSE(answer.says("genug da"));
    EXPECT_TRUE(answer.says("Ja, ich bin dabei"));
    site.sign_in(lead);
    EXPECT_TRUE(site.get(base + "/stand").says("weiß Bescheid"));
}

TEST_F(Asking, shows_numbers_only_on_the_list_of_calls_and_writes_that_down)
{
    auto caller = draft("Anna");
    caller.reach = people::ContactWay::phone;
    caller.phone = "03493 12 34 56";
    const auto anna = given.person(caller);
    const auto bert = person("Bert");
    ask({anna, bert});
    EXPECT_EQ(mailed("asking"), Names{"bert@example.org"});
    const auto base = "/redaktion/schichten/" + grill.text() + "/fragen";
    const auto standing = site.get(base + "/stand").body;
    EXPECT_EQ(standing.find("12 34 56"), std::string::npos);
    EXPECT_EQ(standing.find("bert@example.org"), std::string::npos);
    const auto calls = site.submit(base + "/stand", base + "/anrufe", {}).body;
    EXPECT_NE(calls.find("tel:+493493123456"), std::string::npos) << calls;
    EXPECT_EQ(calls.find("Bert"), std::string::npos);
    const auto seen = read([&](db::Reader& reader) {
        return reader.list(R"sql(
            SELECT d.subject_id FROM audit_log l JOIN audit_details d ON d.network_id = l.network_id AND d.id = l.id
            WHERE l.action = 'contact.viewed')sql",
                           {}, [](db::Row& row) { return row.take<std::string>(); });
    });
    EXPECT_EQ(seen, std::vector<std::string>{anna.text()});
    EXPECT_EQ(
        site.submit(base + "/stand", base + "/antwort", {{"person", anna.text()}, {"antwort", "yes"}}).status,
        303);
    EXPECT_EQ(taken(grill), 1);
}

TEST_F(Asking, remembers_how_often_somebody_wants_to_be_asked)
{
    const auto anna = person("Anna");
    ask({anna});
    site.sign_out();
    EXPECT_EQ(
        site.submit(link_of(anna), link_of(anna) + "/wie-oft", {{"abstand", "90"}, {"nicht_vor", "1.3.2027"}})
            .status,
        303);
    const auto wish = read([&](db::Reader& reader) { return store::wish_of(reader, network.id, anna); });
    EXPECT_EQ(wish, (Wish{.days_between = 90, .not_before = std::chrono::year(2027) / 3 / 1}));
}

TEST_F(Asking, loses_no_yes_when_many_answer_at_the_same_moment)
{
    std::vector<PersonId> people;
    for (int number = 0; number < 8; ++number)
        people.push_back(person("Helfer" + std::to_string(number)));
    ask(people, 4); // each of two places is worth two questions
    std::vector<PersonId> were_asked;
    for (const auto& each : people)
        if (answer_of(each) == Answer::asked)
            were_asked.push_back(each);
    ASSERT_EQ(were_asked.size(), 4U);
    std::vector<std::thread> threads;
    for (const auto& each : were_asked)
        threads.emplace_back([this, each] {
            const auto context = web::context_of_a_job(site.environment(), site.site(), network);
            EXPECT_TRUE(answer_yes(context, {.shift = grill, .person = each}, true));
        });
    for (auto& thread : threads)
        thread.join();
    EXPECT_EQ(taken(grill), 2);
    for (const auto& each : were_asked)
        EXPECT_EQ(answer_of(each), Answer::yes);
    EXPECT_EQ(search().ended, Ended::full);
}

TEST_F(Asking, is_for_hosts_only)
{
    const auto base = "/redaktion/schichten/" + grill.text() + "/fragen";
    EXPECT_EQ(site.get(base).status, 200);
    site.sign_in({.user = web::UserId{"00000000-0000-7000-8000-000000000009"},
                  .name = "Fremd",
                  .session = "session",
                  .grants = {{web::Role::lead_editor, given.weidenhof.text()}}});
    EXPECT_EQ(site.get(base).status, 404);
}

} // namespace dorfnetz::asking
