#include "features/asking/asking_for_tests.hpp"
#include "features/people/consents.hpp"

namespace dorfnetz::asking {

namespace {

using matching::Hard;

class SuggestedPeople : public WithPeopleToAsk
{
};

} // namespace

TEST_F(SuggestedPeople, are_those_who_like_to_do_it_before_those_who_said_nothing)
{
    person("Anna");
    auto silent = draft("Bert");
    silent.tasks = {};
    given.person(silent);
    auto other = draft("Cora");
    other.tasks = {"treasury"};
    given.person(other);
    EXPECT_EQ(suggested_names(grill), (std::vector<std::string>{"Anna", "Bert"}));
    EXPECT_EQ(left_out(grill, Hard::topic), 1) << "Cora likes to do other things";
}

TEST_F(SuggestedPeople, say_why_in_one_plain_sentence)
{
    auto anna = draft("Anna");
    anna.free_times = {{"sat", "morning"}};
    given.person(anna);
    EXPECT_EQ(suggested(grill).best.front().why,
              "hilft gern bei: Kochen und Backen, wohnt am Ort, hat da meistens Zeit (Samstag vormittags), "
              "dieses Jahr noch nicht gefragt");
}

TEST_F(SuggestedPeople, speak_the_language_and_can_do_what_the_need_names)
{
    auto anna = draft("Anna");
    anna.languages = {"de", "pl"};
    anna.skills = {"Akkordeon", "Erste Hilfe"};
    given.person(anna);
    person("Bert");
    const auto visiting = shift(
        festival, {.title = "Gäste begleiten", .description = "auf Polnisch", .skills = "Erste Hilfe"}, 2);
    const auto found = suggested(visiting).best;
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found.front().person.data.given_name, "Anna");
    EXPECT_NE(found.front().why.find("bringt mit: Erste Hilfe, spricht: Polnisch"), std::string::npos)
        << found.front().why;
    EXPECT_EQ(found.back().why.find("spricht"), std::string::npos);
}

TEST_F(SuggestedPeople, are_looked_for_by_what_the_title_of_the_task_says)
{
    using Tasks = std::vector<std::string>;
    const std::vector<std::pair<std::string, Tasks>> titles{
        {"Hecke schneiden", {"garden"}},
        {"Beete jäten und Rasen mähen", {"garden"}},
        {"Obstbäume pflanzen", {"garden"}},
        {"Kinderschminken", {"childcare"}},
        {"Grillstand", {"cooking"}},
        {"Bank am Dorfteich streichen", {"building"}},
        {"Zelt aufbauen", {"setup"}},
        {"Eintritt kassieren", {"treasury"}},
        {"Gäste begrüßen", {}},
    };
    for (const auto& [title, tasks] : titles) {
        const auto made = shift(festival, {.title = title}, 1);
        EXPECT_EQ(wanted_for(open(made)).tasks, tasks) << title;
    }
}

TEST_F(SuggestedPeople, are_shown_where_they_would_rather_do_other_things_when_somebody_wants_that)
{
    auto other = draft("Cora");
    other.tasks = {"treasury"};
    given.person(other);
    const auto base = "/redaktion/schichten/" + grill.text() + "/fragen";
    const auto none = site.get(base);
    EXPECT_FALSE(none.says("Cora"));
    EXPECT_TRUE(none.says("eine Person macht lieber anderes"));
    EXPECT_TRUE(none.says("href=\"" + base + "?egal=1\""));
    const auto anyway = site.get(base + "?egal=1");
    EXPECT_TRUE(anyway.says("Cora Muster"));
    EXPECT_FALSE(anyway.says("Aus dem Titel lässt es sich nicht ablesen."));
}

TEST_F(SuggestedPeople, are_free_at_that_time_by_the_clock_of_the_place)
{
    auto evening = draft("Anna");
    evening.free_times = {{"sat", "evening"}};
    given.person(evening);
    auto morning = draft("Bert");
    morning.free_times = {{"sat", "morning"}, {"sun", "evening"}};
    given.person(morning);
    EXPECT_EQ(suggested_names(grill), std::vector<std::string>{"Bert"});
    EXPECT_EQ(left_out(grill, Hard::time), 1);
}

TEST_F(SuggestedPeople, have_promised_nothing_else_then_ways_counted)
{
    const auto anna = person("Anna");
    const auto bert = person("Bert");
    // It ends when the grill begins, but five kilometres away.
    const auto elsewhere = activity("Frühschoppen", "2026-12-05T08:00", "2026-12-05T10:00", given.erlental);
    const auto here = activity("Aufwärmen", "2026-12-05T08:00", "2026-12-05T10:00", given.birkenau);
    const auto far_shift = shift(elsewhere, role("Ausschank"), 3);
    const auto near_shift = shift(here, role("Ansage"), 3);
    auto wanted = of(far_shift, "Anna Muster", "anna@example.org");
    wanted.person = anna;
    promise(wanted);
    wanted = of(near_shift, "Bert Muster", "bert@example.org");
    wanted.person = bert;
    promise(wanted);
    EXPECT_EQ(suggested_names(grill), std::vector<std::string>{"Bert"});
    EXPECT_EQ(left_out(grill, Hard::engagement), 1);
}

TEST_F(SuggestedPeople, are_old_enough_and_have_the_proof)
{
    auto child = draft("Anna");
    child.birth_year = 2012;
    const auto sawing =
        shift(festival, {.title = "Kochen mit Säge", .minimum_age = 18, .proof = "chainsaw"}, 2);
    auto adult = draft("Bert");
    adult.birth_year = 1990;
    adult.skills = {"Motorsägenschein"};
    given.person(adult);
    auto unproved = draft("Cora");
    unproved.birth_year = 1990;
    given.person(unproved);
    EXPECT_EQ(suggested_names(sawing), std::vector<std::string>{"Bert"});
    EXPECT_EQ(left_out(sawing, Hard::proof), 1);
    static_cast<void>(child);
}

TEST_F(SuggestedPeople, agreed_to_be_asked_by_this_village)
{
    person("Anna");
    given.person(draft("Bert"), people::Given::Agreed::no);
    auto elsewhere = draft("Cora");
    elsewhere.village = given.weidenhof;
    given.person(elsewhere);
    EXPECT_EQ(suggested_names(grill), std::vector<std::string>{"Anna"});
    EXPECT_EQ(suggested(grill).looked_at, 1) << "of the others the lead editor learns nothing";
}

TEST_F(SuggestedPeople, can_be_reached)
{
    auto draft = this->draft("Anna");
    draft.email = "";
    draft.phone = "";
    given.person(draft);
    EXPECT_TRUE(suggested_names(grill).empty());
    EXPECT_EQ(suggested(grill).not_reachable, 1);
}

TEST_F(SuggestedPeople, were_not_asked_just_before_unless_they_want_that)
{
    const auto anna = person("Anna");
    const auto bert = person("Bert");
    const auto other = shift(festival, {.title = "Kochen am Topf"}, 2, hours(4, 2));
    site.given([&](db::Tx& tx) -> Result<Done> {
        store::put_wish(tx, network.id, bert, {.days_between = 0}, site.clock.now());
        return Done{};
    });
    ask({anna, bert});
    EXPECT_EQ(suggested_names(other), std::vector<std::string>{"Bert"});
    EXPECT_EQ(left_out(other, Hard::alone), 1);
    EXPECT_NE(suggested(other).best.front().why.find("dieses Jahr erst einmal gefragt, heute schon gefragt"),
              std::string::npos)
        << suggested(other).best.front().why;
}

TEST_F(SuggestedPeople, are_left_alone_for_as_long_as_they_want)
{
    const auto anna = person("Anna");
    site.given([&](db::Tx& tx) -> Result<Done> {
        store::put_wish(tx, network.id, anna, {.not_before = std::chrono::year(2026) / 12 / 1},
                        site.clock.now());
        return Done{};
    });
    EXPECT_TRUE(suggested_names(grill).empty());
    site.clock.advance(std::chrono::days(9)); // the first of December
    EXPECT_EQ(suggested_names(grill), std::vector<std::string>{"Anna"});
}

TEST_F(SuggestedPeople, give_no_more_hours_than_they_wanted)
{
    auto busy = draft("Anna");
    busy.hours_per_month = 3;
    const auto anna = given.person(busy);
    EXPECT_EQ(suggested_names(grill).size(), 1U);
    const auto market = activity("Markt", "2026-12-12T10:00", "2026-12-12T12:00", given.birkenau);
    auto wanted = of(shift(market, role("Stand"), 3), "Anna Muster", "anna@example.org");
    wanted.person = anna;
    promise(wanted);
    EXPECT_TRUE(suggested_names(grill).empty());
    EXPECT_EQ(left_out(grill, Hard::full), 1);
}

TEST_F(SuggestedPeople, give_ten_hours_for_a_whole_day)
{
    const auto cleaning = activity("Putztag", "2026-12-12T00:00", "2026-12-13T00:00", given.birkenau);
    const auto whole_day = shift(cleaning, {.title = "Kochen"}, 3);
    for (const auto& [name, hours] : {std::pair("Anna", 10), std::pair("Bert", 9)}) {
        auto busy = draft(name);
        busy.hours_per_month = hours;
        given.person(busy);
    }
    EXPECT_EQ(suggested_names(whole_day), std::vector<std::string>{"Anna"});
}

TEST_F(SuggestedPeople, are_not_said_to_have_promised_much_where_the_shift_alone_is_too_long)
{
    auto short_of_time = draft("Anna");
    short_of_time.hours_per_month = 1;
    given.person(short_of_time);
    EXPECT_EQ(left_out(grill, Hard::full), 1) << "it lasts two hours, and nothing is promised yet";
    const auto page = site.get("/redaktion/schichten/" + grill.text() + "/fragen");
    EXPECT_TRUE(page.says("für eine Person wäre es mehr Zeit, als sie im Monat geben möchte"));
}

} // namespace dorfnetz::asking
