#include "features/activities/feature.hpp"
#include "features/activities/needs_api.hpp"
#include "features/agenda/feature.hpp"
#include "features/organisations/feature.hpp"
#include "features/pictures/pictures_store.hpp"
#include "features/villages/feature.hpp"
#include "foundation/web/network.hpp"
#include "tests/support/site.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::agenda {

namespace {

using namespace activities;

// It is 22 November 2026, a Sunday.
class Agenda : public testing::Test
{
protected:
    Agenda()
    {
        network = site.pool().read(
            [](db::Reader& reader) { return web::network_by_slug(reader, "heide").value(); });
        site.given([&](db::Tx& tx) -> Result<Done> {
            aue = new_id<VillageId>(site.clock, site.random);
            villages::put_place(tx, network.id,
                                {.id = aue, .slug = "aue", .name = "Aue", .municipality_key = "15082256"},
                                site.clock.now());
            chapel = TRY(organisations::create(tx, network.id,
                                               {.entry = {.name = "Beispiel Kapelle", .villages = {aue}},
                                                .status = organisations::Status::published},
                                               author()));
            return Done{};
        });
    }

    organisations::Author author() { return {.clock = site.clock, .random = site.random}; }

    ActivityDraft concert() const
    {
        return {.title = "Konzert am Teich",
                .kind = "culture",
                .hosts = {chapel},
                .villages = {aue},
                .description = "Mit **Pauken**.",
                .first = {.begin = *calendar::local_time_from_iso("2026-12-05T18:00"),
                          .end = *calendar::local_time_from_iso("2026-12-05T20:00")},
                .place_village = aue,
                .place_name = "am Teich"};
    }

    ActivityId given(const ActivityDraft& draft, bool is_public = true)
    {
        ActivityId id;
        site.given([&](db::Tx& tx) -> Result<Done> {
            id = TRY(create(tx, network, draft, author()));
            if (is_public)
                return publish(tx, network, id, author());
            return Done{};
        });
        return id;
    }

    support::TestSite site{{villages::register_feature, organisations::register_feature,
                            activities::register_feature, register_feature}};
    web::Network network;
    VillageId aue;
    OrganisationId chapel;
    const std::string path = "/termine/2026/12/konzert-am-teich";
};

} // namespace

TEST_F(Agenda, shows_what_is_on_in_list_month_and_map_and_no_draft)
{
    given(concert());
    auto secret = concert();
    secret.title = "Überraschung";
    given(secret, false);
    for (const auto* view :
         {"/termine", "/termine?ansicht=monat&monat=2026-12", "/termine?dorf=aue&art=culture"}) {
        const auto page = site.get(view);
        EXPECT_TRUE(page.says("Konzert am Teich")) << view;
        EXPECT_FALSE(page.says("Überraschung")) << view;
    }
    EXPECT_TRUE(site.get("/termine?ansicht=karte").says("ein Termin"));
    EXPECT_TRUE(site.get("/termine?ansicht=monat&monat=2026-12").says("Weihnachtsferien"));
    EXPECT_FALSE(site.get("/termine?art=market").says("Konzert am Teich"));
    EXPECT_EQ(site.get("/termine/2026/12/uberraschung").status, 404);
    EXPECT_EQ(site.get("/termine/2026/12/ueberraschung").status, 404);
}

TEST_F(Agenda, takes_whatever_stands_in_the_address)
{
    given(concert());
    for (const auto* end :
         {"?ab=gestern", "?ab=9999-12-31", "?ansicht=monat&monat=0000-00", "?ansicht=monat&monat=9999-12",
          "?dorf=nirgends&art=x&feld=y&verein=z", "?ansicht=quatsch"})
        EXPECT_EQ(site.get(std::string("/termine") + end).status, 200) << end;
    EXPECT_EQ(site.get("/termine/2026/13/konzert-am-teich").status, 404);
    EXPECT_EQ(site.get("/termine/x/y/z").status, 404);
}

TEST_F(Agenda, shows_the_month_to_whoever_shortens_the_address_of_a_date)
{
    EXPECT_EQ(site.get("/termine/2026/12").location(), "/termine?ansicht=monat&monat=2026-12");
    EXPECT_EQ(site.get("/en/termine/2026/12").location(), "/en/termine?ansicht=monat&monat=2026-12");
    for (const auto* none : {"/termine/2026/13", "/termine/2026/x", "/termine/26/12"})
        EXPECT_EQ(site.get(none).status, 404) << none;
}

TEST_F(Agenda, leads_from_an_old_address_to_the_present_one)
{
    const auto id = given(concert());
    auto later = concert();
    later.first = {.begin = *calendar::local_time_from_iso("2027-01-09T18:00"),
                   .end = *calendar::local_time_from_iso("2027-01-09T20:00")};
    site.given([&](db::Tx& tx) {
        const auto version = activity_by_id(tx, network.id, id)->version;
        return update(tx, network, id, version, later, author());
    });
    const auto old = site.get(path);
    EXPECT_EQ(old.status, 303);
    EXPECT_EQ(old.location(), "/termine/2027/01/konzert-am-teich");
    EXPECT_EQ(site.get(old.location()).status, 200);
}

TEST_F(Agenda, says_on_the_page_of_a_date_all_that_guests_need)
{
    given(concert());
    const auto page = site.get(path);
    for (const auto* told :
         {"Sa., 5. Dezember 2026", "18 bis 20 Uhr", "am Teich, Aue", "<strong>Pauken</strong>",
          "Beispiel Kapelle", "EventScheduled", "\"startDate\":\"2026-12-05T17:00:00Z\""})
        EXPECT_TRUE(page.says(told)) << told;
}

TEST_F(Agenda, keeps_what_was_called_off_in_its_place_and_says_why)
{
    const auto id = given(concert());
    site.given([&](db::Tx& tx) { return cancel(tx, network, id, "Das Eis ist zu dünn.", author()); });
    for (const auto& shown : {path, std::string("/termine"), std::string("/doerfer/aue")})
        EXPECT_TRUE(site.get(shown).says("Das Eis ist zu dünn.")) << shown;
    EXPECT_TRUE(site.get(path).says("EventCancelled"));
    EXPECT_TRUE(site.get("/termine.ics").says("STATUS:CANCELLED"));
}

TEST_F(Agenda, has_feeds_for_all_for_a_village_and_for_a_host)
{
    given(concert());
    for (const auto* feed :
         {"/termine.ics", "/doerfer/aue/termine.ics", "/vereine/beispiel-kapelle/termine.ics",
          "/termine/2026/12/konzert-am-teich/kalender.ics"}) {
        const auto answer = site.get(feed);
        EXPECT_EQ(answer.status, 200) << feed;
        for (const auto* line : {"\r\nSUMMARY:Konzert am Teich\r\n", "\r\nDTSTART:20261205T170000Z\r\n",
                                 "\r\nLOCATION:am Teich\\, Aue\r\n", "DESCRIPTION:Mit Pauken."})
            EXPECT_TRUE(answer.says(line)) << feed << line << answer.body;
    }
    EXPECT_EQ(site.get("/doerfer/nirgends/termine.ics").status, 404);
    EXPECT_EQ(site.get("/firmen/beispiel-kapelle/termine.ics").status, 404) << "it is no company";
    EXPECT_FALSE(site.get("/termine.ics?feld=sport").says("Konzert"));
    EXPECT_TRUE(site.get("/termine.atom").says("<title>Konzert am Teich</title>"));
}

TEST_F(Agenda, answers_whoever_asks_again_that_nothing_has_changed)
{
    const auto id = given(concert());
    for (const auto* feed : {"/termine.ics", "/doerfer/aue/termine.ics", "/termine.atom"}) {
        const auto first = site.get(feed);
        const std::string tag(first.headers.find("etag"));
        const std::string changed(first.headers.find("last-modified"));
        EXPECT_EQ(site.get(feed, {{"If-None-Match", tag}}).status, 304) << feed;
        EXPECT_EQ(site.get(feed, {{"If-Modified-Since", changed}}).status, 304) << feed;
        site.clock.advance(std::chrono::hours(2));
        EXPECT_EQ(site.get(feed, {{"If-Modified-Since", changed}}).status, 304)
            << "worked out anew, and alike";
        site.given([&](db::Tx& tx) { return cancel(tx, network, id, "Zu viel Schnee.", author()); });
        site.given([&](db::Tx& tx) { return publish(tx, network, id, author()); });
        EXPECT_EQ(site.get(feed, {{"If-None-Match", tag}}).status, 200) << feed;
        EXPECT_EQ(site.get(feed, {{"If-Modified-Since", changed}}).status, 200) << feed;
    }
}

TEST_F(Agenda, does_not_make_one_page_of_a_thousand_dates)
{
    auto daily = concert();
    daily.rule = "FREQ=DAILY";
    given(daily);
    const auto page = site.get("/termine");
    EXPECT_LT(page.body.size(), 60'000u);
    const auto next = page.body.find("ab=2027-01-04");
    EXPECT_NE(next, std::string::npos) << page.body;
    EXPECT_TRUE(site.get("/termine?ab=2027-01-04").says("2027/01/konzert-am-teich-4"));
}

TEST_F(Agenda, tells_search_engines_for_which_roles_people_are_wanted)
{
    const auto id = given(concert());
    site.given([&](db::Tx& tx) -> Result<Done> {
        TRY(add_need(tx, network, id, {.title = "Grillstand"}, {{.least = 1, .most = 3}}, author()));
        TRY(add_need(tx, network, id, {.kind = NeedKind::thing, .title = "Kuchen"},
                     {{.least = 1, .most = 10}}, author()));
        return Done{};
    });
    const auto page = site.get(path);
    for (const auto* told : {"\"JobPosting\"", "\"VOLUNTEER\"", "\"Grillstand: Konzert am Teich\"",
                             "\"totalJobOpenings\":3", "\"addressLocality\":\"Aue\""})
        EXPECT_TRUE(page.says(told)) << told << page.body;
    EXPECT_FALSE(page.says("Kuchen: ")) << "nobody is employed as a cake";
    site.given([&](db::Tx& tx) { return cancel(tx, network, id, "", author()); });
    EXPECT_FALSE(site.get(path).says("JobPosting"));
}

TEST_F(Agenda, shows_pictures_of_the_activity_with_what_is_on_them_and_who_made_them)
{
    const auto id = given(concert());
    EXPECT_FALSE(site.get(path).says("/bilder/"));
    site.given([&](db::Tx& tx) -> Result<Done> {
        pictures::insert_picture(tx, network.id,
                                 {.key = "abcd",
                                  .album = picture_album(id),
                                  .width = 800,
                                  .height = 600,
                                  .words = {.alt_de = "Der Chor am Teich", .credit = "Karla Muster"}},
                                 "", site.clock.now());
        return Done{};
    });
    const auto page = site.get(path);
    EXPECT_TRUE(page.says("alt=\"Der Chor am Teich\""));
    EXPECT_TRUE(page.says("Karla Muster"));
    EXPECT_TRUE(page.says("/bilder/abcd/1600\"]")) << "search engines see it too";
}

TEST_F(Agenda, gives_pages_a_picture_that_is_shown_beside_links)
{
    given(concert());
    for (const auto& shown : {path, std::string("/termine")}) {
        const auto page = site.get(shown);
        const auto picture = shown + "/bild.png";
        EXPECT_TRUE(page.says("<meta property=\"og:image\" content=\"http://heide.example" + picture))
            << page.body;
        EXPECT_TRUE(site.get(picture).body.starts_with("\x89PNG"));
        EXPECT_EQ(site.get(picture).headers.find("content-type"), "image/png");
    }
    EXPECT_EQ(site.get("/termine/2026/12/nirgends/bild.png").status, 404);
}

TEST_F(Agenda, tells_readers_of_a_series_only_what_is_soon)
{
    auto library = concert();
    library.title = "Bücherei";
    library.rule = "FREQ=WEEKLY;BYDAY=TU";
    given(library);
    const auto atom = site.get("/termine.atom");
    EXPECT_TRUE(atom.says("/termine/2026/12/buecherei-8"));
    EXPECT_FALSE(atom.says("/termine/2028/"));
}

TEST_F(Agenda, prints_the_programme_of_a_month_as_page_text_and_pdf)
{
    given(concert());
    auto library = concert();
    library.title = "Bücherei";
    library.rule = "FREQ=WEEKLY;BYDAY=TU";
    const auto series = given(library);
    auto gone = concert();
    gone.title = "Fällt aus";
    const auto cancelled = given(gone);
    site.given([&](db::Tx& tx) -> Result<Done> {
        const auto dates = dates_of(tx, network.id, series);
        TRY(change_date(tx, network, dates.at(0).id, dates.at(0).sequence,
                        {.status = DateStatus::cancelled,
                         .when = {.begin = *calendar::local_time_from_iso("2026-12-08T18:00"),
                                  .end = *calendar::local_time_from_iso("2026-12-08T20:00")}},
                        author()));
        return cancel(tx, network, cancelled, "", author());
    });
    const std::string programme = "/termine/programm/2026/12";
    const auto text = site.get(programme + "/programm.txt");
    EXPECT_TRUE(text.says("Programm im Dezember 2026"));
    EXPECT_TRUE(
        text.says("Sa., 5. Dezember\n18 bis 20 Uhr: Konzert am Teich, am Teich, Aue (Beispiel Kapelle)\n"))
        << text.body;
    EXPECT_TRUE(text.says("Immer wieder\njeden Dienstag, 18 bis 20 Uhr, nicht am Di., 8. Dezember: Bücherei"))
        << text.body;
    EXPECT_FALSE(text.says("Fällt aus"));
    const auto page = site.get(programme);
    EXPECT_TRUE(page.says("Konzert am Teich") && page.says("Immer wieder") && !page.says("Fällt aus"));
    EXPECT_TRUE(site.get(programme + "/programm.pdf").body.starts_with("%PDF-"));
    EXPECT_TRUE(site.get(programme + "/programm.txt?dorf=aue").says("\nAue\n"));
    for (const auto* month : {"/2026/13", "/1900/01", "/9999/12", "/x/y", "/2026/1"})
        EXPECT_EQ(site.get("/termine/programm" + std::string(month)).status, 404) << month;
}

TEST_F(Agenda, gives_other_sites_the_next_dates_and_nothing_about_who_asks)
{
    given(concert());
    const auto data = site.get("/termine.json?dorf=aue&anzahl=3");
    EXPECT_EQ(data.headers.find("access-control-allow-origin"), "*");
    EXPECT_TRUE(data.headers.find("set-cookie").empty());
    EXPECT_EQ(
        data.body,
        R"({"network":"Netz heide","all":"http://heide.example/termine?dorf=aue","words":{"all":"Alle Termine",)"
        R"("empty":"Gerade steht nichts an."},"dates":[{"title":"Konzert am Teich",)"
        R"("url":"http://heide.example/termine/2026/12/konzert-am-teich","when":"Sa., 5. Dezember 2026, 18 bis 20 Uhr",)"
        R"("start":"2026-12-05T17:00:00Z","place":"am Teich, Aue","hosts":"Beispiel Kapelle"}]})");
    for (const auto* count : {"0", "-1", "x", "99999999999999999999"})
        EXPECT_EQ(site.get("/termine.json?anzahl=" + std::string(count)).status, 200) << count;
    EXPECT_TRUE(
        site.get("/termine/2026/12/konzert-am-teich").headers.find("access-control-allow-origin").empty());
}

TEST_F(Agenda, makes_the_lines_that_other_sites_put_in)
{
    const auto page = site.get("/termine/einbinden?dorf=aue&verein=beispiel-kapelle&anzahl=8");
    for (const auto* line :
         {"&lt;script src=&quot;http://heide.example/assets/js/dorfnetz-events.js&quot; "
          "defer&gt;&lt;/script&gt;",
          "&lt;dorfnetz-events village=&quot;aue&quot; host=&quot;beispiel-kapelle&quot; "
          "count=&quot;8&quot;&gt;",
          "&lt;a href=&quot;http://heide.example/termine?dorf=aue&amp;amp;verein=beispiel-kapelle&quot;&gt;"})
        EXPECT_TRUE(page.says(line)) << line << page.body;
    EXPECT_EQ(site.get("/assets/js/dorfnetz-events.js").status, 200);
}

} // namespace dorfnetz::agenda
