#include "foundation/pdf/paper_for_tests.hpp"

namespace dorfnetz::pdf {
namespace {

using namespace test;

Sign pond_sign()
{
    return {.properties = properties("Teich entschlammen"),
            .lines = {"Samstag, 5. Dezember", "9 bis 13 Uhr", "am Dorfteich, Aue"},
            .url = "https://example.org/termine/2026/12/teich-entschlammen",
            .url_text = "Halte die Kamera deines Telefons auf das Muster.",
            .spoken_url = "example.org/termine/2026/12/teich-entschlammen",
            .footer = "Heimatverein Aue"};
}

TEST(Sign, says_what_and_where_and_its_code_can_be_scanned)
{
    const PaperFile file(render_sign(pond_sign()).value(), "sign");
    const auto text = file.text();
    for (const auto* said :
         {"Teich", "entschlammen", "9 bis 13 Uhr", "am Dorfteich, Aue", "Heimatverein Aue"})
        EXPECT_NE(text.find(said), std::string::npos) << said << " in " << text;
    EXPECT_EQ(file.codes(), "QR-Code:https://example.org/termine/2026/12/teich-entschlammen\n");
    EXPECT_NE(file.info().find("A4"), std::string::npos) << file.info();
}

TEST(Sign, is_there_on_large_paper_too)
{
    auto sign = pond_sign();
    sign.paper = Paper::a3;
    const PaperFile file(render_sign(sign).value(), "sign-a3");
    EXPECT_NE(file.info().find("A3"), std::string::npos) << file.info();
    EXPECT_EQ(file.codes(), "QR-Code:https://example.org/termine/2026/12/teich-entschlammen\n");
}

TEST(Sign, with_much_to_say_stays_one_page)
{
    auto sign = pond_sign();
    sign.properties.title = "Großes Treffen aller Feuerwehren und Musikkapellen des ganzen Landkreises "
                            "Anhalt-Bitterfeld mit Donaudampfschifffahrtsgesellschaft";
    sign.lines = {12, "Samstag, 5. Dezember, den ganzen Tag lang und noch etwas länger, wenn es schön ist"};
    const PaperFile file(render_sign(sign).value(), "sign-long");
    EXPECT_NE(file.info().find("Pages:           1"), std::string::npos) << file.info();
    EXPECT_FALSE(file.codes().empty());
}

TEST(Table, has_boxes_to_tick_room_to_write_and_headings_that_do_not_stand_alone)
{
    TableDocument roster{.properties = properties("Wer hilft?"),
                         .columns = {{.title = "Da", .width = 0.4, .has_boxes = true},
                                     {.title = "Name", .width = 3},
                                     {.title = "Stunden", .width = 1}},
                         .row_height = 9 * 72.0 / 25.4};
    for (std::size_t shift = 0; shift < 12; ++shift) {
        roster.headings.push_back(roster.rows.size());
        roster.rows.push_back({"Schicht " + std::to_string(shift)});
        for (int person = 0; person < 4; ++person)
            roster.rows.push_back({"nie zu sehen", "Erika Muster"});
    }
    const PaperFile file(render_table(roster).value(), "roster");
    const auto text = file.text("-layout");
    EXPECT_EQ(count(text, "Schicht "), 12U);
    EXPECT_EQ(count(text, "Erika Muster"), 48U);
    EXPECT_EQ(text.find("nie zu sehen"), std::string::npos);
    // What stands before a page's foot is a person, never the heading of a shift.
    std::size_t feet = 0;
    for (auto at = text.find("Seite "); at != std::string::npos; at = text.find("Seite ", at + 1), ++feet) {
        const auto before = trim(text.substr(0, at));
        EXPECT_TRUE(before.ends_with("Erika Muster")) << before.substr(before.size() - 60);
    }
    EXPECT_GT(feet, 1U);
}

} // namespace
} // namespace dorfnetz::pdf
