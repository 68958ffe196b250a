#include "features/pages/site_for_tests.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::pages {

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

Fields typed(std::string title, std::string body, std::string version, std::string action)
{
    return {{"titel_de", std::move(title)},
            {"text_de", std::move(body)},
            {"fassung", std::move(version)},
            {"aktion", std::move(action)}};
}

} // namespace

TEST(Editing, only_the_coordination_may)
{
    PagesSite site;
    site.given_page(page_draft("satzung", "Satzung"));
    for (const auto* path : {"/redaktion/seiten", "/redaktion/seiten/neu", "/redaktion/seiten/satzung",
                             "/redaktion/seiten/satzung/verlauf", "/redaktion/neues"}) {
        EXPECT_EQ(site.get(path).status, 303) << path;
        site.sign_in_as(web::Role::lead_editor, "village");
        EXPECT_EQ(site.get(path).status, 403) << path;
        site.sign_in_as(web::Role::coordinator);
        EXPECT_EQ(site.get(path).status, 200) << path;
        site.sign_out();
    }
}

TEST(Editing, a_new_page_is_written_and_published_in_the_browser)
{
    PagesSite site;
    site.sign_in_as(web::Role::coordinator);
    auto fields = typed("Unsere Satzung", "Paragraf eins", "0", "veroeffentlichen");
    fields.emplace_back("adresse", "satzung");
    fields.emplace_back("titel_en", "Our statutes");
    const auto answer = site.submit("/redaktion/seiten/neu", "/redaktion/seiten/neu", fields);
    ASSERT_EQ(answer.status, 303) << answer.body;
    EXPECT_TRUE(answer.location().starts_with("/redaktion/seiten/satzung?"));
    site.sign_out();
    EXPECT_TRUE(site.get("/seiten/satzung").says("Paragraf eins"));
    EXPECT_TRUE(site.get("/en/seiten/satzung").says("Our statutes"));
}

TEST(Editing, an_address_that_is_taken_is_refused_and_what_was_typed_stays)
{
    PagesSite site;
    site.given_page(page_draft("satzung", "Satzung"));
    site.sign_in_as(web::Role::coordinator);
    auto fields = typed("Noch eine", "Langer Text", "0", "entwurf");
    fields.emplace_back("adresse", "satzung");
    const auto answer = site.submit("/redaktion/seiten/neu", "/redaktion/seiten/neu", fields);
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(answer.says("Diese Adresse gibt es schon."));
    EXPECT_TRUE(answer.says("Langer Text"));
    EXPECT_TRUE(answer.says("value=\"satzung\""));
}

TEST(Editing, a_missing_title_comes_back_with_everything_else_filled)
{
    PagesSite site;
    const auto id = site.given_page(page_draft("satzung", "Satzung"));
    site.sign_in_as(web::Role::coordinator);
    const auto answer = site.submit("/redaktion/seiten/satzung", "/redaktion/seiten/satzung",
                                    typed("", "Mühsam getippt", "1", "veroeffentlichen"));
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(answer.says("Mühsam getippt"));
    EXPECT_TRUE(answer.says("Das fehlt noch."));
    EXPECT_EQ(site.newest(id)->version, 1);
}

TEST(Editing, the_second_of_two_editors_is_told_and_sees_both_versions)
{
    PagesSite site;
    const auto id = site.given_page(page_draft("satzung", "Satzung", "Anfang"));
    site.given([&](db::Tx& tx) {
        return save(tx, site.network(), id, 1, page_draft("satzung", "Satzung", "Von Karla"),
                    Saving::as_draft, site.author("Karla Muster"));
    });
    site.sign_in_as(web::Role::coordinator);
    const auto answer = site.submit("/redaktion/seiten/satzung", "/redaktion/seiten/satzung",
                                    typed("Satzung", "Von mir", "1", "veroeffentlichen"));
    EXPECT_EQ(answer.status, 409);
    EXPECT_TRUE(answer.says("Jemand war schneller"));
    EXPECT_TRUE(answer.says("Karla Muster"));
    EXPECT_TRUE(answer.says("Von Karla"));
    EXPECT_TRUE(answer.says("Von mir"));
    EXPECT_EQ(site.newest(id)->draft.texts.at(i18n::Language::de).body, "Von Karla");
    // Saving once more, now knowing both, is taken.
    EXPECT_TRUE(answer.says("name=\"fassung\" value=\"2\""));
    EXPECT_EQ(site.submit("/redaktion/seiten/satzung", "/redaktion/seiten/satzung",
                          typed("Satzung", "Von beiden", "2", "veroeffentlichen"))
                  .status,
              303);
    EXPECT_TRUE(site.get("/seiten/satzung").says("Von beiden"));
}

// Escaping for HTML folds white space; in a text field that would undo every paragraph.
TEST(Editing, line_breaks_survive_the_form)
{
    PagesSite site;
    site.given_page(page_draft("satzung", "Satzung", "Eins\n\n## Zwei <b>\n\n- drei"));
    site.sign_in_as(web::Role::coordinator);
    EXPECT_TRUE(
        site.get("/redaktion/seiten/satzung").says(">Eins\n\n## Zwei &lt;b&gt;\n\n- drei</textarea>"));
}

TEST(Editing, the_preview_shows_the_text_and_saves_nothing)
{
    PagesSite site;
    const auto id = site.given_page(page_draft("satzung", "Satzung"));
    site.sign_in_as(web::Role::coordinator);
    const auto answer = site.submit("/redaktion/seiten/satzung", "/redaktion/seiten/satzung",
                                    typed("Satzung", "Das ist **wichtig** <script>", "1", "vorschau"));
    EXPECT_EQ(answer.status, 200);
    EXPECT_TRUE(answer.says("<strong>wichtig</strong>"));
    EXPECT_FALSE(answer.says("<script>\n"));
    EXPECT_EQ(site.newest(id)->version, 1);
}

TEST(Editing, the_preview_fragment_is_harmless_markup_only)
{
    PagesSite site;
    site.given_page(page_draft("satzung", "Satzung"));
    site.sign_in_as(web::Role::coordinator);
    const auto form = site.get("/redaktion/seiten/satzung").body;
    const auto begin = form.find("data-preview-token=\"") + 20;
    const auto token = form.substr(begin, form.find('"', begin) - begin);
    const auto answer =
        site.post("/redaktion/vorschau", "_token=" + token + "&text=%23%23+Hallo+%3Cscript%3E");
    EXPECT_EQ(answer.status, 200);
    EXPECT_TRUE(answer.says("<h2>Hallo"));
    EXPECT_FALSE(answer.says("<script>"));
    EXPECT_FALSE(answer.says("<html"));
    EXPECT_EQ(site.post("/redaktion/vorschau", "text=ohne").status, 403);
}

TEST(Editing, an_old_version_comes_back_as_a_draft)
{
    PagesSite site;
    const auto id = site.given_page(page_draft("satzung", "Satzung", "Erste Fassung"));
    site.given([&](db::Tx& tx) {
        return save(tx, site.network(), id, 1, page_draft("satzung", "Satzung", "Zweite Fassung"),
                    Saving::and_publish, site.author());
    });
    site.sign_in_as(web::Role::coordinator);
    const auto history = site.get("/redaktion/seiten/satzung/verlauf");
    EXPECT_TRUE(history.says("Erste Fassung"));
    EXPECT_TRUE(history.says("Erika Beispiel"));
    const auto answer =
        site.submit("/redaktion/seiten/satzung/verlauf", "/redaktion/seiten/satzung/wiederherstellen",
                    {{"alt", "1"}, {"fassung", "2"}});
    ASSERT_EQ(answer.status, 303) << answer.body;
    EXPECT_EQ(site.newest(id)->version, 3);
    EXPECT_EQ(site.newest(id)->draft.texts.at(i18n::Language::de).body, "Erste Fassung");
    site.sign_out();
    EXPECT_TRUE(site.get("/seiten/satzung").says("Zweite Fassung"));
}

TEST(Editing, a_version_that_never_was_cannot_come_back)
{
    PagesSite site;
    const auto id = site.given_page(page_draft("satzung", "Satzung"));
    const auto restored = site.pool().write(db::Scope::nothing(), [&](db::Tx& tx) {
        return restore(tx, site.network(), id, 1, 77, site.author());
    });
    ASSERT_FALSE(restored);
    EXPECT_EQ(restored.error().kind, Err::missing);
}

TEST(Editing, hiding_takes_a_page_from_the_site_and_from_the_search)
{
    PagesSite site;
    site.given_page(page_draft("satzung", "Satzung"));
    ASSERT_TRUE(site.get("/suche?q=Satzung").says("/seiten/satzung"));
    site.sign_in_as(web::Role::coordinator);
    EXPECT_EQ(site.submit("/redaktion/seiten/satzung", "/redaktion/seiten/satzung/verbergen", {}).status,
              303);
    site.sign_out();
    EXPECT_EQ(site.get("/seiten/satzung").status, 404);
    EXPECT_FALSE(site.get("/suche?q=Satzung").says("/seiten/satzung"));
}

TEST(Editing, deleting_is_final_and_not_offered_for_pages_that_the_program_needs)
{
    PagesSite site;
    const auto needed = site.given_page(page_draft("impressum", "Impressum"));
    site.given_page(page_draft("satzung", "Satzung"));
    site.sign_in_as(web::Role::coordinator);
    EXPECT_FALSE(site.get("/redaktion/seiten/impressum").says("/redaktion/seiten/impressum/loeschen"));
    const auto refused = site.pool().write(db::Scope::nothing(),
                                           [&](db::Tx& tx) { return remove(tx, site.network(), needed); });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Err::conflict);
    EXPECT_EQ(site.submit("/redaktion/seiten/satzung", "/redaktion/seiten/satzung/loeschen", {}).status, 303);
    EXPECT_EQ(site.get("/redaktion/seiten/satzung").status, 404);
    EXPECT_EQ(site.get("/seiten/satzung").status, 404);
}

TEST(Editing, news_need_a_day_that_can_be_read)
{
    PagesSite site;
    site.sign_in_as(web::Role::coordinator);
    auto fields = typed("Fest", "Text", "0", "veroeffentlichen");
    fields.emplace_back("adresse", "fest");
    fields.emplace_back("datum", "neulich");
    const auto refused = site.submit("/redaktion/neues/neu", "/redaktion/neues/neu", fields);
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(refused.says("Schreib das Datum so"));
    EXPECT_TRUE(refused.says("value=\"neulich\""));
    fields.back().second = "24.12.2026";
    EXPECT_EQ(site.submit("/redaktion/neues/neu", "/redaktion/neues/neu", fields).status, 303);
    EXPECT_TRUE(site.get("/neues/fest").says("24. Dezember 2026"));
}

// Nobody should have to know how addresses are written.
TEST(Editing, an_address_that_is_left_empty_is_made_of_the_title)
{
    PagesSite site;
    site.sign_in_as(web::Role::coordinator);
    const std::string form = "/redaktion/neues/neu";
    auto fields = typed("Großes Frühlingsfest – am Teich!", "Text", "0", "veroeffentlichen");
    fields.emplace_back("datum", "24.12.2026");
    fields.emplace_back("adresse", "");
    EXPECT_TRUE(site.submit(form, form, fields)
                    .location()
                    .starts_with("/redaktion/neues/grosses-fruehlingsfest-am-teich?"));
    EXPECT_TRUE(site.submit(form, form, fields)
                    .location()
                    .starts_with("/redaktion/neues/grosses-fruehlingsfest-am-teich-2?"));
    fields.front().second = "Neu";
    EXPECT_TRUE(site.submit(form, form, fields).location().starts_with("/redaktion/neues/neu-2?"))
        << "…/neu is the form";
    fields.front().second = "***";
    EXPECT_TRUE(site.submit(form, form, fields).location().starts_with("/redaktion/neues/meldung?"));
    fields.front().second = std::string(120, 'x');
    EXPECT_EQ(site.submit(form, form, fields).status, 303);
    EXPECT_TRUE(site.submit(form, form, fields)
                    .location()
                    .starts_with("/redaktion/neues/" + std::string(78, 'x') + "-2?"))
        << "an address has 80 characters at most";
}

TEST(Editing, whoever_writes_news_is_told_where_pictures_come_from)
{
    PagesSite site;
    site.sign_in_as(web::Role::coordinator);
    EXPECT_TRUE(site.get("/redaktion/neues/neu").says("href=\"/redaktion/bilder\""));
    EXPECT_FALSE(site.get("/redaktion/seiten/neu").says("class=\"help\" id=\"bild-hilfe\""));
}

TEST(Editing, the_preview_of_the_front_page_shows_headline_and_lead_with_their_numbers)
{
    PagesSite site;
    site.given_page(page_draft("start", "Start"));
    site.sign_in_as(web::Role::coordinator);
    auto fields = typed("Start", "Ein Absatz", "1", "vorschau");
    fields.emplace_back("schlagzeile_de", "{villages_word} Dörfer. Viele Hände.");
    fields.emplace_back("vorspann_de", "Wir helfen uns.");
    const auto answer = site.submit("/redaktion/seiten/start", "/redaktion/seiten/start", fields);
    EXPECT_TRUE(answer.says("Neun Dörfer.<br>Viele Hände."));
    EXPECT_TRUE(answer.says("<p class=\"lead\">Wir helfen uns.</p>"));
}

TEST(Editing, the_preview_looks_like_the_page)
{
    PagesSite site;
    site.given_page(page_draft("satzung", "Satzung"));
    site.sign_in_as(web::Role::coordinator);
    auto fields = typed("Satzung", "## Zweck\n\nHelfen.", "1", "vorschau");
    fields.emplace_back("kurz_de", "Was wir wollen.");
    fields.emplace_back("klappen_de", "Zweck");
    fields.emplace_back("titel_en", "Statutes");
    const auto answer = site.submit("/redaktion/seiten/satzung", "/redaktion/seiten/satzung", fields);
    EXPECT_TRUE(answer.says("<p class=\"lead\">Was wir wollen.</p>"));
    EXPECT_TRUE(answer.says("<summary>Zweck</summary>"));
    EXPECT_TRUE(answer.says(">Statutes</h3>"));
    EXPECT_FALSE(answer.says("Diesen Text gibt es bisher nur auf Deutsch.")) << "both are there";
}

TEST(Editing, a_day_that_does_not_exist_is_called_that)
{
    PagesSite site;
    site.sign_in_as(web::Role::coordinator);
    auto fields = typed("Fest", "Text", "0", "veroeffentlichen");
    fields.emplace_back("datum", "31.2.2026");
    EXPECT_TRUE(site.submit("/redaktion/neues/neu", "/redaktion/neues/neu", fields)
                    .says("Diesen Tag gibt es nicht."));
}

TEST(Loading, loading_the_same_text_again_changes_nothing)
{
    PagesSite site;
    const auto draft = page_draft("satzung", "Satzung");
    const auto load = [&] {
        site.given([&](db::Tx& tx) { return load_text(tx, site.network(), draft, site.author()); });
    };
    load();
    load();
    const auto page = site.pool().read(
        [&](db::Reader& reader) { return newest_by_slug(reader, site.network(), Kind::page, "satzung"); });
    ASSERT_TRUE(page);
    EXPECT_EQ(page->version, 1);
    EXPECT_EQ(page->published_version, 1);
}

} // namespace dorfnetz::pages
