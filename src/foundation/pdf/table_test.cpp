#include "foundation/pdf/paper_for_tests.hpp"

namespace dorfnetz::pdf {
namespace {

using namespace test;

TEST(Table, the_heading_row_is_repeated_on_every_page_and_no_row_is_lost)
{
    const PaperFile file(render_table(club_list(2000)).value(), "table");
    const std::string text = file.text("-layout");
    const std::string info = file.info();
    const std::size_t pages = std::stoul(info.substr(info.find("Pages:") + 6));
    ASSERT_GT(pages, 40u);
    EXPECT_EQ(count(text, "Ansprechperson"), pages);
    EXPECT_EQ(count(text, "Beispielverein Nummer"), 2000u);
    EXPECT_NE(text.find("Seite " + std::to_string(pages) + " von " + std::to_string(pages)),
              std::string::npos);
}

TEST(Table, long_words_are_broken_and_a_huge_cell_ends_in_an_ellipsis_on_one_page)
{
    TableDocument table = club_list(2);
    table.orientation = Orientation::landscape;
    table.rows[0][1] = "Donaudampfschifffahrtsgesellschaftskapitänspatent";
    table.rows[1][3] = std::string(50'000, 'x');
    const PaperFile file(render_table(table).value(), "cells");
    const std::string info = file.info();
    EXPECT_LE(std::stoul(info.substr(info.find("Pages:") + 6)), 2u) << info;
    EXPECT_NE(info.find("841.89 x 595.276"), std::string::npos) << info;
    EXPECT_NE(file.text().find("…"), std::string::npos);
}

TEST(Table, a_list_without_rows_says_so_and_one_without_columns_is_refused)
{
    const PaperFile file(render_table(club_list(0)).value(), "empty");
    EXPECT_NE(file.text().find("Keine Einträge"), std::string::npos);
    EXPECT_EQ(render_table({}).error().kind, Err::invalid);
    EXPECT_EQ(render_table(club_list(max_table_rows + 1)).error().kind, Err::too_large);
}

} // namespace
} // namespace dorfnetz::pdf
