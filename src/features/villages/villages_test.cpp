#include "features/villages/api.hpp"
#include "features/villages/feature.hpp"
#include "features/villages/map.hpp"
#include "tests/support/upload.hpp"

#include <cmath>
#include <gtest/gtest.h>

namespace dorfnetz::villages {

namespace {

Village place(const std::string& slug, const std::string& name, double latitude, double longitude)
{
    return {.slug = slug,
            .name = name,
            .latitude = latitude,
            .longitude = longitude,
            .description_de = name + " liegt in der Heide."};
}

class Villages : public testing::Test
{
protected:
    Villages()
    {
        site.given([&](db::Tx& tx) -> Result<Done> {
            for (auto village : {place("oeldorf", "Öldorf", 51.60, 12.40),
                                 place("zell", "Zell", 51.65, 12.45), place("aue", "Aue", 51.70, 12.50)}) {
                village.id = new_id<VillageId>(site.clock, site.random);
                if (village.slug == "oeldorf")
                    oeldorf = village.id;
                put_place(tx, site.network(), village, site.clock.now());
            }
            auto outside = place("fern", "Fern", 52.0, 13.0);
            outside.id = new_id<VillageId>(site.clock, site.random);
            outside.in_network = false;
            put_place(tx, site.network(), outside, site.clock.now());
            return Done{};
        });
    }

    support::TestSite site{{villages::register_feature}};
    VillageId oeldorf;
    const std::string edit = "/redaktion/doerfer/oeldorf";
};

} // namespace

TEST_F(Villages, are_listed_as_germans_sort_them_and_without_places_outside)
{
    const auto names = site.pool().read([&](db::Reader& reader) {
        std::vector<std::string> all;
        for (const auto& village : villages_of(reader, site.network()))
            all.push_back(village.name);
        return all;
    });
    EXPECT_EQ(names, (std::vector<std::string>{"Aue", "Öldorf", "Zell"}));
    EXPECT_EQ(site.get("/doerfer/fern").status, 404) << "a place outside has no page";
    EXPECT_EQ(site.get("/doerfer/nirgends").status, 404);
}

TEST_F(Villages, of_another_network_are_not_there)
{
    site.add_network("nachbarn", "nachbarn.example");
    site.host = "nachbarn.example";
    EXPECT_EQ(site.get("/doerfer/oeldorf").status, 404);
}

TEST_F(Villages, show_their_picture_where_they_have_one_and_their_fields_where_not)
{
    site.environment().reader_program = DORFNETZ_READER;
    EXPECT_TRUE(site.get("/doerfer/oeldorf").says("field-art"));
    site.sign_in_as(web::Role::lead_editor, oeldorf.text());
    EXPECT_EQ(site.get("/redaktion/doerfer/zell/bild").status, 404) << "not the own village";
    const auto path = edit + "/bild";
    const auto sent = support::send_upload(site, path,
                                           {"bild",
                                            "teich.png",
                                            support::one_pixel(),
                                            {{"alt_de", "Der Teich <b>"},
                                             {"urheber", "Karla Muster"},
                                             {"lizenz", "CC BY 4.0"},
                                             {"erlaubt", "1"}}});
    ASSERT_EQ(sent.status, 303) << sent.body;
    const auto village =
        site.pool().read([&](db::Reader& reader) { return *village_by_id(reader, site.network(), oeldorf); });
    ASSERT_FALSE(village.picture.empty());
    EXPECT_NE(draw_face(village, 400, 120).text().find(village.picture), std::string::npos);
    site.sign_out();
    const auto page = site.get("/doerfer/oeldorf");
    EXPECT_TRUE(page.says("alt=\"Der Teich &lt;b&gt;\""));
    EXPECT_TRUE(page.says("Karla Muster, CC BY 4.0"));
    EXPECT_FALSE(page.says("field-art"));
    EXPECT_TRUE(site.get("/doerfer/zell").says("field-art"));

    site.sign_in_as(web::Role::coordinator);
    const auto picture = path + "/" + village.picture;
    EXPECT_EQ(site.submit(picture, picture + "/loeschen", {}).status, 303);
    EXPECT_TRUE(site.get("/doerfer/oeldorf").says("field-art"));
    EXPECT_EQ(site.get("/bilder/" + village.picture + "/400").status, 404);
}

TEST_F(Villages, are_recognised_as_people_write_them)
{
    const auto places =
        site.pool().read([&](db::Reader& reader) { return all_places(reader, site.network()); });
    for (const auto* written : {"Öldorf", " oeldorf ", "OT Öldorf", "Ortsteil  Öldorf"}) {
        const auto found = village_by_name(places, written);
        ASSERT_TRUE(found) << written;
        EXPECT_EQ(found->slug, "oeldorf");
    }
    EXPECT_FALSE(village_by_name(places, "Ölburg"));
    EXPECT_FALSE(village_by_name(places, ""));
}

TEST_F(Villages, a_lead_editor_edits_the_own_village_and_finds_no_other)
{
    site.sign_in_as(web::Role::lead_editor, oeldorf.text());
    EXPECT_EQ(site.get("/redaktion/doerfer/zell").status, 404);
    const auto saved = site.submit(edit, edit,
                                   {{"beschreibung", "Neu & <b>fett</b>"},
                                    {"menschen", "1.234"},
                                    {"stand", "31.12.2025"},
                                    {"fassung", "1"}});
    EXPECT_EQ(saved.status, 303);
    site.sign_out();
    const auto page = site.get("/doerfer/oeldorf");
    EXPECT_TRUE(page.says("Neu &amp; &lt;b&gt;fett&lt;/b&gt;"));
    EXPECT_TRUE(page.says("1.234 Menschen (2025)"));
}

TEST_F(Villages, the_second_of_two_editors_is_told_and_keeps_what_was_typed)
{
    site.sign_in_as(web::Role::coordinator);
    EXPECT_EQ(site.submit(edit, edit, {{"beschreibung", "Zuerst"}, {"fassung", "1"}}).status, 303);
    const auto second = site.submit(edit, edit, {{"beschreibung", "Danach"}, {"fassung", "1"}});
    EXPECT_EQ(second.status, 409);
    EXPECT_TRUE(second.says("Danach"));
    EXPECT_TRUE(second.says("Zuerst"));
    EXPECT_TRUE(second.says("value=\"2\"")) << "sending it again overwrites knowingly";
    site.sign_out();
    EXPECT_TRUE(site.get("/doerfer/oeldorf").says("Zuerst"));
}

TEST_F(Villages, importing_them_again_keeps_their_ids)
{
    auto again = place("oeldorf", "Öldorf an der Aue", 51.60, 12.40);
    site.given([&](db::Tx& tx) -> Result<Done> {
        again.id = new_id<VillageId>(site.clock, site.random);
        put_place(tx, site.network(), again, site.clock.now());
        return Done{};
    });
    const auto found = site.pool().read(
        [&](db::Reader& reader) { return village_by_slug(reader, site.network(), "oeldorf"); });
    EXPECT_EQ(found->id, oeldorf);
    EXPECT_EQ(found->name, "Öldorf an der Aue");
}

TEST(Distance, is_that_of_the_globe)
{
    const auto berlin = place("b", "B", 52.5200, 13.4050);
    const auto munich = place("m", "M", 48.1351, 11.5820);
    EXPECT_NEAR(*distance_km(berlin, munich), 504.4, 1.0);
    EXPECT_EQ(distance_km(berlin, berlin), 0.0);
    Village nowhere;
    EXPECT_FALSE(distance_km(berlin, nowhere));
}

TEST(Map, keeps_north_above_and_the_proportions)
{
    const std::vector<Village> villages{place("n", "N", 51.7, 12.4), place("s", "S", 51.6, 12.4),
                                        place("e", "E", 51.65, 12.5)};
    const auto points = places_on_sheet(villages, {640, 450}, 40);
    EXPECT_LT(points[0].y, points[1].y);
    EXPECT_GT(points[2].x, points[0].x);
    EXPECT_NEAR((points[2].x - points[0].x) / (points[1].y - points[0].y),
                0.1 * std::cos(51.7 * M_PI / 180) / 0.1, 0.01);
    for (const auto& point : points) {
        EXPECT_GE(point.x, 39.9);
        EXPECT_LE(point.y, 410.1);
    }
}

TEST(VillageMark, stays_small_in_a_network_of_a_thousand_villages)
{
    std::vector<Village> villages;
    for (int i = 0; i < 1000; ++i)
        villages.push_back(
            {.name = "Dorf", .latitude = 51.0 + i % 32 * 0.01, .longitude = 12.0 + i / 32 * 0.01});
    EXPECT_LT(draw_mark(villages).text().size(), 8000U);
    villages.resize(9);
    const auto small = draw_mark(villages).text();
    std::size_t knots = 0;
    for (auto at = small.find("<circle"); at != std::string::npos; at = small.find("<circle", at + 1))
        ++knots;
    EXPECT_EQ(knots, 9U) << "of a few each is shown";
}

TEST(Map, joins_all_places_without_crossings)
{
    SeededRandom random(3);
    std::vector<Point> points;
    for (int i = 0; i < 60; ++i)
        points.push_back({static_cast<double>(random.below(600)), static_cast<double>(random.below(400))});
    const auto lines = neighbours(points);
    std::vector<std::size_t> group(points.size());
    for (std::size_t i = 0; i < group.size(); ++i)
        group[i] = i;
    // Repeat until nothing changes: every place belongs to the group of the first.
    for (std::size_t round = 0; round < points.size(); ++round)
        for (const auto& line : lines)
            group[line.from] = group[line.to] = std::min(group[line.from], group[line.to]);
    for (const auto member : group)
        EXPECT_EQ(member, group[0]);
    const auto turn = [](Point a, Point b, Point c) {
        return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    };
    for (const auto& one : lines)
        for (const auto& other : lines) {
            if (one.from == other.from || one.from == other.to || one.to == other.from || one.to == other.to)
                continue;
            const auto [a, b, c, d] =
                std::tuple(points[one.from], points[one.to], points[other.from], points[other.to]);
            EXPECT_FALSE(turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0);
        }
}

TEST(FieldPattern, is_always_the_same_for_a_name_and_different_for_others)
{
    EXPECT_EQ(field_pattern("aue", 400, 120).text(), field_pattern("aue", 400, 120).text());
    EXPECT_NE(field_pattern("aue", 400, 120).text(), field_pattern("zell", 400, 120).text());
    EXPECT_EQ(field_pattern("aue", 400, 120).text().find("nan"), std::string::npos);
    EXPECT_LT(field_pattern("aue", 400, 120).text().size(), 12'000U);
}

TEST(MapDrawing, names_no_place_twice_and_keeps_labels_apart)
{
    std::vector<MapEntry> entries;
    for (const auto& village : {place("a", "Aue", 51.6, 12.4), place("b", "Berg", 51.61, 12.401),
                                place("c", "Celle <b>", 51.7, 12.5)})
        entries.push_back({.village = village,
                           .has_lead = true,
                           .url = html::Url::own("/doerfer/" + village.slug),
                           .label = village.name});
    const auto svg = draw_map(entries, "Karte").text();
    EXPECT_NE(svg.find("href=\"/doerfer/a\""), std::string::npos);
    EXPECT_EQ(svg.find("<b>"), std::string::npos);
    EXPECT_TRUE(draw_map({}, "Karte").empty());
}

} // namespace dorfnetz::villages
