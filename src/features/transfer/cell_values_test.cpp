#include "features/transfer/cell_values.hpp"

#include "features/transfer/columns.hpp"
#include "features/vocabularies/api.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::transfer {
namespace {

std::vector<villages::Village> places()
{
    std::vector<villages::Village> all;
    for (const auto* name : {"Musterdorf", "Probehausen", "Beispielow"}) {
        villages::Village village;
        village.id = villages::VillageId{name};
        village.name = name;
        village.slug = name;
        all.push_back(village);
    }
    return all;
}

TEST(CellValues, several_villages_in_one_cell_are_told_apart)
{
    for (const auto* text :
         {"Musterdorf, Probehausen", "Musterdorf und OT Probehausen", "Musterdorf/Probehausen",
          "Musterdorf; Probehausen", "Musterdorf\nProbehausen", "musterdorf & PROBEHAUSEN"})
        EXPECT_EQ(villages_in(places(), text).known.size(), 2U) << text;
    EXPECT_EQ(villages_in(places(), "Musterdorf, Nirgendwo").unknown, std::vector<std::string>{"Nirgendwo"});
}

TEST(CellValues, a_phone_number_that_was_kept_as_a_number_gets_its_zero_back)
{
    EXPECT_EQ(phone_in("3424312345")->number, "+493424312345");
    EXPECT_EQ(phone_in("493424312345")->number, "+493424312345");
    EXPECT_EQ(phone_in("034243/12345")->number, "+493424312345");
    EXPECT_FALSE(phone_in("klingeln"));
    EXPECT_FALSE(phone_in("12"));
    ASSERT_EQ(phones_in("034243 111 22 / 0176 04069001 (abends)").size(), 2U);
    EXPECT_EQ(phones_in("034243 111 22 / 0176 04069001 (abends)")[1].number, "+4917604069001");
}

TEST(CellValues, all_mail_addresses_of_a_cell_are_found)
{
    EXPECT_EQ(emails_in("mailto:Laden@krusten.example; info@krusten.example"),
              (std::vector<std::string>{"laden@krusten.example", "info@krusten.example"}));
    EXPECT_TRUE(emails_in("kommt noch").empty());
}

TEST(CellValues, years_and_numbers_are_found_in_what_people_write)
{
    EXPECT_EQ(year_in("um 1990"), 1990);
    EXPECT_EQ(year_in("01.06.92"), 1992);
    EXPECT_EQ(year_in("gegr. 1897"), 1897);
    EXPECT_EQ(year_in("24. Dezember 2019"), 2019);
    EXPECT_EQ(year_in("lange her"), std::nullopt);
    EXPECT_EQ(number_in("ca. 40"), 40);
    EXPECT_EQ(number_in("1.200 Mitglieder"), 1200);
    EXPECT_EQ(number_in("-3"), std::nullopt);
    EXPECT_EQ(number_in("99999999999999999999999"), std::nullopt);
}

TEST(CellValues, times_are_understood_by_day_and_part_of_the_day)
{
    EXPECT_EQ(times_in("Mo-Mi abends").times.size(), 3U);
    EXPECT_EQ(times_in("Sa + So abends").times.size(), 2U);
    EXPECT_EQ(times_in("abends").times.size(), 7U);
    EXPECT_EQ(times_in("Wochenende").times.size(), 6U);
    EXPECT_EQ(times_in("Mo abends, bei Vollmond").unknown, std::vector<std::string>{"bei Vollmond"});
}

TEST(CellValues, names_and_addresses_are_taken_apart)
{
    EXPECT_EQ(name_in("Muster, Eva").given, "Eva");
    EXPECT_EQ(name_in("Frau Eva von Muster").family, "von Muster");
    EXPECT_EQ(name_in("Muster").family, "Muster");
    const auto address = address_in("Am Probefeld 3, 06774 Musterdorf");
    EXPECT_EQ(address.street, "Am Probefeld 3");
    EXPECT_EQ(address.postal_code, "06774");
    EXPECT_EQ(address.town, "Musterdorf");
}

TEST(CellValues, the_kind_is_guessed_from_the_name)
{
    using organisations::Kind;
    EXPECT_EQ(kind_of_name("Förderverein der Grundschule e.V."), Kind::club);
    EXPECT_EQ(kind_of_name("FFw Probehausen"), Kind::fire_brigade);
    EXPECT_EQ(kind_of_name("Muster & Söhne GmbH"), Kind::company);
    EXPECT_EQ(kind_of_name("Ortschaftsrat Musterdorf"), Kind::council);
    EXPECT_EQ(kind_of_name("Skatfreunde"), Kind::club);
}

TEST(Columns, are_guessed_from_titles_in_two_languages_and_from_content)
{
    EXPECT_EQ(guess_columns(Target::organisations,
                            {"Vereinsname", "OT", "Tel.-Nr. dienstl.", "E-mail", "gegr."}, {}, {}),
              (Mapping{"name", "villages", "phone", "email", "founded"}));
    EXPECT_EQ(
        guess_columns(Target::people, {"first name", "surname", "village", "mobile", "Beitrag"}, {}, {}),
        (Mapping{"given_name", "family_name", "village", "mobile", ""}));
    EXPECT_EQ(guess_columns(Target::people, {"Name", "Vorname", "Ort"}, {{"Muster", "Eva", "Probehausen"}},
                            places()),
              (Mapping{"family_name", "given_name", "village"}));
    EXPECT_EQ(guess_columns(Target::organisations, {"", "", ""},
                            {{"a@example.org", "034243 12345", "Musterdorf"}}, places()),
              (Mapping{"email", "phone", "villages"}));
}

TEST(Columns, of_an_export_are_all_known_again)
{
    for (const auto target : {Target::organisations, Target::people}) {
        std::vector<std::string> titles;
        Mapping keys;
        for (const auto& column : vocabularies::entries(column_list(target))) {
            titles.push_back(column.de);
            keys.push_back(column.key);
        }
        EXPECT_EQ(guess_columns(target, titles, {}, {}).size(), keys.size());
        for (std::size_t i = 0; i < keys.size(); ++i)
            EXPECT_EQ(guess_columns(target, {titles[i]}, {}, {}).front(), keys[i]) << titles[i];
    }
}

} // namespace
} // namespace dorfnetz::transfer
