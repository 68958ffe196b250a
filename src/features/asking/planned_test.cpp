#include "features/asking/asking_for_tests.hpp"
#include "features/asking/planned.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::asking {
namespace {

class PlansForAllTasks : public WithPeopleToAsk
{
protected:
    PlansForAllTasks()
    {
        tent = shift(festival, {.title = "Zelt aufbauen"}, 1, hours(0, 2));
        needs_at_least(grill, 2);
        needs_at_least(tent, 1);
    }

    void needs_at_least(const ShiftId& shift, std::int64_t least)
    {
        const auto most = open(shift).shift.most;
        site.given([&](db::Tx& tx) -> Result<Done> {
            return activities::change_shift(tx, network, shift, {.least = least, .most = most}, author());
        });
    }

    Planned planned()
    {
        return read([&](db::Reader& reader) { return planned_for(reader, as_lead(), open(grill)); });
    }

    std::vector<std::string> names_for(const ShiftId& shift)
    {
        std::vector<std::string> names;
        for (const auto& one : planned().shifts)
            if (one.open.shift.id == shift)
                for (const auto& suggestion : one.people)
                    names.push_back(suggestion.person.data.given_name);
        std::ranges::sort(names);
        return names;
    }

    ShiftId tent;
};

TEST_F(PlansForAllTasks, put_nobody_into_two_of_them_and_everybody_where_it_suits)
{
    auto builder = draft("Bruno");
    builder.tasks = {"setup"};
    given.person(builder);
    person("Anna");
    person("Clara");
    EXPECT_EQ(names_for(grill), (std::vector<std::string>{"Anna", "Clara"}));
    EXPECT_EQ(names_for(tent), std::vector<std::string>{"Bruno"});
    EXPECT_TRUE(planned().is_best);
}

TEST_F(PlansForAllTasks, fill_as_many_places_as_can_be_filled_and_say_how_many_are_missing)
{
    person("Anna");
    std::int64_t missing = 0;
    std::size_t placed = 0;
    for (const auto& one : planned().shifts) {
        missing += one.missing;
        placed += one.people.size();
    }
    EXPECT_EQ(placed, 1U);
    EXPECT_EQ(missing, 2);
}

TEST_F(PlansForAllTasks, leave_places_for_those_who_have_not_answered_yet)
{
    const auto anna = person("Anna");
    const auto clara = person("Clara");
    ask({anna, clara});
    person("Dora");
    EXPECT_TRUE(names_for(grill).empty());
}

TEST_F(PlansForAllTasks, name_nobody_who_does_not_want_to_be_asked)
{
    auto quiet = draft("Quirin");
    quiet.tasks = {"cooking", "setup"};
    const auto id = given.person(quiet);
    EXPECT_EQ(names_for(grill).size() + names_for(tent).size(), 1U);
    site.given([&](db::Tx& tx) -> Result<Done> {
        store::put_wish(tx, network.id, id,
                        {.not_before = Date(std::chrono::floor<std::chrono::days>(site.clock.now()) +
                                            std::chrono::days{30})},
                        site.clock.now());
        return Done{};
    });
    EXPECT_EQ(names_for(grill).size() + names_for(tent).size(), 0U);
}

TEST_F(PlansForAllTasks, lead_to_the_page_on_which_they_are_asked_with_those_ticked)
{
    const auto anna = person("Anna");
    const auto clara = person("Clara");
    const auto page = site.get("/redaktion/schichten/" + grill.text() + "/fragen/plan");
    EXPECT_EQ(page.status, 200);
    EXPECT_NE(page.body.find("Anna"), std::string::npos);
    EXPECT_NE(page.body.find("&amp;person=" + anna.text()), std::string::npos);
    const auto choosing =
        site.get("/redaktion/schichten/" + grill.text() + "/fragen?mehr=1&person=" + anna.text());
    EXPECT_NE(choosing.body.find("value=\"" + anna.text() + "\" checked"), std::string::npos);
    EXPECT_EQ(choosing.body.find("value=\"" + clara.text() + "\" checked"), std::string::npos);
    EXPECT_NE(choosing.body.find("value=\"" + clara.text() + "\""), std::string::npos);
    EXPECT_NE(choosing.body.find("/fragen/plan"), std::string::npos);
    // Nobody was asked by looking.
    EXPECT_TRUE(mailed().empty());
}

TEST_F(PlansForAllTasks, are_for_hosts_only)
{
    site.sign_out();
    EXPECT_NE(site.get("/redaktion/schichten/" + grill.text() + "/fragen/plan").status, 200);
}

} // namespace
} // namespace dorfnetz::asking
