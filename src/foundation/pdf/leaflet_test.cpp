#include "foundation/pdf/paper_for_tests.hpp"

namespace dorfnetz::pdf {
namespace {

using namespace test;

LeafletDocument leaflet_with(std::size_t dates)
{
    LeafletDocument leaflet{.properties = properties("Übermuth im Dezember"),
                            .url = "https://example.org/rundbrief/2026/12",
                            .url_text = "Alles auch im Internet.",
                            .paragraphs = {"Wir wünschen einen schönen Advent."},
                            .more_text = "und {1} mehr im Internet"};
    LeafletSection section{.heading = "Was los ist", .items = {}};
    for (std::size_t i = 1; i <= dates; ++i)
        section.items.push_back({.when = "Sa., 5. Dezember, 14 Uhr",
                                 .title = "Termin " + std::to_string(i),
                                 .text = "am Dorfteich, Heimatverein"});
    leaflet.sections.push_back(std::move(section));
    leaflet.sections.push_back({.heading = "Neu dabei", .items = {{.title = "Chor", .text = "singt"}}});
    return leaflet;
}

TEST(Leaflets, say_when_and_what_with_a_code_that_leads_to_more)
{
    const PaperFile file(render_leaflet(leaflet_with(3)).value(), "leaflet");
    EXPECT_NE(file.info().find("Pages:           1"), std::string::npos) << file.info();
    const auto text = file.text("-layout");
    for (const auto* said :
         {"Übermuth im Dezember", "schönen Advent", "Sa., 5. Dezember", "Termin 3", "Chor"})
        EXPECT_NE(text.find(said), std::string::npos) << said << '\n' << text;
    EXPECT_EQ(trim(file.codes()), "QR-Code:https://example.org/rundbrief/2026/12");
}

TEST(Leaflets, never_have_more_pages_than_a_sheet_and_count_what_has_no_room)
{
    const PaperFile file(render_leaflet(leaflet_with(200)).value(), "long-leaflet");
    EXPECT_NE(file.info().find("Pages:           2"), std::string::npos) << file.info();
    const auto text = file.text("-layout");
    EXPECT_NE(text.find("Termin 1\n"), std::string::npos);
    EXPECT_EQ(text.find("Termin 200"), std::string::npos);
    EXPECT_NE(text.find("mehr im Internet"), std::string::npos);
    EXPECT_NE(text.find("Chor"), std::string::npos) << "the shorter part is not given up for the longer one";
}

TEST(Leaflets, of_a_book_are_refused)
{
    const auto refused = render_leaflet(leaflet_with(max_leaflet_items + 1));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Err::too_large);
}

} // namespace
} // namespace dorfnetz::pdf
