#include "features/pages/site_for_tests.hpp"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

namespace dorfnetz::pages {

namespace {

std::size_t times(std::string_view text, std::string_view part)
{
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1))
        ++count;
    return count;
}

// Whether the tags of a document open and close in order: enough to find text that broke out.
bool is_well_formed(std::string_view xml)
{
    std::vector<std::string> open;
    for (auto begin = xml.find('<'); begin != std::string_view::npos; begin = xml.find('<', begin + 1)) {
        const auto end = xml.find('>', begin);
        if (end == std::string_view::npos)
            return false;
        const auto tag = xml.substr(begin + 1, end - begin - 1);
        if (tag.starts_with('?') || tag.ends_with('/'))
            continue;
        if (!tag.starts_with('/')) {
            open.emplace_back(tag.substr(0, tag.find(' ')));
            continue;
        }
        if (open.empty() || open.back() != tag.substr(1))
            return false;
        open.pop_back();
    }
    return open.empty();
}

// All text files below a folder; those in a folder or with an ending "en" are English.
std::vector<TextFile> files_in(const std::filesystem::path& folder)
{
    std::vector<TextFile> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.path().extension() != ".md")
            continue;
        std::ifstream file(entry.path(), std::ios::binary);
        const auto parent = entry.path().parent_path().filename();
        files.push_back({.name = entry.path().filename().string(),
                         .content = {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()},
                         .language = parent == "en" ? i18n::Language::en : i18n::Language::de});
    }
    return files;
}

} // namespace

TEST(PublicPages, the_front_page_names_the_number_of_villages_as_a_word)
{
    PagesSite site;
    auto draft = page_draft("start", "Start", "## Schön, dass du da bist");
    draft.texts[i18n::Language::de].headline = "{villages_word} Dörfer. Viele Hände.";
    draft.texts[i18n::Language::en] = {.title = "Home", .headline = "{villages_word} villages. Many hands."};
    site.given_page(draft);
    EXPECT_TRUE(site.get("/").says("<h1>Neun Dörfer.<br>Viele Hände.</h1>"));
    EXPECT_TRUE(site.get("/en").says("<h1>Nine villages.<br>Many hands.</h1>"));
    EXPECT_TRUE(site.get("/").says("Schön, dass du da bist"));
}

TEST(PublicPages, a_network_without_any_text_has_a_front_page_and_a_way_to_join)
{
    PagesSite site;
    EXPECT_EQ(site.get("/").status, 200);
    EXPECT_EQ(site.get("/mitmachen").status, 200);
    EXPECT_EQ(site.get("/neues").status, 200);
    EXPECT_TRUE(site.get("/en/mitmachen").says("Join in"));
    EXPECT_EQ(site.get("/netzwerk").status, 404);
}

TEST(PublicPages, unknown_addresses_are_said_to_be_unknown)
{
    PagesSite site;
    site.given_page(page_draft("impressum", "Impressum"));
    EXPECT_EQ(site.get("/seiten/gibt-es-nicht").status, 404);
    EXPECT_EQ(site.get("/neues/gibt-es-nicht").status, 404);
    EXPECT_EQ(site.get("/neues/%27%20OR%201%3D1").status, 404);
    // One address for each page.
    EXPECT_EQ(site.get("/impressum").status, 200);
    EXPECT_EQ(site.get("/seiten/impressum").status, 404);
}

TEST(PublicPages, hostile_markdown_becomes_harmless_text)
{
    PagesSite site;
    site.given_page(page_draft("satzung", "<script>alert(1)</script>",
                               "<script>alert(2)</script>\n\n[weg](javascript:alert(3))\n\n"
                               "![x](data:text/html;base64,PHNjcmlwdD4=)\n\n<img src=x onerror=alert(4)>"));
    const auto page = site.get("/seiten/satzung");
    ASSERT_EQ(page.status, 200);
    EXPECT_FALSE(page.says("<script>alert"));
    EXPECT_FALSE(page.says("javascript:"));
    EXPECT_FALSE(page.says("data:text/html"));
    EXPECT_FALSE(page.says("<img src=x"));
    EXPECT_TRUE(page.says("&lt;img src=x onerror=alert(4)&gt;")) << "what was typed is not gone";
    EXPECT_TRUE(page.says("&lt;script&gt;alert(1)"));
}

TEST(PublicPages, a_hostile_setting_is_text_as_well)
{
    PagesSite site;
    site.given([&](db::Tx& tx) -> Result<Done> {
        web::save_setting(tx, site.network(), "contact.phone", "<script>alert(1)</script>");
        return Done{};
    });
    site.given_page(
        page_draft("impressum", "Impressum", "Ruf an: {setting:contact.phone} {setting:imprint.name}"));
    const auto page = site.get("/impressum");
    EXPECT_FALSE(page.says("<script>alert"));
    // What nobody filled in stays visible, so that it is missed.
    EXPECT_TRUE(page.says("{setting:imprint.name}"));
}

TEST(PublicPages, a_draft_is_shown_nowhere)
{
    PagesSite site;
    site.given_page(page_draft("geheim", "Geheimseite", "Geheimtext"), Saving::as_draft);
    site.given_page(news_draft("geheim", "Geheimseite", "Geheimtext"), Saving::as_draft);
    EXPECT_EQ(site.get("/seiten/geheim").status, 404);
    EXPECT_EQ(site.get("/neues/geheim").status, 404);
    for (const auto* path : {"/", "/neues", "/neues.atom", "/sitemap.xml", "/suche?q=Geheimseite"}) {
        const auto page = site.get(path);
        ASSERT_EQ(page.status, 200) << path;
        EXPECT_FALSE(page.says("Geheimtext")) << path;
        EXPECT_FALSE(page.says("/geheim")) << path;
    }
}

TEST(PublicPages, a_newer_draft_leaves_the_published_words_in_place)
{
    PagesSite site;
    const auto id = site.given_page(page_draft("satzung", "Satzung", "Erste Fassung"));
    site.given([&](db::Tx& tx) {
        return save(tx, site.network(), id, 1, page_draft("satzung", "Satzung", "Zweite Fassung"),
                    Saving::as_draft, site.author());
    });
    EXPECT_TRUE(site.get("/seiten/satzung").says("Erste Fassung"));
    EXPECT_FALSE(site.get("/seiten/satzung").says("Zweite Fassung"));
    EXPECT_FALSE(site.get("/suche?q=Zweite").says("/seiten/satzung"));
}

TEST(PublicPages, what_is_published_is_on_the_page_at_once_although_pages_are_kept)
{
    PagesSite site;
    const auto id = site.given_page(page_draft("satzung", "Satzung", "Erste Fassung"));
    ASSERT_TRUE(site.get("/seiten/satzung").says("Erste Fassung"));
    site.given([&](db::Tx& tx) {
        return save(tx, site.network(), id, 1, page_draft("satzung", "Satzung", "Zweite Fassung"),
                    Saving::and_publish, site.author());
    });
    EXPECT_TRUE(site.get("/seiten/satzung").says("Zweite Fassung"));
}

TEST(PublicPages, english_readers_get_the_german_text_marked_as_german_where_english_is_missing)
{
    PagesSite site;
    site.given_page(page_draft("satzung", "Satzung", "Deutscher Text"));
    const auto page = site.get("/en/seiten/satzung");
    ASSERT_EQ(page.status, 200);
    EXPECT_TRUE(page.says("Deutscher Text"));
    EXPECT_TRUE(page.says("This text is available in German only so far."));
    EXPECT_TRUE(page.says("<div class=\"stack\" lang=\"de\">"));
    EXPECT_FALSE(site.get("/seiten/satzung").says("bisher nur auf Deutsch"));
}

TEST(PublicPages, folded_sections_open_without_a_script)
{
    PagesSite site;
    auto draft = page_draft("netzwerk", "Das Netzwerk", "Anfang\n\n## Modul 1\n\nInnen");
    draft.texts[i18n::Language::de].folded = {"Modul 1"};
    site.given_page(draft);
    EXPECT_TRUE(site.get("/netzwerk").says("<details class=\"fold\"><summary>Modul 1</summary>"));
}

TEST(News, the_newest_comes_first_and_the_front_page_shows_three)
{
    PagesSite site;
    for (const auto* day : {"2026-11-01", "2026-11-04", "2026-11-02", "2026-11-03"}) {
        auto draft = news_draft(std::string("tag-") + day, std::string("Meldung ") + day);
        draft.shown_on = date_from_iso(day);
        site.given_page(draft);
    }
    const auto list = site.get("/neues").body;
    EXPECT_LT(list.find("Meldung 2026-11-04"), list.find("Meldung 2026-11-03"));
    EXPECT_LT(list.find("Meldung 2026-11-02"), list.find("Meldung 2026-11-01"));
    const auto start = site.get("/");
    EXPECT_TRUE(start.says("Meldung 2026-11-02"));
    EXPECT_FALSE(start.says("Meldung 2026-11-01"));
}

TEST(News, machines_read_a_title_that_tries_to_leave_its_script)
{
    PagesSite site;
    site.given_page(news_draft("fest", "Fest</script><script>alert(1)</script>"));
    const auto page = site.get("/neues/fest");
    EXPECT_TRUE(page.says("\"@type\":\"NewsArticle\""));
    EXPECT_TRUE(page.says("\"datePublished\":\"2026-11-14\""));
    EXPECT_FALSE(page.says("<script>alert"));
}

TEST(Feed, it_is_well_formed_whatever_stands_in_the_news)
{
    PagesSite site;
    site.given_page(news_draft("eins", "Tee & <b>Kuchen</b> ]]>", "Ein \"Zitat\" <script>x</script> & mehr"));
    site.given_page(news_draft("zwei", "Zweites"));
    const auto feed = site.get("/neues.atom");
    ASSERT_EQ(feed.status, 200);
    EXPECT_EQ(feed.headers.find("content-type"), "application/atom+xml; charset=utf-8");
    EXPECT_TRUE(is_well_formed(feed.body)) << feed.body;
    EXPECT_EQ(times(feed.body, "<entry "), 2U);
    EXPECT_EQ(times(feed.body, "<id>"), 3U);
    EXPECT_TRUE(feed.says("<updated>2026-11-22T10:00:00Z</updated>"));
    EXPECT_TRUE(feed.says("<title>Tee &amp; &lt;b&gt;Kuchen"));
    EXPECT_FALSE(feed.says("&lt;script"));
}

TEST(Sitemap, it_names_every_public_page_in_both_languages_and_nothing_of_the_desk)
{
    PagesSite site;
    site.given_page(page_draft("satzung", "Satzung"));
    site.given_page(news_draft("teich", "Teich"));
    const auto map = site.get("/sitemap.xml");
    ASSERT_EQ(map.status, 200);
    EXPECT_TRUE(is_well_formed(map.body)) << map.body;
    EXPECT_TRUE(map.says("<loc>http://heide.example/seiten/satzung</loc>"));
    EXPECT_TRUE(map.says("<loc>http://heide.example/en/neues/teich</loc>"));
    EXPECT_TRUE(map.says("hreflang=\"en\" href=\"http://heide.example/en\""));
    EXPECT_FALSE(map.says("redaktion"));
    EXPECT_FALSE(map.says("neues.atom"));
}

TEST(SiteFiles, robots_and_manifest_say_who_and_where)
{
    PagesSite site;
    EXPECT_TRUE(site.get("/robots.txt").says("Sitemap: http://heide.example/sitemap.xml"));
    const auto manifest = site.get("/manifest.webmanifest");
    EXPECT_EQ(manifest.headers.find("content-type"), "application/manifest+json");
    EXPECT_TRUE(manifest.says(R"("name":"Netz heide")"));
    EXPECT_TRUE(manifest.says(R"("sizes":"512x512")"));
}

TEST(Search, pages_and_news_are_found_in_the_language_of_the_reader)
{
    PagesSite site;
    auto draft = news_draft("teich", "Der Teich wird entschlammt", "Gummistiefel an");
    draft.texts[i18n::Language::en] = {.title = "The pond is cleared", .body = "Wellingtons on"};
    site.given_page(draft);
    EXPECT_TRUE(site.get("/suche?q=Gummistiefel").says("Der Teich wird entschlammt"));
    EXPECT_TRUE(site.get("/en/suche?q=wellingtons").says("href=\"/en/neues/teich\""));
    EXPECT_FALSE(site.get("/en/suche?q=Gummistiefel").says("/neues/teich\">"));
}

TEST(Search, hostile_questions_are_answered_calmly)
{
    PagesSite site;
    site.given_page(news_draft("teich", "Teich"));
    const std::string long_word(5'000, 'a');
    for (const auto& question :
         {std::string("%22%3E%3Cscript%3Ealert(1)%3C/script%3E"), std::string("%27%20OR%201=1--"),
          std::string("%22%20NEAR(a*%20OR"), std::string("%25%25%25"), std::string("%F0%9F%98%80"), long_word,
          std::string("teich&art=%3Cb%3E&seite=-5"), std::string("teich&seite=99999999999999999999")}) {
        const auto page = site.get("/suche?q=" + question);
        EXPECT_EQ(page.status, 200) << question;
        EXPECT_FALSE(page.says("<script>alert")) << question;
    }
    EXPECT_EQ(site.get("/suche?q=%FF%FE").status, 422);
}

TEST(Search, nothing_found_says_what_to_do_next)
{
    PagesSite site;
    const auto page = site.get("/suche?q=Xylophon");
    EXPECT_TRUE(page.says("Dazu haben wir nichts gefunden."));
    EXPECT_TRUE(page.says("href=\"/vereine\""));
    EXPECT_TRUE(site.get("/suche").says("Tippfehler sind nicht schlimm."));
}

TEST(ExampleNetwork, all_its_texts_are_read_loaded_and_shown_in_both_languages)
{
    PagesSite site;
    const std::filesystem::path folder = DORFNETZ_SOURCE_DIR "/data/heidedoerfer";
    auto pages = read_text_files(Kind::page, files_in(folder / "pages"));
    const auto news = read_text_files(Kind::news, files_in(folder / "news"));
    ASSERT_TRUE(pages);
    ASSERT_TRUE(news);
    ASSERT_EQ(pages->size(), 8U);
    ASSERT_EQ(news->size(), 3U);
    pages->insert(pages->end(), news->begin(), news->end());
    for (const auto& draft : *pages) {
        site.given([&](db::Tx& tx) { return load_text(tx, site.network(), draft, site.author()); });
        EXPECT_EQ(draft.texts.size(), 2U) << draft.slug;
        if (draft.slug == "kontakt")
            continue; // has a form and belongs to another feature
        const auto path = path_of(draft.kind, draft.slug);
        EXPECT_EQ(site.get(path).status, 200) << path;
        const auto english = site.get(path == "/" ? "/en" : "/en" + path);
        EXPECT_EQ(english.status, 200) << path;
        EXPECT_FALSE(english.says("in German only so far")) << path;
    }
    EXPECT_EQ(times(site.get("/netzwerk").body, "<details class=\"fold\">"), 4U);
    EXPECT_FALSE(site.get("/").says("{villages_word}"));
    EXPECT_TRUE(site.get("/suche?q=Toaster").says("/neues/"));
}

TEST(Networks, one_network_never_sees_the_pages_of_another)
{
    PagesSite site;
    site.given_page(page_draft("satzung", "Satzung"));
    site.add_network("moor", "moor.example");
    site.host = "moor.example";
    EXPECT_EQ(site.get("/seiten/satzung").status, 404);
    EXPECT_FALSE(site.get("/suche?q=Satzung").says("/seiten/satzung"));
}

} // namespace dorfnetz::pages
