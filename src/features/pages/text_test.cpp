#include "features/pages/text.hpp"

#include "foundation/core/random.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::pages {

namespace {

constexpr std::string_view body = "Anfang\n\n## Offen\n\nText\n\n## Modul 1\n\nInnen\n\n## Danach\n\nEnde";

Draft draft_with(std::string slug, std::string title)
{
    Draft draft{.slug = std::move(slug)};
    draft.texts[i18n::Language::de].title = std::move(title);
    return draft;
}

} // namespace

TEST(Text, folded_headings_become_sections_of_their_own_and_the_rest_stays_together)
{
    const auto sections = sections_of(body, {"Modul 1"});
    ASSERT_EQ(sections.size(), 3U);
    EXPECT_FALSE(sections[0].folds());
    EXPECT_NE(sections[0].body.find("## Offen"), std::string::npos);
    EXPECT_EQ(sections[1].heading, "Modul 1");
    EXPECT_NE(sections[1].body.find("Innen"), std::string::npos);
    EXPECT_NE(sections[2].body.find("## Danach"), std::string::npos);
}

TEST(Text, a_heading_inside_code_folds_nothing)
{
    const auto sections = sections_of("```\n## Modul 1\n```\n", {"Modul 1"});
    ASSERT_EQ(sections.size(), 1U);
    EXPECT_FALSE(sections[0].folds());
}

TEST(Text, the_german_text_stands_in_where_the_other_language_is_missing)
{
    auto draft = draft_with("satzung", "Satzung");
    EXPECT_EQ(text_in(draft, i18n::Language::en).text.title, "Satzung");
    EXPECT_EQ(text_in(draft, i18n::Language::en).language, i18n::Language::de);
    draft.texts[i18n::Language::en].title = "Statutes";
    EXPECT_EQ(text_in(draft, i18n::Language::en).text.title, "Statutes");
    EXPECT_EQ(text_in(draft, i18n::Language::en).language, i18n::Language::en);
}

TEST(Text, addresses_that_are_no_slugs_are_refused)
{
    for (const auto* slug : {"Groß", "a b", "../x", "-a", "a-", "a--b", "a/b", "ä", "neu"}) {
        const auto problems = problems_of(draft_with(slug, "Titel"));
        ASSERT_EQ(problems.size(), 1U) << slug;
        EXPECT_EQ(problems[0].field, "adresse") << slug;
    }
    EXPECT_TRUE(problems_of(draft_with("sommerfest-2027", "Titel")).empty());
}

TEST(Text, a_title_is_needed_and_an_english_text_without_one_is_pointed_out)
{
    auto draft = draft_with("satzung", "");
    draft.texts[i18n::Language::en].body = "Text";
    const auto problems = problems_of(draft);
    ASSERT_EQ(problems.size(), 2U);
    EXPECT_EQ(problems[0].field, "titel_de");
    EXPECT_EQ(problems[1].field, "titel_en");
}

TEST(Text, too_long_and_invisible_characters_are_refused_at_their_field)
{
    auto draft = draft_with("satzung", std::string("Sat\x01zung"));
    draft.texts[i18n::Language::de].body = std::string(60'001, 'a');
    const auto problems = problems_of(draft);
    ASSERT_EQ(problems.size(), 2U);
    EXPECT_EQ(problems[0].field, "titel_de");
    EXPECT_EQ(problems[1].field, "text_de");
}

TEST(Text, pages_that_the_program_needs_have_an_address_of_their_own)
{
    EXPECT_EQ(path_of(Kind::page, "start"), "/");
    EXPECT_EQ(path_of(Kind::page, "netzwerk"), "/netzwerk");
    EXPECT_EQ(path_of(Kind::page, "satzung"), "/seiten/satzung");
    EXPECT_EQ(path_of(Kind::news, "netzwerk"), "/neues/netzwerk");
}

TEST(Text, words_for_the_search_are_without_signs_and_addresses)
{
    EXPECT_EQ(plain_text("## Der **Teich**\n\nSieh [hier](/neues/teich) nach."), "Der Teich Sieh hier nach.");
}

TEST(TextFile, two_languages_are_put_together_by_their_slug)
{
    const auto drafts = read_text_files(
        Kind::news,
        {{"a.de.md",
          "+++\ntitle = \"Teich\"\nslug = \"teich\"\ndate = 2026-11-14\nexample = true\n+++\nText"},
         {"a.en.md", "+++\r\ntitle = \"Pond\"\r\nslug = \"teich\"\r\nlocale = \"en\"\r\ndate = "
                     "2026-11-14\r\n+++\r\nWords"}});
    ASSERT_TRUE(drafts);
    ASSERT_EQ(drafts->size(), 1U);
    const auto& draft = drafts->front();
    EXPECT_EQ(draft.shown_on, date_from_iso("2026-11-14"));
    EXPECT_TRUE(draft.is_example);
    EXPECT_EQ(draft.texts.at(i18n::Language::de).body, "Text");
    EXPECT_EQ(draft.texts.at(i18n::Language::en).title, "Pond");
}

TEST(TextFile, what_the_front_page_needs_and_the_folds_are_read)
{
    const auto drafts = read_text_files(
        Kind::page,
        {{"start.md", "+++\ntitle = \"S\"\nslug = \"start\"\nheadline = \"{villages_word} Dörfer.\"\n"
                      "lead = \"Hallo\"\nfold = [\"Eins\", \"Zwei\"]\n+++\n"}});
    ASSERT_TRUE(drafts);
    const auto& text = drafts->front().texts.at(i18n::Language::de);
    EXPECT_EQ(text.headline, "{villages_word} Dörfer.");
    EXPECT_EQ(text.lead, "Hallo");
    EXPECT_EQ(text.folded, (std::vector<std::string>{"Eins", "Zwei"}));
    EXPECT_EQ(text.body, "");
}

TEST(TextFile, a_broken_file_is_named_and_nothing_is_taken)
{
    for (const auto* content :
         {"", "Nur Text", "+++\ntitle = \"T\"\n", "+++\ntitle = \n+++\nText", "+++\ntitle = \"T\"\n+++\nText",
          "+++\nslug = \"s\"\n+++\nText", "+++\n+++", "+++\ntitle = \"\xff\"\nslug=\"a\"\n+++\n"}) {
        const auto drafts = read_text_files(Kind::page, {{"kaputt.md", content}});
        ASSERT_FALSE(drafts) << content;
        ASSERT_FALSE(drafts.error().values.empty()) << content;
        EXPECT_EQ(drafts.error().values.front(), "kaputt.md");
    }
}

} // namespace dorfnetz::pages
