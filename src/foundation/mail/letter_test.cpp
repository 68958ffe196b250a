#include "foundation/mail/letter.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::mail {

namespace {

const Look look{.name = "Dörfer <am> Bach", .address = "https://dorf.example"};

std::string markup_of(std::string_view text)
{
    return html_of_text(text, i18n::Language::de, look);
}

bool has(const std::string& text, std::string_view piece)
{
    return text.find(piece) != std::string::npos;
}

} // namespace

TEST(Letter, makes_paragraphs_lists_links_and_buttons_of_a_text)
{
    const auto markup = markup_of("Hallo Anna,\n\nbitte bring mit:\n- Handschuhe\n- eine Harke\n\n"
                                  "Mehr unter https://dorf.example/teich.\nBis dann!\n\n"
                                  "https://dorf.example/zusage/abc\n");
    EXPECT_TRUE(has(markup, "<p style=\"margin:0 0 16px\">Hallo Anna,</p>"));
    EXPECT_TRUE(has(markup, "<li style=\"margin:0 0 6px\">Handschuhe</li>"));
    EXPECT_TRUE(has(markup, "href=\"https://dorf.example/teich\"")) << "without the full stop";
    EXPECT_TRUE(has(markup, "</a>.<br>\nBis dann!"));
    EXPECT_TRUE(has(markup, "role=\"presentation\"")) << "the button";
    EXPECT_TRUE(has(markup, ">Hier öffnen</a>"));
}

TEST(Letter, lets_nothing_of_a_text_become_markup)
{
    const auto markup = markup_of("<script>alert(1)</script> & \"x\" https://dorf.example/\"onclick=\"x()");
    EXPECT_FALSE(has(markup, "<script>"));
    EXPECT_FALSE(has(markup, "/\"onclick"));
    EXPECT_TRUE(has(markup, "&lt;script&gt;"));
    EXPECT_FALSE(has(markup_of("javascript:alert(1)"), "href"));
}

TEST(Letter, names_the_network_loads_nothing_and_knows_the_night)
{
    Mail mail{.subject = "Neu <b>", .text = "Hallo"};
    mail.unsubscribe_url = "https://dorf.example/ab/x?a=1&b=2";
    mail.language = i18n::Language::en;
    const auto letter = html_letter(mail, markup_of(mail.text), look);
    EXPECT_TRUE(has(letter, "<html lang=\"en\">"));
    EXPECT_TRUE(has(letter, "<title>Neu &lt;b&gt;</title>"));
    EXPECT_TRUE(has(letter, "Dörfer &lt;am&gt; Bach"));
    EXPECT_TRUE(has(letter, "href=\"https://dorf.example/ab/x?a=1&amp;b=2\""));
    EXPECT_TRUE(has(letter, "Stop these mails"));
    EXPECT_TRUE(has(letter, "prefers-color-scheme:dark"));
    for (const auto* loads : {"<img", "<link", "url(", "@import", "<script", "src="})
        EXPECT_FALSE(has(letter, loads)) << loads;
}

} // namespace dorfnetz::mail
