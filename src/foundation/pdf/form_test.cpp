#include "foundation/pdf/paper_for_tests.hpp"

namespace dorfnetz::pdf {
namespace {

using namespace test;

TEST(Form, every_label_stands_on_the_paper_with_its_umlauts)
{
    const PaperFile file(render_form(join_form()).value(), "form");
    const std::string text = squeeze(file.text());
    for (const char* label :
         {"Ich mach mit", "KR-2026-0042", "Vorname", "Straße und Hausnummer", "Postleitzahl",
          "Ältere und Nachbarn", "Bauen und Reparieren", "Vormittag", "Nachmittag", "So",
          "Deine Einwilligung", "Mir Neuigkeiten aus dem Netzwerk schicken.", "Unterschrift"})
        EXPECT_NE(text.find(label), std::string::npos) << label << "\n" << text;
    EXPECT_LT(text.find("Vorname"), text.find("Wobei hilfst du mit?"));
}

TEST(Form, every_page_bears_the_number_and_its_place_among_the_pages)
{
    const PaperFile file(render_form(join_form()).value(), "form");
    ASSERT_NE(file.info().find("Pages:           2"), std::string::npos) << file.info();
    for (const std::string page : {"1", "2"}) {
        const std::string text = file.text("-f " + page + " -l " + page);
        EXPECT_NE(text.find("KR-2026-0042"), std::string::npos);
        EXPECT_NE(text.find("Seite " + page + " von 2"), std::string::npos) << text;
    }
}

TEST(Form, consent_and_signature_share_a_page_wherever_the_page_ends)
{
    for (int extra = 0; extra < 14; ++extra) {
        FormDocument form = join_form();
        for (int i = 0; i < extra; ++i)
            form.sections[0].fields.push_back(TextLine{.label = "Noch etwas"});
        const PaperFile file(render_form(form).value(), "consent");
        for (int page = 1; page <= 5; ++page) {
            const std::string which = std::to_string(page);
            if (file.info().find("Pages:           " + std::to_string(page - 1)) != std::string::npos)
                break;
            const std::string text = file.text("-f " + which + " -l " + which);
            EXPECT_EQ(count(text, "Deine Einwilligung"), count(text, "Unterschrift")) << extra;
        }
    }
}

TEST(Form, what_was_typed_is_printed_into_its_fields)
{
    FormDocument form = join_form();
    form.sections = {
        {.fields = {
             TextLine{.label = "Name", .value = "Änne Übermuth-Öhlschläger"},
             Boxes{.label = "Geboren", .pattern = "TT.MM.JJJJ", .value = "24.12.1950"},
             TextLine{.label = "Notiz", .value = "Erste Zeile\nZweite Zeile"},
             CheckBoxes{.label = "Weg", .choices = {{.text = "Auto", .checked = true}}},
             CheckGrid{.label = "Zeit", .columns = {"Mo"}, .rows = {"Abend"}, .checked = {{0, 0}, {7, 9}}}}}};
    const PaperFile file(render_form(form).value(), "typed");
    const std::string text = squeeze(file.text());
    EXPECT_NE(text.find("Änne Übermuth-Öhlschläger"), std::string::npos) << text;
    EXPECT_NE(text.find("Zweite Zeile"), std::string::npos) << text;
    const std::string spread = replace_all(squeeze(file.text("-layout")), " ", "");
    EXPECT_NE(spread.find("24.12.1950"), std::string::npos) << spread;
}

TEST(Form, the_code_on_the_paper_leads_to_its_address)
{
    const PaperFile file(render_form(join_form()).value(), "code");
    EXPECT_EQ(trim(file.codes()), "QR-Code:https://example.org/f/KR-2026-0042");
}

TEST(Form, an_address_that_is_no_web_address_becomes_neither_code_nor_link)
{
    for (const std::string url :
         {"javascript:alert(1)", "https://example.org/' uri='file:///x", "https://a b"}) {
        FormDocument form = join_form();
        form.url = url;
        const std::string bytes = render_form(form).value();
        EXPECT_EQ(bytes.find("/URI"), std::string::npos) << url;
    }
    EXPECT_NE(render_form(join_form()).value().find("/URI"), std::string::npos);
}

TEST(Form, a_slip_hangs_below_a_cut_line_on_the_last_page)
{
    FormDocument form = join_form();
    form.slip = Slip{.title = "Für deine Unterlagen",
                     .number = "KR-2026-0042",
                     .sections = {{.fields = {Paragraph{"Gut aufheben."}}}}};
    const PaperFile file(render_form(form).value(), "slip");
    const std::string text = file.text();
    EXPECT_LT(text.find("Unterschrift"), text.find("Bitte hier abschneiden")) << text;
    EXPECT_LT(text.find("Bitte hier abschneiden"), text.find("Gut aufheben.")) << text;
}

TEST(Form, a_text_longer_than_a_page_runs_on_and_loses_nothing)
{
    FormDocument form = join_form();
    std::string text;
    for (int i = 0; i < 900; ++i)
        text += "wort" + std::to_string(i) + " ";
    form.sections = {
        {.heading = "Lang", .fields = {Paragraph{text}, Signature{}}, .may_break = Break::nowhere}};
    const PaperFile file(render_form(form).value(), "long");
    EXPECT_EQ(count(file.text(), "wort"), 900u);
}

TEST(Form, a_field_that_does_not_fit_below_the_head_goes_to_the_next_page)
{
    FormDocument form = join_form();
    form.subtitle = replace_all(std::string(20, 'z'), "z", "Zeile\n");
    form.sections = {{.fields = {TextLine{.label = "Erzähl uns von dir", .lines = 20}}}};
    const PaperFile file(render_form(form).value(), "below");
    EXPECT_EQ(file.text("-f 1 -l 1").find("Erzähl uns"), std::string::npos);
    EXPECT_NE(file.text("-f 2 -l 2").find("Erzähl uns"), std::string::npos);
}

TEST(Form, too_many_fields_are_refused)
{
    FormDocument form = join_form();
    form.sections[0].fields.assign(max_form_fields + 1, TextLine{.label = "x"});
    const auto result = render_form(form);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, Err::too_large);
}

} // namespace
} // namespace dorfnetz::pdf
