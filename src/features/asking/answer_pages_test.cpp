#include "features/asking/asking_for_tests.hpp"

namespace dorfnetz::asking {

namespace {

class AnswerPage : public WithPeopleToAsk
{
};

} // namespace

TEST_F(AnswerPage, shows_who_said_yes_their_promise_when_they_open_the_link_again)
{
    const auto anna = person("Anna");
    ask({anna});
    const auto said_yes = say(anna, "ja").location();
    const auto promise = said_yes.substr(0, said_yes.find('?'));
    ASSERT_TRUE(promise.starts_with("/zusage/"));
    site.sign_out();
    const auto again = site.get(link_of(anna));
    EXPECT_TRUE(again.says("<h1 class=\"plain\">Du bist dabei</h1>"));
    EXPECT_TRUE(again.says("href=\"" + promise + "\""));
    EXPECT_TRUE(again.says("10 bis 12 Uhr"));
    EXPECT_FALSE(again.says("fragt dich"));
    const auto id = read([&](db::Reader& reader) {
        return reader
            .list("SELECT id FROM signups WHERE network_id = :network", {{"network", network.id}},
                  [](db::Row& row) { return row.take<signups::SignupId>(); })
            .at(0);
    });
    ASSERT_TRUE(take_back(id));
    const auto later = site.get(link_of(anna));
    EXPECT_FALSE(later.says("Du bist dabei"));
    EXPECT_FALSE(later.says("href=\"" + promise + "\""));
    EXPECT_TRUE(later.says("Deine Zusage steht nicht mehr."));
}

TEST_F(AnswerPage, tells_those_who_said_yes_how_their_promise_stands)
{
    const auto anna = person("Anna");
    const auto bert = person("Bert");
    const auto cora = person("Cora");
    ask({anna, bert, cora});
    for (const auto& each : {anna, bert, cora})
        say(each, "ja");
    site.sign_out();
    EXPECT_TRUE(site.get(link_of(anna)).says("<h1 class=\"plain\">Du bist dabei</h1>"));
    EXPECT_TRUE(site.get(link_of(cora)).says("Du stehst auf der Warteliste."));
    EXPECT_FALSE(site.get(link_of(cora)).says("Du bist dabei"));
    site.given([&](db::Tx& tx) -> Result<Done> {
        tx.exec("UPDATE signups SET status = 'attended' WHERE network_id = :network AND person_id = :anna",
                {{"network", network.id}, {"anna", anna}});
        return Done{};
    });
    const auto checked_in = site.get(link_of(anna)); // before it begins
    EXPECT_TRUE(checked_in.says("Du bist dabei"));
    EXPECT_FALSE(checked_in.says("steht nicht mehr"));
    site.given([&](db::Tx& tx) -> Result<Done> {
        return activities::change_shift(tx, network, grill, {.least = 0, .most = 2, .is_off = true},
                                        author());
    });
    const auto off = site.get(link_of(bert));
    EXPECT_FALSE(off.says("Du bist dabei"));
    EXPECT_TRUE(off.says("Das ist vorbei oder fällt aus."));
}

TEST_F(AnswerPage, shows_who_said_no_what_they_said_and_how_to_think_better_of_it)
{
    const auto anna = person("Anna");
    ask({anna});
    say(anna, "nein");
    site.sign_out();
    const auto again = site.get(link_of(anna));
    EXPECT_TRUE(again.says("<h1 class=\"plain\">Deine Antwort</h1>"));
    EXPECT_TRUE(again.says("Ja, ich bin dabei"));
    EXPECT_FALSE(again.says(">Diesmal nicht<"));
    EXPECT_FALSE(again.says("fragt dich"));
}

TEST_F(AnswerPage, says_that_a_link_in_a_mail_is_not_yet_the_answer)
{
    const auto anna = person("Anna");
    ask({anna});
    site.sign_out();
    EXPECT_FALSE(site.get(link_of(anna)).says("Noch ein Druck"));
    const auto asked = site.get(link_of(anna) + "?antwort=nein");
    EXPECT_TRUE(asked.says("Noch ein Druck auf den Knopf, dann gilt deine Antwort."));
    EXPECT_LT(asked.body.find("Diesmal nicht"), asked.body.find("Ja, ich bin dabei"))
        << "the chosen one first";
}

TEST_F(AnswerPage, offers_the_waiting_list_when_all_places_are_taken)
{
    const auto anna = person("Anna");
    ask({anna});
    promise(of(grill, "Gast", "gast@example.org"));
    promise(of(grill, "Gast Zwei", "gast2@example.org"));
    site.sign_out();
    const auto full = site.get(link_of(anna));
    EXPECT_TRUE(full.says("Auf die Warteliste"));
    EXPECT_FALSE(full.says("Ja, ich bin dabei"));
}

} // namespace dorfnetz::asking
