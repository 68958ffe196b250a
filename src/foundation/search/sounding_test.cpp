#include "foundation/search/sounding.hpp"

#include "foundation/search/folding.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::search {

namespace {

std::string heard(std::string_view text)
{
    return sound_key(fold(text));
}

} // namespace

TEST(Sounding, words_written_as_they_are_heard_meet)
{
    for (const auto& [one, other] :
         std::vector<std::pair<std::string, std::string>>{{"Verein", "Ferain"},
                                                          {"Feuerwehr", "Pfeuerwer"},
                                                          {"Senioren", "Seniorn"},
                                                          {"Jugendclub", "Jugentklup"},
                                                          {"Fußball", "Fusbal"},
                                                          {"Chor", "Kohr"},
                                                          {"Rhythmus", "Ritmus"},
                                                          {"Philharmonie", "Filharmonie"},
                                                          {"Sachsen", "Saksen"},
                                                          {"Zirkus", "Circus"},
                                                          {"Stadt", "Statt"},
                                                          {"Häuser", "Heuser"},
                                                          {"Schützen", "Schüzen"},
                                                          {"Theater", "Teater"},
                                                          {"Mayer", "Meier"}})
        EXPECT_EQ(heard(one), heard(other)) << one << ' ' << other;
}

TEST(Sounding, words_that_are_heard_apart_stay_apart)
{
    for (const auto& [one, other] : std::vector<std::pair<std::string, std::string>>{{"Mussa", "Messe"},
                                                                                     {"Wald", "Feld"},
                                                                                     {"Chor", "Char"},
                                                                                     {"Kirche", "Kirsche"},
                                                                                     {"Mann", "Nann"},
                                                                                     {"Fest", "Faust"},
                                                                                     {"Wein", "Fein"},
                                                                                     {"Reiter", "Retter"}})
        EXPECT_NE(heard(one), heard(other)) << one << ' ' << other;
}

TEST(Sounding, the_key_of_a_beginning_is_the_beginning_of_the_key)
{
    EXPECT_TRUE(heard("Reitvereinigung").starts_with(heard("Reitferein")));
    EXPECT_TRUE(heard("Seniorentreff").starts_with(heard("Seniorn")));
    EXPECT_TRUE(heard("Angelverein").starts_with(heard("Angl")));
}

TEST(Sounding, what_somebody_is_called_leads_to_what_somebody_does)
{
    for (const auto* person : {"angler", "anglerin", "anglerinnen", "anglern", "angeln"})
        EXPECT_TRUE(sound_key("angelverein").starts_with(sound_key(root(person)))) << person;
    EXPECT_EQ(root("turnerinnen"), "turn");
    EXPECT_EQ(root("dorffest"), "");
}

TEST(Sounding, other_letters_have_no_sound)
{
    EXPECT_EQ(sound_key("привет"), "");
    EXPECT_EQ(sound_key("2027"), "");
    EXPECT_EQ(sound_key(""), "");
}

} // namespace dorfnetz::search
