#include "features/directory/feature.hpp"
#include "tests/support/register.hpp"

namespace dorfnetz::directory {

namespace {

using organisations::Status;

class EntryPages : public organisations::test::RegisterTest
{
protected:
    EntryPages() : RegisterTest({organisations::register_feature, register_feature}) {}
};

} // namespace

TEST_F(EntryPages, an_entry_shows_what_it_belongs_to_and_what_belongs_to_it)
{
    given(club("Beispiel: Verband"));
    auto child = club("Beispiel: Chor");
    child.parent_name = "Beispiel: Verband";
    given(child);
    auto hidden = club("Beispiel: Geheim");
    hidden.parent_name = "Beispiel: Verband";
    given(hidden, Status::reported);
    EXPECT_TRUE(site.get("/vereine/beispiel-chor").says("<a href=\"/vereine/beispiel-verband\">"));
    const auto above = site.get("/vereine/beispiel-verband");
    EXPECT_TRUE(above.says("Dazu gehören"));
    EXPECT_TRUE(above.says("<a href=\"/vereine/beispiel-chor\">"));
    EXPECT_FALSE(above.says("Geheim"));
}

TEST_F(EntryPages, an_entry_can_be_passed_on_by_link_mail_and_paper)
{
    given(club("Beispiel: Chor & Co"));
    const auto page = site.get("/vereine/beispiel-chor-co");
    EXPECT_TRUE(page.says("data-copy=\"/vereine/beispiel-chor-co\""));
    EXPECT_TRUE(page.says("mailto:?subject=Beispiel%3A%20Chor%20%26%20Co"));
    EXPECT_TRUE(page.says("/vereine/beispiel-chor-co/aushang"));
    const auto poster = site.get("/vereine/beispiel-chor-co/aushang");
    EXPECT_EQ(poster.status, 200);
    EXPECT_TRUE(poster.says("class=\"qr\""));
    EXPECT_TRUE(poster.says("/vereine/beispiel-chor-co</strong>"));
    EXPECT_EQ(site.get("/firmen/beispiel-chor-co/aushang").location(), "/vereine/beispiel-chor-co/aushang");
    EXPECT_EQ(site.get("/vereine/gibt-es-nicht/aushang").status, 404);
}

TEST_F(EntryPages, an_example_says_so_once)
{
    auto named = club("Beispiel: Chor");
    named.is_example = true;
    auto unnamed = club("Kegelclub");
    unnamed.is_example = true;
    given(named);
    EXPECT_FALSE(site.get("/vereine").says("tag example"));
    given(unnamed);
    EXPECT_TRUE(site.get("/vereine").says("tag example"));
}

TEST_F(EntryPages, nobody_else_is_asked_unless_a_map_is_set_and_then_only_on_pages_with_a_place)
{
    given(club("Beispiel: Chor"));
    const auto policy = [&](const std::string& path) {
        return std::string(site.get(path).headers.find("content-security-policy"));
    };
    const std::string entry = "/vereine/beispiel-chor";
    EXPECT_TRUE(site.get(entry).says("class=\"map\""));
    EXPECT_FALSE(site.get(entry).says("data-map"));
    EXPECT_NE(policy(entry).find("img-src 'self' data:;"), std::string::npos);
    const auto with_tiles = [&](const std::string& address) {
        site.given([&](db::Tx& tx) -> Result<Done> {
            web::save_setting(tx, site.network(), "map.tiles", address);
            return Done{};
        });
    };
    with_tiles("https://tiles.example/{z}/{x}/{y}.png");
    EXPECT_TRUE(site.get(entry).says("data-tiles=\"https://tiles.example/{z}/{x}/{y}.png\""));
    EXPECT_TRUE(site.get(entry).says("kommen von tiles.example."));
    EXPECT_NE(policy(entry).find("img-src 'self' data: https://tiles.example;"), std::string::npos);
    EXPECT_EQ(policy("/vereine").find("tiles.example"), std::string::npos);
    with_tiles("https://{s}.tiles.example/{z}/{x}/{y}.png");
    EXPECT_NE(policy(entry).find("data: https://*.tiles.example;"), std::string::npos);
    for (const auto* wrong :
         {"https://tiles.example/", "https://a;script-src/{z}/{x}/{y}", "ftp://a/{z}/{x}/{y}"}) {
        with_tiles(wrong);
        EXPECT_FALSE(site.get(entry).says("data-map")) << wrong;
        EXPECT_NE(policy(entry).find("img-src 'self' data:;"), std::string::npos) << wrong;
    }
}

} // namespace dorfnetz::directory
