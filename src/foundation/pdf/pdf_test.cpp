#include "foundation/pdf/paper_for_tests.hpp"

#include <thread>

// Fontconfig hides its pointers as offsets, so that LeakSanitizer takes the four faces (12 KB, once) for
// lost.
extern "C" const char* __lsan_default_suppressions();

extern "C" const char* __lsan_default_suppressions()
{
    return "leak:libfontconfig";
}

namespace dorfnetz::pdf {
namespace {

using namespace test;

std::string hostile_text()
{
    std::string text = "Gut\xff\xfe\xc3 \x01\x1b[31m";
    text += std::string(1, '\0') + "\xed\xa0\x80 \xe2\x80\xae"
                                   "txt.exe %s {1} <b>&amp; \\ ' (Link) ";
    for (int i = 0; i < 40; ++i)
        text += "Donaudampfschifffahrtsgesellschaftskapitän";
    return text + " \xf0\x9f\x90\xb8 \xd8\xb4\xd9\x83\xd8\xb1\xd8\xa7 \xd7\xa9 \xe4\xb8\xad";
}

TEST(Pdf, the_file_says_what_it_is_in_which_language_and_is_tagged)
{
    const std::string bytes = render_form(join_form()).value();
    const PaperFile file(bytes, "properties");
    const std::string info = file.info();
    for (const char* line :
         {"Title:           Ich mach mit", "Author:          Netzwerk Beispieldörfer",
          "Subject:         Prüfung", "Tagged:          yes", "2026", "595.276 x 841.89 pts (A4)"})
        EXPECT_NE(info.find(line), std::string::npos) << line << "\n" << info;
    EXPECT_NE(bytes.find("/Lang (de)"), std::string::npos);
    const std::string structure = file.structure();
    EXPECT_TRUE(structure.starts_with("Document")) << structure;
    for (const char* element : {"H1", "H2", "Table", "TH", "TD", "Link"})
        EXPECT_NE(structure.find(element), std::string::npos) << element << "\n" << structure;
}

TEST(Pdf, letters_come_from_the_embedded_typeface)
{
    const std::string fonts = PaperFile(render_table(club_list(3)).value(), "fonts").fonts();
    EXPECT_NE(fonts.find("Atkinson"), std::string::npos) << fonts;
    EXPECT_EQ(fonts.find("DejaVu"), std::string::npos) << fonts;
    EXPECT_EQ(fonts.find("Type 3"), std::string::npos) << fonts;
}

TEST(Pdf, the_same_input_gives_the_same_bytes)
{
    EXPECT_EQ(render_form(join_form()).value(), render_form(join_form()).value());
    EXPECT_EQ(render_table(club_list(100)).value(), render_table(club_list(100)).value());
    FormDocument later = join_form();
    later.properties.created += std::chrono::hours(1);
    EXPECT_NE(render_form(join_form()).value(), render_form(later).value());
}

TEST(Pdf, hostile_text_is_printed_as_far_as_it_is_text)
{
    const std::string hostile = hostile_text();
    FormDocument form{
        .properties = properties(hostile),
        .subtitle = hostile,
        .form_number = hostile,
        .url = hostile,
        .sections = {{.heading = hostile,
                      .fields = {TextLine{.label = hostile, .value = hostile},
                                 Boxes{.label = hostile, .pattern = hostile, .value = hostile},
                                 CheckBoxes{.label = hostile, .choices = choices({hostile}), .columns = 99},
                                 CheckGrid{.label = hostile, .columns = {hostile}, .rows = {hostile}},
                                 Paragraph{hostile}, Signature{hostile, hostile, hostile}}}}};
    form.properties.language = hostile;
    const PaperFile paper(render_form(form).value(), "hostile");
    const std::string text = paper.text();
    EXPECT_NE(text.find("Gut"), std::string::npos);
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
    TableDocument table{.properties = form.properties,
                        .columns = {{.title = hostile}},
                        .rows = {{hostile}, {}, {"", hostile}}};
    table.columns[0].width = -1;
    EXPECT_NE(PaperFile(render_table(table).value(), "hostile-table").text().find("Gut"), std::string::npos);
}

TEST(Pdf, ten_megabytes_of_text_make_a_small_file)
{
    FormDocument form = join_form();
    form.subtitle = std::string(10'000'000, 'a');
    form.sections[0].fields.push_back(Paragraph{std::string(10'000'000, '\n')});
    form.sections[0].fields.push_back(
        TextLine{.label = "x", .value = std::string(10'000'000, 'b'), .lines = 1000});
    EXPECT_LT(render_form(form).value().size(), 2'000'000u);
}

TEST(Pdf, four_threads_draw_what_one_draws)
{
    const std::string form = render_form(join_form()).value();
    const std::string table = render_table(club_list(60)).value();
    std::array<int, 4> same{};
    std::vector<std::thread> threads;
    for (int& mine : same)
        threads.emplace_back([&mine, &form, &table] {
            for (int round = 0; round < 6; ++round)
                mine += (render_form(join_form()).value() == form) +
                        (render_table(club_list(60)).value() == table);
        });
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(same, (std::array{12, 12, 12, 12}));
}

} // namespace
} // namespace dorfnetz::pdf
