#include "foundation/pdf/paper_for_tests.hpp"

namespace dorfnetz::pdf {
namespace {

using namespace test;

TEST(Letters, each_begins_on_a_page_of_its_own_with_its_address_and_slip)
{
    std::vector<Letter> letters(3, consent_letter());
    letters[1].recipient[1] = "Otto Beispielmann";
    const PaperFile file(render_letters(properties("Einwilligungen"), letters).value(), "letters");
    ASSERT_NE(file.info().find("Pages:           3"), std::string::npos) << file.info();
    const std::string second = file.text("-f 2 -l 2");
    EXPECT_NE(second.find("Otto Beispielmann"), std::string::npos);
    EXPECT_LT(second.find("Herzliche Grüße"), second.find("Bitte hier abschneiden"));
    EXPECT_NE(second.find("KR-2026-0043"), std::string::npos);
    EXPECT_EQ(trim(file.codes()), "QR-Code:https://example.org/f/KR-2026-0043");
    EXPECT_EQ(render_letters(properties("x"), {}).error().kind, Err::invalid);
}

TEST(Letters, the_address_stands_in_the_window)
{
    const std::vector<Letter> letters{consent_letter()};
    const PaperFile file(render_letters(properties("Brief"), letters).value(), "window");
    // 20 to 105 mm from the left, 62.7 to 90 mm from the top, at 72 dots per inch.
    const std::string window = squeeze(file.text("-r 72 -x 57 -y 177 -W 241 -H 79"));
    EXPECT_EQ(window, "Frau Änne Übermuth Am Anger 3 00000 Beispieldorf");
}

TEST(Letters, a_slip_higher_than_a_page_is_refused_instead_of_cut)
{
    std::vector<Letter> letters{consent_letter()};
    letters[0].slip->sections[0].fields.assign(30, TextLine{.label = "Zeile"});
    const auto result = render_letters(properties("Brief"), letters);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, Err::too_large);
}

} // namespace
} // namespace dorfnetz::pdf
