#include "foundation/sheet/sheet.hpp"

#include <fstream>
#include <gtest/gtest.h>
#include <iterator>

// Files written by other programs; which one wrote which stands in tests/data/sheets/README.md.
namespace dorfnetz::sheet {

namespace {

std::string file(const std::string& name)
{
    std::ifstream in{std::string{DORFNETZ_SOURCE_DIR} + "/tests/data/sheets/" + name, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

Table first_table(const std::string& name)
{
    const auto bytes = file(name);
    EXPECT_FALSE(bytes.empty()) << name;
    auto workbook = read_foreign(DORFNETZ_READER, bytes, name);
    EXPECT_TRUE(workbook) << name << ": " << (workbook ? "" : workbook.error().text.text());
    return workbook && !workbook->tables.empty() ? workbook->tables.front() : Table{};
}

std::string at(const Table& table, std::size_t row, std::size_t column)
{
    return row <= table.rows.size() && column <= table.rows[row - 1].size()
               ? table.rows[row - 1][column - 1].text
               : "";
}

class PeopleFile : public testing::TestWithParam<const char*>
{
};

TEST_P(PeopleFile, reads_into_the_right_cells)
{
    auto table = first_table(GetParam());
    EXPECT_EQ(table.name, "Mitglieder");
    const auto header = guess_header(table);
    EXPECT_EQ(header.row, 3U);
    EXPECT_EQ(header.texts, (std::vector<std::string>{"Name", "Vorname", "Dorf", "Telefon", "E-Mail",
                                                      "Geburtsdatum", "Eintritt", "Beitrag"}));
    EXPECT_EQ(at(table, 5, 4), "493424312345");
    EXPECT_EQ(at(table, 5, 6), "1961-05-04");
    EXPECT_EQ(table.rows[4][5].kind, Cell::Kind::date);
    EXPECT_EQ(at(table, 5, 8), "12,5");
    EXPECT_EQ(at(table, 6, 4), "034243 / 5550-12");
    EXPECT_EQ(at(table, 6, 7), "24. Dezember 2019");
    EXPECT_EQ(at(table, 7, 2), "Jürgen");
    EXPECT_EQ(at(table, 9, 2), "Änne");
    EXPECT_TRUE(is_empty(table.rows[7]));

    EXPECT_EQ(at(table, 7, 3), "");
    fill_merged(table);
    EXPECT_EQ(at(table, 6, 3), "Musterdorf");
    EXPECT_EQ(at(table, 7, 3), "Musterdorf");
    EXPECT_EQ(at(table, 9, 3), "Beispielow");
}

INSTANTIATE_TEST_SUITE_P(Writers, PeopleFile,
                         testing::Values("people_openpyxl.xlsx", "people_libreoffice.xlsx",
                                         "people_libreoffice.ods", "people_gnumeric.xlsx"));

class OrganisationsFile : public testing::TestWithParam<const char*>
{
};

TEST_P(OrganisationsFile, reads_into_the_right_cells)
{
    const auto table = first_table(GetParam());
    EXPECT_EQ(at(table, 5, 1), "Beispielverein Heimat e. V.");
    EXPECT_EQ(at(table, 5, 2), "4934241234567");
    EXPECT_EQ(at(table, 5, 4), "06774");
    EXPECT_EQ(at(table, 7, 4), "01234");
    EXPECT_EQ(at(table, 7, 1), "Muster & Söhne GmbH");
    EXPECT_EQ(at(table, 7, 5), "Musterdorf; Probehausen\nBeispielow");
    EXPECT_EQ(at(table, 8, 1), "Chor Beispielow");
    EXPECT_EQ(at(table, 9, 8), "61") << "the saved result of the formula";
}

INSTANTIATE_TEST_SUITE_P(Writers, OrganisationsFile,
                         testing::Values("organisations_xlsxwriter.xlsx", "organisations_gnumeric.ods",
                                         "organisations_libreoffice_windows1252_semicolon.csv",
                                         "organisations_libreoffice_utf8_comma.csv",
                                         "organisations_libreoffice_utf16_tab.csv"));

TEST(Fixture, titles_of_two_levels_are_joined)
{
    for (const auto* name : {"organisations_xlsxwriter.xlsx", "organisations_gnumeric.ods"}) {
        const auto header = guess_header(first_table(name));
        EXPECT_EQ(header.first_data_row, 4U) << name;
        EXPECT_EQ(header.texts,
                  (std::vector<std::string>{"Name", "Kontakt / Telefon", "Kontakt / E-Mail", "PLZ", "Dörfer",
                                            "gegründet", "aktiv", "Mitglieder"}))
            << name;
    }
}

TEST(Fixture, csv_of_the_same_list_finds_the_same_first_titles)
{
    const auto table = first_table("organisations_libreoffice_windows1252_semicolon.csv");
    EXPECT_EQ(table.name, "organisations_libreoffice_windows1252_semicolon");
    const auto header = guess_header(table);
    EXPECT_EQ(header.row, 2U);
    EXPECT_EQ(header.texts.at(4), "Dörfer");
    EXPECT_EQ(at(table, 5, 6), "01.06.92");
}

TEST(Fixture, booleans_are_words)
{
    const auto table = first_table("organisations_xlsxwriter.xlsx");
    EXPECT_EQ(at(table, 5, 7), "ja");
    EXPECT_EQ(at(table, 7, 7), "nein");
    EXPECT_EQ(at(table, 5, 6), "1992-06-01");
}

TEST(Fixture, perl_s_list_of_helpers_reads)
{
    auto table = first_table("people_perl.xlsx");
    EXPECT_EQ(guess_header(table).texts,
              (std::vector<std::string>{"Name", "Handy", "Ort", "Fest am", "Bemerkung"}));
    EXPECT_EQ(at(table, 4, 2), "491711234567");
    EXPECT_EQ(at(table, 4, 4), "2026-06-20");
    EXPECT_EQ(at(table, 5, 5), "Kuchen \"nur vegan\"");
    fill_merged(table);
    EXPECT_EQ(at(table, 6, 3), "Beispielow");
}

TEST(Fixture, exceljs_list_of_companies_reads)
{
    const auto table = first_table("companies_exceljs.xlsx");
    EXPECT_EQ(guess_header(table).row, 2U);
    EXPECT_EQ(at(table, 5, 2), "Herr Beispiel") << "rich text";
    EXPECT_EQ(at(table, 5, 5), "2024-12-24");
    EXPECT_EQ(at(table, 6, 3), "034243 111") << "a link's text";
    EXPECT_EQ(at(table, 6, 5), "2020-01-15") << "a formula's date";
}

TEST(Fixture, sheetjs_lists_of_clubs_read_alike)
{
    for (const auto* name : {"clubs_sheetjs.xlsx", "clubs_sheetjs.ods"}) {
        auto table = first_table(name);
        EXPECT_EQ(guess_header(table).row, 2U) << name;
        EXPECT_EQ(at(table, 4, 5), "2025-03-14 12:00") << name;
        EXPECT_EQ(at(table, 5, 3), "Beispiel, Udo") << name;
        EXPECT_EQ(at(table, 5, 5), "3.4.24") << name;
        fill_merged(table);
        EXPECT_EQ(at(table, 5, 2), "Musterdorf / Beispielow") << name;
    }
}

TEST(Fixture, old_excel_and_web_pages_are_refused_with_advice)
{
    const auto old_excel = read_foreign(DORFNETZ_READER, file("clubs_sheetjs.xls"), "clubs.xlsx");
    ASSERT_FALSE(old_excel);
    EXPECT_NE(old_excel.error().text.text().find(".xls)"), std::string_view::npos);
    const auto web_page = read_foreign(DORFNETZ_READER, file("clubs_sheetjs_html.xls"), "clubs.xls");
    ASSERT_FALSE(web_page);
    EXPECT_NE(web_page.error().text.text().find("Internetseite"), std::string_view::npos);
}

} // namespace

} // namespace dorfnetz::sheet
