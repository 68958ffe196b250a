#include "features/finding/feature.hpp"
#include "foundation/search/search.hpp"
#include "tests/support/site.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::finding {

namespace {

// Things that are shown by their name alone, and one that nobody may see any more.
std::vector<SearchKind> things()
{
    const auto show = [](const web::Context&, db::Reader&,
                         const std::string& id) -> std::optional<SearchHit> {
        if (id == "withdrawn")
            return std::nullopt;
        return SearchHit{.title = "Heimatverein " + id,
                         .path = "/vereine/" + id,
                         .places = {"Aue"},
                         .clues = {{"Kann helfen mit: {1}"_de, "Zelte"}}};
    };
    return {{.kind = "thing", .key = "dinge", .heading = "Dinge"_de, .show = show},
            {.kind = "other", .key = "anderes", .heading = "Anderes"_de, .show = show}};
}

class Finding : public testing::Test
{
protected:
    void given(const std::string& kind, const std::string& id)
    {
        site.given([&](db::Tx& tx) -> Result<Done> {
            search::put(tx, {.network = site.network(),
                             .kind = kind,
                             .id = id,
                             .fields = {{"Heimatverein " + id, 3}, {"Aue Zelte Orgel"}}});
            return Done{};
        });
    }

    support::TestSite site{{[](web::Site& all) { register_feature(all, things()); }}};
};

} // namespace

TEST_F(Finding, a_mistyped_name_is_found_and_what_was_meant_is_offered)
{
    given("thing", "rose");
    const auto page = site.get("/suche?q=Heimatvereim");
    EXPECT_TRUE(page.says("Heimatverein rose"));
    EXPECT_TRUE(page.says("Meintest du"));
    EXPECT_TRUE(page.says("/suche?q=Heimatverein"));
}

TEST_F(Finding, a_hit_says_why_where_its_row_does_not_show_the_word)
{
    given("thing", "rose");
    EXPECT_TRUE(site.get("/suche?q=Zelt").says("Kann helfen mit: Zelte"));
    EXPECT_TRUE(site.get("/suche?q=Orgel").says("„orgel“ steht im Eintrag."));
    EXPECT_FALSE(site.get("/suche?q=Rose+Aue").says("steht im Eintrag"));
}

TEST_F(Finding, a_compound_whose_halves_stand_in_the_row_needs_no_reason)
{
    const auto reason = [](const std::string& shown) {
        return match_reason(i18n::Language::de, "heimatverein", shown, {});
    };
    EXPECT_EQ(reason("Heimat- und Naturverein"), "");
    EXPECT_EQ(reason("Heimatstube"), "„heimatverein“ steht im Eintrag.");
}

TEST_F(Finding, what_is_no_longer_public_is_not_shown_though_it_still_stands_in_the_index)
{
    given("thing", "withdrawn");
    EXPECT_FALSE(site.get("/suche?q=withdrawn").says("Heimatverein withdrawn"));
}

TEST_F(Finding, kinds_stand_apart_and_one_can_be_chosen)
{
    given("thing", "rose");
    given("other", "tulpe");
    const auto all = site.get("/suche?q=Heimatverein");
    EXPECT_TRUE(all.says("Heimatverein rose"));
    EXPECT_TRUE(all.says("Heimatverein tulpe"));
    const auto one = site.get("/suche?q=Heimatverein&art=anderes");
    EXPECT_FALSE(one.says("Heimatverein rose"));
    EXPECT_TRUE(one.says("Heimatverein tulpe"));
    EXPECT_TRUE(one.says("Überall suchen"));
}

TEST_F(Finding, nothing_found_says_where_else_to_look_and_no_markup_comes_back)
{
    const auto page = site.get("/suche?q=%3Cscript%3Ealert(1)%3C/script%3E");
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(page.says("nichts gefunden"));
    EXPECT_FALSE(page.says("<script>alert"));
}

} // namespace dorfnetz::finding
