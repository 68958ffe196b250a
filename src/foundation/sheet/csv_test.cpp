#include "foundation/sheet/sheet.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::sheet {

namespace {

using Texts = std::vector<std::vector<std::string>>;

Texts texts_of(std::string_view bytes)
{
    const auto table = read_csv(bytes);
    EXPECT_TRUE(table) << bytes;
    Texts texts;
    if (table)
        for (const auto& row : table->rows) {
            auto& line = texts.emplace_back();
            for (const auto& cell : row)
                line.push_back(cell.text);
        }
    return texts;
}

TEST(Csv, the_delimiter_is_guessed)
{
    const Texts expected{{"Name", "Ort"}, {"Muster, Max", "Musterdorf"}};
    EXPECT_EQ(texts_of("Name;Ort\nMuster, Max;Musterdorf\n"), expected);
    EXPECT_EQ(texts_of("Name,Ort\n\"Muster, Max\",Musterdorf\n"), expected);
    EXPECT_EQ(texts_of("Name\tOrt\r\nMuster, Max\tMusterdorf"), expected);
}

TEST(Csv, excel_s_own_first_line_names_the_delimiter_and_is_no_row)
{
    EXPECT_EQ(texts_of("sep=,\r\na;b,c\r\n"), (Texts{{"a;b", "c"}}));
}

TEST(Csv, quotes_hold_delimiters_quotes_and_line_breaks)
{
    EXPECT_EQ(texts_of("\"a;b\";\"sagt \"\"ja\"\"\";\"zwei\r\nZeilen\"\nd;e;f"),
              (Texts{{"a;b", "sagt \"ja\"", "zwei\nZeilen"}, {"d", "e", "f"}}));
}

TEST(Csv, a_quote_inside_a_cell_or_text_behind_one_is_taken_as_written)
{
    EXPECT_EQ(texts_of("Verein \"Muster\";b\n\"Muster\" e. V.;b\n"),
              (Texts{{"Verein \"Muster\"", "b"}, {"Muster e. V.", "b"}}));
}

TEST(Csv, encodings_are_recognised)
{
    const Texts expected{{"Grüße", "–"}};
    EXPECT_EQ(texts_of("\xEF\xBB\xBFGrüße;–\n"), expected);
    EXPECT_EQ(texts_of("Gr\xFC\xDF"
                       "e;\x96\n"),
              expected);
    EXPECT_EQ(texts_of(std::string_view{"\xFF\xFEG\0r\0\xFC\0\xDF\0e\0;\0\x13\x20\n\0", 18}), expected);
    EXPECT_EQ(texts_of(std::string_view{"\xFE\xFF\0G\0r\0\xFC\0\xDF\0e\0;\x20\x13\0\n", 18}), expected);
    EXPECT_EQ(texts_of(std::string_view{"N\0a\0m\0e\0;\0O\0\n\0", 14}), (Texts{{"Name", "O"}}));
}

TEST(Csv, rows_of_different_length_and_empty_rows_keep_their_place)
{
    EXPECT_EQ(texts_of("a;b;c\n\nd\n;;e;;\n\n\n"), (Texts{{"a", "b", "c"}, {}, {"d"}, {"", "", "e"}}));
}

TEST(Csv, a_delimiter_as_the_very_last_byte_ends_the_row)
{
    EXPECT_EQ(texts_of("a;b\nc;"), (Texts{{"a", "b"}, {"c"}}));
}

TEST(Csv, a_quote_never_closed_names_the_row_where_it_begins)
{
    const auto table = read_csv("a;b\n\"x\ny\";c\nd;\"e\n");
    ASSERT_FALSE(table);
    EXPECT_EQ(table.error().values, std::vector<std::string>{"4"});
}

TEST(Csv, limits_name_the_row)
{
    const auto long_cell = read_csv("a;b\nc;" + std::string(longest_cell + 1, 'x'));
    ASSERT_FALSE(long_cell);
    EXPECT_EQ(long_cell.error().kind, Err::too_large);
    EXPECT_EQ(long_cell.error().values.at(0), "2");
    EXPECT_TRUE(read_csv("a;b\nc;" + std::string(longest_cell, 'x')));

    const auto wide = read_csv("a;b\n" + std::string(most_columns, ';') + "x\n");
    ASSERT_FALSE(wide);
    EXPECT_EQ(wide.error().values.at(0), "2");

    std::string lines;
    for (std::size_t i = 0; i < most_rows; ++i)
        lines += "a\n";
    EXPECT_TRUE(read_csv(lines));
    const auto tall = read_csv(lines + "a\n");
    ASSERT_FALSE(tall);
    EXPECT_EQ(tall.error().values.at(0), std::to_string(most_rows + 1));
}

TEST(Csv, bytes_that_are_no_text_are_refused)
{
    EXPECT_FALSE(read_csv(std::string_view{"\x01\x02\0\0\0\xFFxyz", 9}));
    EXPECT_FALSE(read_csv(" \n \n"));
}

TEST(Header, a_title_row_and_a_remark_are_skipped)
{
    const auto table = *read_csv("Mitgliederliste 2026\nStand;01.03.2026\n\nName;Vorname;Ort;Telefon "
                                 "2\nMuster;Max;Musterdorf;1\nB;C;D;2\n");
    const auto header = guess_header(table);
    EXPECT_EQ(header.row, 3U);
    EXPECT_EQ(header.first_data_row, 4U);
    EXPECT_EQ(header.texts, (std::vector<std::string>{"Name", "Vorname", "Ort", "Telefon 2"}));
}

TEST(Header, a_list_without_titles_has_none)
{
    const auto table = *read_csv("Muster;034243 5550;01.02.1970\nBeispiel;034243 5551;03.04.1980\n");
    const auto header = guess_header(table);
    EXPECT_TRUE(header.texts.empty());
    EXPECT_EQ(header.first_data_row, 0U);
}

TEST(Header, an_empty_table_is_no_trouble)
{
    EXPECT_TRUE(guess_header(Table{}).texts.empty());
}

} // namespace

} // namespace dorfnetz::sheet
