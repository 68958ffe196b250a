#include "foundation/foreign/child.hpp"
#include "foundation/foreign/refusals.hpp"
#include "foundation/sheet/archives_for_tests.hpp"
#include "foundation/sheet/file_kind.hpp"
#include "foundation/sheet/sheet.hpp"
#include "foundation/sheet/zip_directory.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::sheet {

namespace {

using test::archive;
using test::Part;
using test::xlsx_parts;

Result<Workbook> read(const std::string& bytes)
{
    return read_foreign(DORFNETZ_READER, bytes, "liste.xlsx");
}

std::string inline_cell(const std::string& text)
{
    return "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>" + text + "</t></is></c></row>";
}

TEST(HostileFile, the_handmade_archive_of_these_tests_is_read)
{
    const auto workbook = read(archive(xlsx_parts(inline_cell("Muster"))));
    ASSERT_TRUE(workbook);
    EXPECT_EQ(workbook->tables.at(0).rows.at(0).at(0).text, "Muster");
}

TEST(HostileFile, a_zip_bomb_is_refused_by_its_directory)
{
    auto parts = xlsx_parts(inline_cell("Muster"));
    parts.push_back({"xl/media/bomb.bin", std::string(std::size_t{60} << 20, '\0')});
    const auto bomb = archive(parts);
    ASSERT_LT(bomb.size(), 100'000U);
    const auto workbook = read(bomb);
    ASSERT_FALSE(workbook);
    EXPECT_EQ(workbook.error().kind, Err::too_large);
}

TEST(HostileFile, a_bomb_whose_directory_lies_is_stopped_while_unpacking)
{
    auto parts = xlsx_parts(inline_cell("Muster") + std::string(std::size_t{150} << 20, ' '));
    parts.back().claimed_size = 500'000;
    const auto bomb = archive(parts);
    ASSERT_TRUE(read_zip_directory(bomb)) << "the lie is believed at first";
    EXPECT_FALSE(read(bomb));
}

TEST(HostileFile, more_entries_than_any_spreadsheet_has_are_refused)
{
    std::vector<Part> parts;
    for (std::size_t i = 0; i <= most_entries; ++i)
        parts.push_back({"part" + std::to_string(i), "x"});
    const auto directory = read_zip_directory(archive(parts));
    ASSERT_FALSE(directory);
    EXPECT_EQ(directory.error().kind, Err::too_large);
}

TEST(HostileFile, names_that_leave_the_folder_are_refused)
{
    for (const std::string name : {"../../etc/passwd", "/etc/passwd", "xl/../../x", "xl\\..\\x", "C:x"}) {
        const auto directory = read_zip_directory(archive({{"ok", "x"}, {name, "x"}}));
        EXPECT_FALSE(directory) << name;
    }
}

TEST(HostileFile, two_entries_of_one_name_or_two_names_of_one_entry_are_refused)
{
    EXPECT_FALSE(read_zip_directory(archive({{"a", "x"}, {"a", "y"}})));
    EXPECT_FALSE(read_zip_directory(archive({{.name = "a", .content = "x", .local_name = "b"}})));
}

TEST(HostileFile, every_truncation_of_an_archive_is_an_error_and_no_crash)
{
    const auto whole = archive(xlsx_parts(inline_cell("Muster")));
    ASSERT_TRUE(read_zip_directory(whole));
    for (std::size_t length = 4; length < whole.size(); ++length)
        EXPECT_FALSE(read_zip_directory(std::string_view{whole}.substr(0, length))) << length;
    EXPECT_FALSE(read(whole.substr(0, whole.size() / 2)));
}

TEST(HostileFile, a_cell_of_ten_megabytes_is_refused_naming_its_row)
{
    const auto workbook =
        read(archive(xlsx_parts("<row r=\"1\"/><row r=\"2\"><c r=\"B2\" t=\"s\"><v>0</v></c></row>",
                                "<si><t>" + std::string(10'000'000, 'x') + "y</t></si>")));
    // Ten million equal letters pack too well; the directory alone would refuse them.
    ASSERT_FALSE(workbook);
    EXPECT_EQ(workbook.error().kind, Err::too_large);

    std::string varied;
    for (std::int64_t i = 0; varied.size() < 10'000'000; ++i)
        varied += std::to_string(i * 7919);
    const auto second =
        read(archive(xlsx_parts("<row r=\"1\"/><row r=\"2\"><c r=\"B2\" t=\"s\"><v>0</v></c></row>",
                                "<si><t>" + varied + "</t></si>")));
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().text, foreign::too_long_cell(1, 1).text);
    EXPECT_EQ(second.error().values.at(0), "2");
}

TEST(HostileFile, deeply_nested_xml_is_refused)
{
    std::string deep;
    for (int i = 0; i < 100'000; ++i)
        deep += "<a>";
    EXPECT_FALSE(read(archive(xlsx_parts(deep))));
}

TEST(HostileFile, entities_that_multiply_are_refused)
{
    auto parts = xlsx_parts("");
    parts.back().content =
        "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><worksheet>&b;</worksheet>";
    EXPECT_FALSE(read(archive(parts)));
}

TEST(HostileFile, a_cell_far_outside_is_refused_naming_its_row)
{
    const auto workbook =
        read(archive(xlsx_parts("<row r=\"1048576\"><c r=\"A1048576\"><v>1</v></c></row>")));
    ASSERT_FALSE(workbook);
    EXPECT_EQ(workbook.error().values.at(0), "1048576");
    EXPECT_FALSE(read(archive(xlsx_parts("<row r=\"1\"><c r=\"XFD1\"><v>1</v></c></row>"))));
}

TEST(HostileFile, one_long_text_shown_a_million_times_does_not_fill_the_memory)
{
    std::string long_text;
    for (int i = 0; long_text.size() < 30'000; ++i)
        long_text += std::to_string(i * 7919);
    std::string cells;
    for (int row = 1; row <= 20'000; ++row)
        cells += "<row><c t=\"s\"><v>0</v></c></row>";
    const auto workbook = read(archive(xlsx_parts(cells, "<si><t>" + long_text + "</t></si>")));
    ASSERT_FALSE(workbook);
    EXPECT_EQ(workbook.error().kind, Err::too_large);
}

TEST(HostileFile, a_reader_that_exceeds_its_memory_gives_an_error_and_the_caller_lives)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "sanitizers need more addresses than any limit allows";
#endif
    std::string cells;
    for (int row = 1; row <= 100'000; ++row)
        cells += "<row><c><v>" + std::to_string(row * 7919 % 100'003) + "</v></c><c r=\"Z" +
                 std::to_string(row) + "\"><v>1</v></c></row>";
    const auto bytes = archive(xlsx_parts(cells));
    ASSERT_TRUE(read(bytes)) << "fits into the usual limits";
    const auto read_within = [](std::string_view file, std::size_t megabytes) {
        return foreign::run_child(DORFNETZ_READER, "sheet-xlsx", file, {.memory_bytes = megabytes << 20});
    };
    // The libraries of each release of Debian take a different part of it.
    const auto small = archive(xlsx_parts("<row><c><v>1</v></c></row>"));
    std::size_t least = 60;
    while (least < 400 && !read_within(small, least))
        least += 10;
    ASSERT_TRUE(read_within(small, least));
    const auto result = read_within(bytes, least + 10);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, Err::too_large);
}

TEST(HostileFile, ill_formed_utf8_and_control_characters_never_come_through)
{
    EXPECT_FALSE(read(archive(xlsx_parts(inline_cell("Mu\xFFster")))));
    const auto workbook = read(archive(xlsx_parts(inline_cell("Mu&#x85;ster"))));
    ASSERT_TRUE(workbook);
    EXPECT_EQ(workbook->tables.at(0).rows.at(0).at(0).text, "Muster");
}

TEST(FileKind, what_is_no_table_is_named)
{
    const auto refusal = [](std::string_view bytes) {
        const auto kind = detect_kind(bytes);
        return kind ? std::string{} : std::string{kind.error().text.text()};
    };
    const std::string ole = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(600, '\0');
    const std::string encrypted = ole + std::string{"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 32};
    EXPECT_EQ(refusal(ole),
              "Das ist eine alte Excel-Datei (.xls). Speichere sie als .xlsx oder .csv und versuch es "
              "noch einmal.");
    EXPECT_EQ(refusal(encrypted), foreign::password_needed().text.text());
    EXPECT_NE(refusal("%PDF-1.7\n...").find("PDF"), std::string::npos);
    EXPECT_NE(refusal("\xFF\xD8\xFF\xE0 JFIF").find("Bild"), std::string::npos);
    EXPECT_NE(refusal("<html><table><tr><td>Name</td></tr></table>").find("Internetseite"),
              std::string::npos);
    EXPECT_NE(refusal(archive({{"brief.txt", "Hallo"}})).find("Archiv"), std::string::npos);
    EXPECT_EQ(refusal(""), "Die Datei ist leer.");
    EXPECT_EQ(refusal("Name;Ort\n"), "");
}

TEST(FileKind, files_of_a_few_bytes_are_looked_at_without_harm)
{
    for (const std::string start : {"s\xFF\t", "RIFF", "RIFFxx", "PK\x03\x04", "\xD0\xCF", "\x09\x08", "%PD",
                                    "<", "BM", "\xFF\xFE", "sep="})
        for (std::size_t length = 0; length <= start.size(); ++length)
            (void)read_foreign(DORFNETZ_READER, std::string_view{start}.substr(0, length), "x");
    EXPECT_EQ(*detect_kind("s\xFF\t"), FileKind::csv);
    EXPECT_EQ(*detect_kind("BM Verein;Ort\n"), FileKind::csv) << "a club's name, not a bitmap";
}

TEST(FileKind, an_encrypted_archive_asks_for_the_file_without_password)
{
    auto bytes = archive(xlsx_parts(""));
    // The flags of the first directory entry.
    bytes[bytes.find("PK\x01\x02") + 8] = '\x01';
    const auto kind = detect_kind(bytes);
    ASSERT_FALSE(kind);
    EXPECT_EQ(kind.error().text, foreign::password_needed().text);
}

} // namespace

} // namespace dorfnetz::sheet
