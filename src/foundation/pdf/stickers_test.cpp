#include "foundation/pdf/paper_for_tests.hpp"

namespace dorfnetz::pdf {
namespace {

using namespace test;

Sticker tent()
{
    return {.title = "Festzelt 10 m",
            .lines = {"gehört: Heimatverein Aue", "10 × 5 m", "im Gerätehaus, Aue"},
            .url = "https://example.org/leihen/festzelt-10-m",
            .url_text = "Wie geht das? Wer hat es? Kamera auf das Muster halten."};
}

TEST(Stickers, say_whose_it_is_and_their_code_can_be_scanned)
{
    const Sticker stickers[] = {tent()};
    const PaperFile file(render_stickers(properties("Etiketten"), stickers).value(), "sticker");
    const auto text = file.text();
    for (const auto* said : {"Festzelt 10 m", "Heimatverein Aue", "10 × 5 m", "Gerätehaus"})
        EXPECT_NE(text.find(said), std::string::npos) << said << " in " << text;
    EXPECT_EQ(file.codes(), "QR-Code:https://example.org/leihen/festzelt-10-m\n");
}

TEST(Stickers, are_eight_on_a_sheet)
{
    const std::vector<Sticker> stickers(9, tent());
    const PaperFile file(render_stickers(properties("Etiketten"), stickers).value(), "stickers");
    EXPECT_NE(file.info().find("Pages:           2"), std::string::npos) << file.info();
    EXPECT_NE(file.info().find("A4"), std::string::npos) << file.info();
}

TEST(Stickers, with_much_to_say_stay_within_their_edges)
{
    auto sticker = tent();
    sticker.title = "Donaudampfschifffahrtsgesellschaftszelt mit allen Stangen, Planen, Heringen und Seilen, "
                    "die dazugehören";
    sticker.lines =
        std::vector<std::string>(9, "eine Zeile, die länger ist als das Etikett breit ist, viel länger");
    const std::vector<Sticker> stickers(8, sticker);
    const PaperFile file(render_stickers(properties("Etiketten"), stickers).value(), "stickers-long");
    EXPECT_NE(file.info().find("Pages:           1"), std::string::npos) << file.info();
    // What looks like another kind of code to the reader does not count.
    std::size_t scanned = 0;
    const auto codes = file.codes();
    for (auto at = codes.find("QR-Code:"); at != std::string::npos; at = codes.find("QR-Code:", at + 1))
        ++scanned;
    EXPECT_EQ(scanned, 8U) << codes;
}

TEST(Stickers, none_and_too_many_are_refused)
{
    EXPECT_EQ(render_stickers(properties("Etiketten"), {}).error().kind, Err::invalid);
    const std::vector<Sticker> stickers(max_stickers + 1);
    EXPECT_EQ(render_stickers(properties("Etiketten"), stickers).error().kind, Err::too_large);
}

} // namespace
} // namespace dorfnetz::pdf
