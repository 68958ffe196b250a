#include "foundation/sheet/write.hpp"

#include "foundation/sheet/sheet.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::sheet {

namespace {

const Date day{std::chrono::year{2026}, std::chrono::March, std::chrono::day{1}};

Sheet example()
{
    return {.title = "Vereine: Musterdorf/Nord",
            .columns = {{.title = "Name"},
                        {.title = "Telefon"},
                        {.title = "gegründet"},
                        {.title = "Mitglieder"},
                        {.title = "aktiv"}},
            .rows = {{std::string{"Muster & Söhne <GmbH>"}, std::string{"+49 34243 5550"}, day, 12.5, true},
                     {std::string{"zwei\nZeilen  und \"Zeichen\""}, std::string{"034243"}, std::monostate{},
                      491711234567.0, false}}};
}

std::string csv_cell(const std::string& text)
{
    const auto csv = write_csv({.columns = {{.title = "x"}}, .rows = {{text}}});
    const auto start = csv.find("\r\n") + 2;
    return csv.substr(start, csv.size() - start - 2);
}

std::string at(const Table& table, std::size_t row, std::size_t column)
{
    return row < table.rows.size() && column < table.rows[row].size() ? table.rows[row][column].text : "";
}

TEST(WriteCsv, is_what_a_german_excel_opens)
{
    EXPECT_EQ(write_csv(example()), "\xEF\xBB\xBFName;Telefon;gegründet;Mitglieder;aktiv\r\n"
                                    "Muster & Söhne <GmbH>;+49 34243 5550;01.03.2026;12,5;ja\r\n"
                                    "\"zwei\nZeilen  und \"\"Zeichen\"\"\";034243;;491711234567;nein\r\n");
}

TEST(WriteCsv, formulas_are_defused)
{
    for (const std::string text : {"=1+1", "=HYPERLINK(1)", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0",
                                   "@SUM(A1)", "+A1", "-", "+49*2", "+1-A1", " =1+1", "＝1+1"})
        EXPECT_NE(csv_cell(text).find("'" + text), std::string::npos) << text;
    EXPECT_EQ(csv_cell("\t=1"), "\"'\t=1\"");
}

TEST(WriteCsv, numbers_and_telephone_numbers_stay_as_they_are)
{
    for (const std::string text :
         {"-5", "+3,5", "-0.5", "+49 34243 5550", "+49 (34243) 5550-12", "Muster-Beispiel", "a=b"})
        EXPECT_EQ(csv_cell(text), text);
}

TEST(WriteCsv, is_read_back_by_our_own_reader)
{
    const auto table = read_csv(write_csv(example()));
    ASSERT_TRUE(table);
    EXPECT_EQ(at(*table, 1, 0), "Muster & Söhne <GmbH>");
    EXPECT_EQ(at(*table, 2, 0), "zwei\nZeilen  und \"Zeichen\"");
    EXPECT_EQ(at(*table, 2, 3), "491711234567");
}

class WriteBook : public testing::TestWithParam<Result<std::string> (*)(const Sheet&)>
{
};

TEST_P(WriteBook, is_read_back_cell_by_cell)
{
    const auto bytes = GetParam()(example());
    ASSERT_TRUE(bytes);
    const auto workbook = read_foreign(DORFNETZ_READER, *bytes, "x");
    ASSERT_TRUE(workbook) << workbook.error().text.text();
    ASSERT_EQ(workbook->tables.size(), 1U);
    const auto& table = workbook->tables.front();
    EXPECT_EQ(table.name, "Vereine Musterdorf Nord");
    ASSERT_EQ(table.rows.size(), 3U);
    EXPECT_EQ(at(table, 0, 2), "gegründet");
    EXPECT_EQ(at(table, 1, 0), "Muster & Söhne <GmbH>");
    EXPECT_EQ(at(table, 1, 1), "+49 34243 5550");
    EXPECT_EQ(at(table, 1, 2), "2026-03-01");
    EXPECT_EQ(table.rows[1][2].kind, Cell::Kind::date);
    EXPECT_EQ(at(table, 1, 3), "12,5");
    EXPECT_EQ(at(table, 1, 4), "ja");
    EXPECT_EQ(at(table, 2, 0), "zwei\nZeilen  und \"Zeichen\"");
    EXPECT_EQ(at(table, 2, 1), "034243");
    EXPECT_EQ(at(table, 2, 3), "491711234567");
}

TEST_P(WriteBook, a_formula_in_a_text_stays_a_text)
{
    const auto bytes =
        GetParam()({.title = "x", .columns = {{.title = "y"}}, .rows = {{std::string{"=1+1"}}}});
    ASSERT_TRUE(bytes);
    const auto workbook = read_foreign(DORFNETZ_READER, *bytes, "x");
    ASSERT_TRUE(workbook);
    EXPECT_EQ(workbook->tables[0].rows[1][0], (Cell{.kind = Cell::Kind::text, .text = "=1+1"}));
}

TEST_P(WriteBook, control_characters_and_broken_text_do_not_break_the_file)
{
    const auto bytes = GetParam()({.title = "",
                                   .columns = {{.title = "y"}},
                                   .rows = {{std::string{"a\x01"
                                                         "b\xFF"}}}});
    ASSERT_TRUE(bytes);
    const auto workbook = read_foreign(DORFNETZ_READER, *bytes, "x");
    ASSERT_TRUE(workbook);
    EXPECT_EQ(workbook->tables[0].name, "Liste");
    EXPECT_EQ(workbook->tables[0].rows[1][0].text, "ab\uFFFD");
}

TEST_P(WriteBook, twenty_thousand_rows_survive_the_way)
{
    Sheet sheet{.title = "groß", .columns = std::vector<Column>(12, Column{.title = "Spalte"})};
    for (int row = 0; row < 20'000; ++row) {
        auto& cells = sheet.rows.emplace_back();
        for (int column = 0; column < 12; ++column)
            cells.emplace_back("Zelle " + std::to_string(row) + "/" + std::to_string(column));
    }
    const auto bytes = GetParam()(sheet);
    ASSERT_TRUE(bytes);
    const auto workbook = read_foreign(DORFNETZ_READER, *bytes, "x");
    ASSERT_TRUE(workbook) << workbook.error().text.text();
    ASSERT_EQ(workbook->tables[0].rows.size(), 20'001U);
    EXPECT_EQ(at(workbook->tables[0], 20'000, 11), "Zelle 19999/11");
}

INSTANTIATE_TEST_SUITE_P(Formats, WriteBook, testing::Values(&write_xlsx, &write_ods));

} // namespace

} // namespace dorfnetz::sheet
