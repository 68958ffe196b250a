#include "foundation/html/html.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::html {

namespace {

class Templates : public testing::Test
{
protected:
    Templates()
    {
        load_templates();
        check_values(true);
    }

    static void fill(Page& page)
    {
        page.set("CLASS", "a")
            .set("TARGET_URL", Url::own("/x"))
            .set("NAME", "n")
            .set("COUNT", 3)
            .set("BODY", escaped("b"));
    }
};

} // namespace

TEST_F(Templates, escape_by_context)
{
    Page page;
    page.set("CLASS", "a\" onclick=\"x")
        .set("TARGET_URL", *Url::foreign("https://example.org/?a=1&b=<>"))
        .set("NAME", "<script>alert(1)</script>")
        .set("COUNT", 3)
        .set("BODY", std::string_view("<b>no</b>"));
    page.add("ROW").set("TEXT", "ä & ö");
    const auto text = render("test_example", i18n::Language::de, page).text();
    EXPECT_EQ(text.find("<script>"), std::string::npos);
    EXPECT_EQ(text.find("\" onclick"), std::string::npos);
    EXPECT_EQ(text.find("<b>"), std::string::npos)
        << "text that is not Safe is escaped even where markup may stand";
    EXPECT_NE(text.find("ä &amp; ö"), std::string::npos);
    EXPECT_NE(text.find("noch 3 Plätze"), std::string::npos);
}

TEST_F(Templates, keep_links_to_telephones)
{
    Page page;
    fill(page);
    page.set("TARGET_URL", Url::tel("+49 30 23125-001"));
    EXPECT_NE(render("test_example", i18n::Language::de, page).text().find("href=\"tel:+493023125001\""),
              std::string::npos);
}

TEST_F(Templates, pass_on_markup_only_from_safe)
{
    Page page;
    fill(page);
    page.set("BODY", markdown("Ein **Fest**"));
    EXPECT_NE(render("test_example", i18n::Language::de, page).text().find("<strong>Fest</strong>"),
              std::string::npos);
}

TEST_F(Templates, a_forgotten_or_misspelt_value_is_told)
{
    Page incomplete;
    incomplete.set("CLASS", "a");
    EXPECT_THROW(render("test_example", i18n::Language::de, incomplete), std::logic_error);
    Page misspelt;
    fill(misspelt);
    misspelt.set("NAMME", "x");
    EXPECT_THROW(render("test_example", i18n::Language::de, misspelt), std::logic_error);
    Page missing_in_row;
    fill(missing_in_row);
    missing_in_row.add("ROW");
    EXPECT_THROW(render("test_example", i18n::Language::de, missing_in_row), std::logic_error);
}

TEST_F(Templates, an_address_must_be_checked_before)
{
    Page page;
    EXPECT_THROW(page.set("TARGET_URL", "javascript:alert(1)"), std::logic_error);
}

TEST(Url, takes_only_schemes_that_cannot_run_code)
{
    EXPECT_EQ(Url::foreign("www.example.org")->text(), "https://www.example.org");
    EXPECT_EQ(Url::foreign("HTTP://example.org")->text(), "HTTP://example.org");
    for (const auto* bad : {"javascript:alert(1)", "data:text/html,x", "//example.org", "java\nscript:x",
                            "nur Text", "ftp://example.org", ""})
        EXPECT_FALSE(Url::foreign(bad).has_value()) << bad;
    EXPECT_THROW(Url::own("//evil.example"), std::logic_error);
    EXPECT_THROW(Url::own("https://evil.example"), std::logic_error);
    EXPECT_EQ(Url::tel("+49 (3493) 12-34").text(), "tel:+4934931234");
    EXPECT_EQ(Url::webcal("https://example.org/a.ics").text(), "webcal://example.org/a.ics");
    EXPECT_THROW(Url::webcal("/a.ics"), std::logic_error);
}

TEST(Markdown, shows_html_as_it_was_typed_and_makes_nothing_of_it)
{
    EXPECT_EQ(markdown("<div>Aus Word\n**eingefügt**</div>\nZweite Zeile.\n\nUnd <b onclick=x>hier</b> & da.")
                  .text(),
              "<p>&lt;div&gt;Aus Word\n**eingefügt**&lt;/div&gt;\nZweite Zeile.</p>\n"
              "<p>Und &lt;b onclick=x&gt;hier&lt;/b&gt; &amp; da.</p>\n");
    EXPECT_EQ(markdown_as_text("<p>Nichts geht verloren</p>"), "<p>Nichts geht verloren</p>");
    EXPECT_EQ(markdown("<!-- unsichtbar? -->").text(), "<p>&lt;!-- unsichtbar? --&gt;</p>\n");
}

TEST(Markdown, lets_no_tags_and_no_dangerous_addresses_through)
{
    const auto text = markdown("<script>x</script>\n\n[a](javascript:alert(1)) <img src=x onerror=y>\n\n| a "
                               "| b |\n|---|---|\n| 1 | 2 |\n")
                          .text();
    EXPECT_EQ(text.find("<script"), std::string::npos);
    EXPECT_EQ(text.find("javascript:"), std::string::npos);
    EXPECT_EQ(text.find("<img"), std::string::npos);
    EXPECT_NE(text.find("<table>"), std::string::npos);
}

TEST(JsonLd, cannot_end_its_block)
{
    EXPECT_EQ(json_ld(R"({"name":"</script><b>"})").text(),
              R"(<script type="application/ld+json">{"name":"\u003c/script>\u003cb>"}</script>)");
}

TEST(Svg, escapes_text_and_attributes)
{
    SvgWriter svg("0 0 1 1");
    svg.open("text", {{"class", "\"><script>"}}).text("<&>").close("text");
    EXPECT_EQ(svg.finish().text(),
              "<svg viewBox=\"0 0 1 1\"><text class=\"&quot;&gt;&lt;script&gt;\">&lt;&amp;&gt;</text></svg>");
    EXPECT_EQ(svg_number(-0.05), "-0.1");
    EXPECT_EQ(svg_number(12.0), "12");
    EXPECT_EQ(svg_number(1e7), "10000000");
}

} // namespace dorfnetz::html
